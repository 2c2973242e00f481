import { type Checking, fail } from "./check-context.ts";
import { aroundSelf, useDefinition } from "./check-definitions.ts";
import { accessFound, enclosingRecords, type Found, findInRecord, namesInRecord, recordOf, throughGroups } from "./resolve-name.ts";
import { type LanguageSchema, schemaOf } from "./schema.ts";
import { hint } from "./suggest.ts";
import type { Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";

/** What a name by itself means. */
export function nameOf(name: string, range: Range, checking: Checking): Typed {
  const { self, entry } = checking.scope;
  const variable = checking.variables.get(name);
  if (variable !== undefined) return { ...variable, range };
  if (name === "this") return self === null ? withoutRecord(name, range, checking) : { ...self, range };
  if (name === "last_return" || name === "return_before_last") return earlier(name === "last_return" ? 1 : 2, range, checking);
  if (name === "previous" || name === "next") {
    const record = self?.type.kind === "record" ? self : withoutRecord(name, range, checking);
    return neighbour(record, name, range, checking);
  }
  if (entry?.name === name) return { ...entry.value, range };
  if (name === "collection" || name === "reference")
    fail(`${name} is followed by a dot and a name${name === "collection" ? ", as in collection.end" : ""}.`, range);
  return nameInRecords(name, range, checking) ?? globalName(name, range, checking);
}

function withoutRecord(name: string, range: Range, { scope }: Checking): never {
  return fail(`A ${scope.self === null ? "global definition" : "definition of a list"} has no record, so no ${name}.`, range);
}

/** The checked record outwards; the first hit wins, but an item that stands in two of them must be qualified. */
function nameInRecords(name: string, range: Range, checking: Checking): Typed | null {
  const { self, schema } = checking.scope;
  if (self?.type.kind !== "record") return null;
  const own = schemaOf(schema, self.type.year);
  if (own === null) return null;
  let result: Typed | null = null;
  // The same item can be reached from several enclosing records; only different ones must be told apart.
  const places = new Map<string, string>();
  for (const record of enclosingRecords(own, self.type.record)) {
    const owner = aroundSelf(self, self.type, record.path, range);
    if (record.name === name) return result ?? { ...owner, range };
    const found = findInRecord(own, record, name);
    if (found.length === 0) continue;
    if (result === null) result = access(found, owner, name, range, checking);
    for (const hit of found) {
      const holder = own.records.get(hit.via.at(-1) ?? record.path) ?? record;
      if (hit.kind === "item" && !places.has(hit.item.path)) places.set(hit.item.path, `${holder.name}.${name}`);
    }
  }
  const isItem = result !== null && (result.op === "item" || result.op === "entries");
  if (isItem && places.size > 1) fail(`${name} stands in several records. Write ${[...places.values()].join(" or ")}.`, range);
  return result;
}

/** The expression for what was found of a name inside a record. */
export function access(found: readonly Found[], owner: Typed, name: string, range: Range, checking: Checking): Typed {
  const [first] = found;
  if (first === undefined || owner.type.kind !== "record") return fail(`There is no ${name} here.`, range);
  if (found.length > 1) fail(`${name} means several things here: ${found.map((one) => one.kind).join(", ")}. Qualify it.`, range);
  if (first.kind === "definition") return useDefinition(first.name, throughGroups(owner, first.via, range, owner.type.year), [], range, checking);
  const own = schemaOf(checking.scope.schema, owner.type.year);
  return own === null ? fail("There is no earlier return.", range) : accessFound(first, owner, range, owner.type.year, own);
}

function globalName(name: string, range: Range, checking: Checking): Typed {
  const { scope, variables } = checking;
  const { self, year } = scope;
  const schema = schemaOf(scope.schema, year) ?? scope.schema;
  if (schema.definitions.has(name)) return useDefinition(name, null, [], range, checking);
  const records =
    self?.type.kind === "record" ? enclosingRecords(schema, self.type.record).flatMap((record) => [record.name, ...namesInRecord(schema, record)]) : [];
  const global = [...schema.definitions.keys()].filter((key) => !key.includes("#"));
  const place = self?.type.kind === "record" ? `in ${self.type.record.split("/").at(-1)} or around it` : "here";
  const suggestion = elsewhere(name, schema, self) ?? hint(name, [...variables.keys(), ...records, ...global]);
  return fail(`There is no ${name} ${place}.${suggestion}`, range);
}

/** Where a name does exist, and how to get there; null when it exists nowhere. */
function elsewhere(name: string, schema: LanguageSchema, self: Typed | null): string | null {
  const holder = [...schema.records.values()].find((record) => record.items.has(name) || (record.name === name && record.parent !== null));
  if (holder === undefined) return null;
  if (self === null) return " A global definition sees no items: say with for which record it belongs to, or give it values in with.";
  if (holder.name === name) return ` It stands in ${holder.parent}.`;
  return ` It is an item of ${holder.path}; ask through the list, as in ${holder.name}.all(e, e.${name} …).`;
}

function earlier(back: 1 | 2, range: Range, checking: Checking): Typed {
  const { schema, self } = checking.scope;
  const word = back === 1 ? "last_return" : "return_before_last";
  if (self?.type.kind !== "record") return withoutRecord(word, range, checking);
  const { record, year: from } = self.type;
  const [year, own] = [from + back, schemaOf(schema, from)];
  const target = year === 1 || year === 2 ? schema.earlier[year] : null;
  if (target === null || own === null || (year !== 1 && year !== 2))
    return fail(`There is no specification of the ${back === 1 ? "period before" : "period before last"}, so no ${word}.`, range);
  const isChild = record === own.child || record.startsWith(`${own.child}/`);
  const owner = aroundSelf(self, self.type, isChild ? own.child : own.root, range);
  return { op: "earlier", record: owner, year, type: { kind: "record", record: isChild ? target.child : target.root, year }, range };
}

/** `previous` or `next` of a record. */
export function neighbour(record: Typed, which: "previous" | "next", range: Range, { scope }: Checking): Typed {
  if (record.type.kind !== "record") return fail(`Only a record has a ${which} one.`, range);
  const found = recordOf(scope.schema, record.type);
  if (found !== null && (found.record.single || found.record.orderedBy.length === 0))
    fail(`${found.record.name} has no order (ordered-by), so no ${which} one.`, range);
  return { op: "neighbour", record, which, type: record.type, range };
}
