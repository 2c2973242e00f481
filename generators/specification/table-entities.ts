import { FACT_FIELDS, NAME, OCCURS, ONE_BASIS, prose } from "./entity-fields.ts";
import type { ObjectShape } from "./shapes.ts";

/** Shapes of the tables of a return, and of those that rules look things up in. */

export const COLUMN: ObjectShape = {
  kind: "object",
  about: "a column",
  fields: {
    item: { kind: "text", about: "the item the column holds" },
    copies: { kind: "text", about: "the item that the column repeats as a check" },
    required: { kind: "flag", about: "true when the column must be there" },
    differs: { kind: "text", about: "the id under which a copy that differs is reported" },
    identifies: { kind: "text", about: "the record that the column tells from others of its kind: the row's own, or one around it" },
    ...FACT_FIELDS,
  },
  exclusive: [
    ONE_BASIS,
    { keys: ["item", "copies"], why: "A column holds an item or repeats one." },
    { keys: ["item", "identifies"], why: "What identifies a record is no item of the return." },
    { keys: ["copies", "identifies"], why: "What identifies a record is no item of the return." },
  ],
};

export const TABLE: ObjectShape = {
  kind: "object",
  about: "a CSV table",
  fields: {
    label: prose("the name of the table"),
    definition: prose("what a row is"),
    record: { kind: "text", about: "the record that a row is" },
    rows: { kind: "text", about: "the rows a child may have", form: OCCURS },
    columns: { kind: "map", about: "the columns in order", of: COLUMN, keyForm: NAME },
    implied: { kind: "map", about: "values that a row implies", of: { kind: "text", about: "a value" } },
    instead: {
      kind: "object",
      about: "the columns of another table that may hold what the rows of this one say",
      fields: {
        table: { kind: "text", about: "the table with these columns" },
        cell: { kind: "text", about: "the column whose cells hold all entries, separated by semicolons", form: NAME },
        columns: { kind: "text", about: "how the names of the columns begin of which each stands for a code", form: NAME },
      },
      required: ["table", "cell"],
    },
    findings: {
      kind: "object",
      about: "the ids under which the form of the rows is reported",
      fields: {
        orphan: { kind: "text", about: "a row of a child that the table with the key does not have" },
        repeated: { kind: "text", about: "more rows for a child than there may be" },
      },
    },
    ...FACT_FIELDS,
  },
  required: ["label", "record", "rows", "columns"],
  exclusive: [ONE_BASIS],
};

export const REFERENCE_COLUMN: ObjectShape = {
  kind: "object",
  about: "a column of a reference table",
  fields: {
    type: { kind: "text", about: "a type: text, date, integer, decimal, postcode, code(SET), or a list such as list of code(SET)" },
    label: prose("a short name for people"),
    definition: prose("what it is"),
    optional: { kind: "flag", about: "true when a file may do without the column" },
    neutral: { kind: "text", about: "its value in the row that the neutral carrier of examples has" },
    headings: {
      kind: "list",
      about: "other headings under which files have it, best first; # stands for any digit",
      of: { kind: "text", about: "a heading" },
    },
    values: {
      kind: "map",
      about: "other values of files and the code that each stands for; # stands for any digit",
      of: { kind: "text", about: "a code" },
    },
    without: { kind: "list", about: "other values of files that stand for no code; # stands for any digit", of: { kind: "text", about: "a value" } },
    ...FACT_FIELDS,
  },
  required: ["type", "label"],
  exclusive: [ONE_BASIS],
};

export const REFERENCE_TABLE: ObjectShape = {
  kind: "object",
  about: "a table that the user supplies and rules look things up in",
  fields: {
    label: prose("the name of the table"),
    definition: prose("what a row is"),
    guidance: prose("where to get it"),
    key: { kind: "text", about: "the column that rows are looked up by" },
    coordinates: { kind: "list", about: "the columns with metres to the east and to the north", of: { kind: "text", about: "a column" } },
    columns: { kind: "map", about: "the columns in order", of: REFERENCE_COLUMN, keyForm: NAME },
    ...FACT_FIELDS,
  },
  required: ["label", "definition", "key", "columns"],
  exclusive: [ONE_BASIS],
};
