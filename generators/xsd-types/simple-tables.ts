import { readSimple, type SimpleValue } from "../../runtime/xsd-types/simple.ts";
import type { NumberForm, SimpleTable, TypeTable } from "../../runtime/xsd-types/table.ts";
import type { Scope } from "../../runtime/xsd-types/tree.ts";
import type { Note, SimpleType } from "../xsd-reader/model.ts";
import { blanksOf, builtinOf, enumerationOf, isBuiltOn, rootOf } from "../xsd-reader/simple-facts.ts";

/** How numbers stand in types: as numbers, or as the text of the document. */
export type NumberStyle = "number" | "text";

/** A value that a type lists. */
export type Code = string | number | boolean;

export interface SimpleTables {
  /** The place of a type in the list of types. */
  readonly indexOf: (type: SimpleType) => number;
  /** The same for a type with one fixed value; that of the type itself when the value is not of the type. */
  readonly indexOfFixed: (type: SimpleType, text: string) => number;
  /** The values that a type lists, as they are in records; null when it lists none or they cannot be listed. */
  readonly codesOf: (type: SimpleType) => readonly Code[] | null;
  readonly codeOf: (type: SimpleType, text: string) => Code | null;
}

const NO_SCOPE: Scope = { declared: new Map(), outer: null };

/**
 * Fills the list of types with simple types, each once.
 * @param types the list, to which complex types are added too
 */
export function createSimpleTables(types: TypeTable[], numbers: NumberStyle, note: (note: Note) => void): SimpleTables {
  const byType = new Map<SimpleType, number>();
  const byTable = new Map<string, number>();
  const codes = new Map<SimpleType, readonly Code[] | null>();

  const add = (table: SimpleTable): number => {
    const key = JSON.stringify(table);
    const known = byTable.get(key);
    if (known !== undefined) return known;
    byTable.set(key, types.length);
    return types.push(table) - 1;
  };

  const indexOf = (type: SimpleType): number => {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const index = add(withCodes(plainTable(type), codesOf(type)));
    byType.set(type, index);
    return index;
  };

  /** Without the values that it may list. */
  const plainTable = (type: SimpleType): SimpleTable => {
    const root = rootOf(type);
    if (root.method === "list") return { kind: "list", item: root.item === null ? add({ kind: "string" }) : indexOf(root.item) };
    if (root.method === "union") return { kind: "union", members: root.members.map(indexOf) };
    const builtin = builtinOf(type);
    const form = numberForm(builtin);
    if (builtin === "boolean") return { kind: "boolean" };
    if (builtin === "QName") return { kind: "qname" };
    if (form !== null && numbers === "number") return { kind: "number", form };
    const blanks = blanksOf(type);
    return blanks === "preserve" ? { kind: "string" } : { kind: "string", blanks };
  };

  const codeOf = (type: SimpleType, text: string): Code | null => {
    const value = readValue(type, text);
    return value !== null && typeof value !== "object" ? value : null;
  };

  const readValue = (type: SimpleType, text: string): SimpleValue | null => {
    const outcome = readSimple(types, add(plainTable(type)), text, NO_SCOPE);
    return "value" in outcome ? outcome.value : null;
  };

  const codesOf = (type: SimpleType): readonly Code[] | null => {
    const known = codes.get(type);
    if (known !== undefined) return known;
    const values = enumerationOf(type)?.map(({ value }) => codeOf(type, value)) ?? null;
    const [first] = enumerationOf(type) ?? [];
    const found = values === null || values.includes(null) ? null : [...new Set(values)].filter((value) => value !== null);
    if (values !== null && found === null && first !== undefined)
      note({ place: first.place, text: "The values listed here are not expressed: they are lists or names with a namespace." });
    codes.set(type, found);
    return found;
  };

  return {
    indexOf,
    codesOf,
    codeOf,
    indexOfFixed: (type, text) => {
      const code = codeOf(type, text);
      return code === null ? indexOf(type) : add(withCodes(plainTable(type), [code]));
    },
  };
}

function withCodes(table: SimpleTable, codes: readonly Code[] | null): SimpleTable {
  if (codes === null) return table;
  switch (table.kind) {
    case "string":
      return { ...table, codes: codes.filter((code) => typeof code === "string") };
    case "number":
      return { ...table, codes: codes.filter((code) => typeof code === "number") };
    case "boolean":
      return { ...table, codes: codes.filter((code) => typeof code === "boolean") };
    case "union":
      return { ...table, codes };
    case "list":
    case "qname":
      return table;
  }
}

/** How values of a type of XML Schema are numbers; null when they are none. */
export function numberForm(builtin: string): NumberForm | null {
  if (isBuiltOn(builtin, "integer")) return "integer";
  if (builtin === "decimal") return "decimal";
  return builtin === "float" || builtin === "double" ? "float" : null;
}
