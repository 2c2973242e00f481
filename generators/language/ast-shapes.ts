import { FUNCTIONS } from "./functions.ts";
import type { Comparison, Quantifier, Typed } from "./typed.ts";
import type { Type } from "./types.ts";

/** What a field of a node of the expression tree holds. */
export type FieldKind = "node" | "nodes" | "node or null" | "text" | "texts" | "text or truth" | "truth" | "year" | { readonly oneOf: readonly string[] };

/** The fields of one kind of node, without those that all have. */
type ShapeOf<Node> = { readonly [Field in Exclude<keyof Node, "op" | "type" | "range">]: FieldKind };

const COMPARISONS: readonly Comparison[] = ["==", "!=", "<", "<=", ">", ">="];
const QUANTIFIERS: readonly Quantifier[] = ["all", "exists", "none", "count", "filter", "first", "last", "sum"];
const CALLS: readonly string[] = [...FUNCTIONS.keys(), "valid", "same", "first_present", "between", "date"];

/** Every kind of node with its fields in the order in which JSON has them. The JSON, its reader and its schema are made from this. */
export const NODE_SHAPES: { readonly [Op in Typed["op"]]: ShapeOf<Extract<Typed, { op: Op }>> } = {
  constant: { value: "text or truth" },
  constants: { values: "texts" },
  set: { name: "text", group: "truth", codes: "texts" },
  variable: { name: "text" },
  item: { record: "node", item: "text" },
  entries: { record: "node", item: "text" },
  group: { record: "node", group: "text" },
  groups: { record: "node", group: "text" },
  enclosing: { record: "node", path: "text" },
  neighbour: { record: "node", which: { oneOf: ["previous", "next"] } },
  earlier: { record: "node", year: "year" },
  rows: { table: "text", key: "node" },
  cell: { row: "node", column: "text" },
  collection: { field: { oneOf: ["start", "end", "reference_date", "authority"] }, year: "year" },
  definition: { name: "text", owner: "node or null", year: "year", arguments: "nodes" },
  call: { name: { oneOf: CALLS }, arguments: "nodes" },
  collect: { list: "node", variable: "text", body: "node" },
  quantifier: { name: { oneOf: QUANTIFIERS }, list: "node", variable: "text", body: "node or null" },
  runs: { list: "node", a: "text", b: "text", body: "node" },
  size: { list: "node" },
  distinct: { list: "node" },
  contains: { list: "node", value: "node" },
  concat: { left: "node", right: "node" },
  not: { operand: "node" },
  and: { left: "node", right: "node" },
  or: { left: "node", right: "node" },
  compare: { operator: { oneOf: COMPARISONS }, left: "node", right: "node" },
  in: { value: "node", set: "node" },
  arithmetic: { operator: { oneOf: ["+", "-", "*", "/"] }, left: "node", right: "node" },
  negate: { operand: "node" },
};

/** What is meant by each kind of node, for those who compile rules themselves. */
export const NODE_WORDS: { readonly [Op in Typed["op"]]: string } = {
  constant: "A text, a number (its digits as written), true or false, or a date (yyyy-mm-dd).",
  constants: "A list of constants.",
  set: "The codes of a code set or of one of its groups, or a reference table (type row), right of in.",
  variable: "A variable of a quantifier or of the rule, a parameter of a definition, a name of let, the checked record (this), or its entry (#entry).",
  item: "The value of an item of a record.",
  entries: "All entries of a repeating item of a record.",
  group: "The one record of a single group; absent when it does not occur.",
  groups: "All records of a repeating group inside a record, in the order of the specification.",
  enclosing: "The record of that path which encloses the record.",
  neighbour: "The record before or after this one in the order of its group.",
  earlier: "The same child, or the root, in the return of the period before (1) or the one before that (2).",
  rows: "The rows of a reference table with that key.",
  cell: "A column of a row.",
  collection: "A fact of the collection of that return.",
  definition: "A definition of the specification, of a record or global, in the release of that return.",
  call: "A function of the language.",
  collect: "The body for every element of the list, lists joined.",
  quantifier: "A quantifier over a list; first and last may have no condition.",
  runs: "The list cut where the condition is not true for two neighbours.",
  size: "How many records, or entries with text.",
  distinct: "The different values.",
  contains: "Whether some entry equals the value.",
  concat: "Two lists joined.",
  not: "The opposite; unknown stays unknown.",
  and: "True when both are; false when one is false; else unknown.",
  or: "True when one is; false when both are false; else unknown.",
  compare: "A comparison; unknown when a side has no value.",
  in: "Whether a value is in a list, set or reference table; unknown when it has none.",
  arithmetic: "A sum, difference, product or quotient of numbers, or a date and a period.",
  negate: "The number with the other sign.",
};

type TypeField = "type" | "text" | "truth" | "year";

/** Every kind of type with its fields. */
export const TYPE_SHAPES: { readonly [Kind in Type["kind"]]: { readonly [field: string]: TypeField } } = {
  boolean: {},
  text: {},
  postcode: {},
  date: {},
  "partial-date": {},
  integer: {},
  decimal: {},
  period: {},
  code: { set: "text", year: "year" },
  record: { record: "text", year: "year" },
  row: { table: "text" },
  list: { of: "type", stream: "truth" },
  set: { name: "text", group: "truth" },
};
