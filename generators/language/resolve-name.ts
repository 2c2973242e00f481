import { type ItemSchema, type LanguageSchema, type RecordSchema, schemaOf } from "./schema.ts";
import type { Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { listOf, type Type, type Year } from "./types.ts";

/** What a name can be inside a record: an item, a record, or a definition that belongs to it. */
export type Found =
  | { readonly kind: "item"; readonly item: ItemSchema; readonly via: readonly string[] }
  | { readonly kind: "group"; readonly group: RecordSchema; readonly via: readonly string[] }
  | { readonly kind: "definition"; readonly name: string; readonly via: readonly string[] };

/**
 * Everything that a name means inside a record: its items, definitions and groups, and the same inside its single groups.
 * @returns each with the single groups it is reached through, outermost first
 */
export function findInRecord(schema: LanguageSchema, record: RecordSchema, name: string, via: readonly string[] = []): readonly Found[] {
  const found: Found[] = [];
  const item = record.items.get(name);
  if (item !== undefined) found.push({ kind: "item", item, via });
  const definition = schema.definitions.get(`${record.path}#${name}`);
  if (definition !== undefined) found.push({ kind: "definition", name: `${record.path}#${name}`, via });
  for (const path of record.groups) {
    const group = schema.records.get(path);
    if (group === undefined) continue;
    if (group.name === name) found.push({ kind: "group", group, via });
    if (group.single) found.push(...findInRecord(schema, group, name, [...via, path]));
  }
  return found;
}

/** All names that can be used inside a record, for suggestions. */
export function namesInRecord(schema: LanguageSchema, record: RecordSchema): readonly string[] {
  const definitions = [...schema.definitions.keys()].flatMap((key) => (key.startsWith(`${record.path}#`) ? [key.slice(record.path.length + 1)] : []));
  const groups = record.groups.flatMap((path) => {
    const group = schema.records.get(path);
    return group === undefined ? [] : [group.name, ...(group.single ? namesInRecord(schema, group) : [])];
  });
  return [...record.items.keys(), ...definitions, ...groups];
}

/** The expression for something found in a record. Definitions are left to the caller, who knows their types. */
export function accessFound(found: Exclude<Found, { kind: "definition" }>, record: Typed, range: Range, year: Year, schema: LanguageSchema): Typed {
  const owner = throughGroups(record, found.via, range, year);
  if (found.kind === "item") {
    const type = itemType(found.item.type, year);
    return found.item.repeats
      ? { op: "entries", record: owner, item: found.item.path, type: listOf(type), range }
      : { op: "item", record: owner, item: found.item.path, type, range };
  }
  const type: Type = { kind: "record", record: found.group.path, year };
  if (found.group.single) return { op: "group", record: owner, group: found.group.path, type, range };
  return { op: "groups", record: owner, group: found.group.path, type: listOf(type, found.group.path === schema.child), range };
}

/** Goes down through single groups. */
export function throughGroups(record: Typed, via: readonly string[], range: Range, year: Year): Typed {
  return via.reduce<Typed>((owner, path) => ({ op: "group", record: owner, group: path, type: { kind: "record", record: path, year }, range }), record);
}

function itemType(type: Type, year: Year): Type {
  return type.kind === "code" ? { ...type, year } : type;
}

/** The records that enclose one, innermost first, itself included. */
export function enclosingRecords(schema: LanguageSchema, path: string): readonly RecordSchema[] {
  const records: RecordSchema[] = [];
  for (let at: string | null = path; at !== null; ) {
    const record: RecordSchema | undefined = schema.records.get(at);
    if (record === undefined) break;
    records.push(record);
    at = record.parent;
  }
  return records;
}

/** The schema and record of a record type; null when the earlier return has no such record. */
export function recordOf(schema: LanguageSchema, type: Type & { kind: "record" }): { schema: LanguageSchema; record: RecordSchema } | null {
  const own = schemaOf(schema, type.year);
  const record = own?.records.get(type.record);
  return own === null || own === undefined || record === undefined ? null : { schema: own, record };
}
