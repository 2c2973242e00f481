import { CODE, FACT_FIELDS, NAME, OCCURS, ONE_BASIS, TYPE, date, expression, prose } from "./entity-fields.ts";
import { DEFINITION, RULE } from "./rule-entities.ts";
import { REFERENCE_TABLE, TABLE } from "./table-entities.ts";
import type { ObjectShape, Shape } from "./shapes.ts";

/** Shapes of everything a specification names: items, code sets, codes, tables … The loader, the edits and the editors' schema use these. */

const PUBLISHED_ITEM: ObjectShape = {
  kind: "object",
  about: "how the public schema differs",
  fields: {
    occurs: { kind: "text", about: "how often, in the public schema", form: OCCURS },
    type: TYPE,
    codes: { kind: "list", about: "the codes of the public schema", of: { kind: "text", about: "a code" } },
    absent: { kind: "flag", about: "true when the public schema does not have it" },
  },
};

export const ITEM: ObjectShape = {
  kind: "object",
  about: "a record or an item",
  fields: {
    occurs: { kind: "text", about: "how often it occurs", form: OCCURS },
    type: TYPE,
    cbds: { kind: "text", about: "the number in the common basic data set", form: { pattern: /^N\d{5}$/, words: "a CBDS number such as N00105" } },
    label: prose("a short name for people"),
    definition: prose("what it is, in a sentence or two"),
    guidance: prose("when and how to record it"),
    module: prose("the module of the return it belongs to"),
    xml: { kind: "text", about: "its tag, or inline, or none" },
    "not-in-tables": prose("why no table has it, where the return has tables"),
    empty: { kind: "flag", about: "true when the element may be given empty" },
    neutral: { kind: "text", about: "its value in the neutral carrier of examples; dates as in examples" },
    derived: expression("the expression that computes it"),
    "ordered-by": { kind: "list", about: "what orders the records", of: expression("an item or expression") },
    lasts: {
      kind: "object",
      about: "for a record that has a time: when it begins and what says that it ended",
      fields: {
        from: { kind: "text", about: "the item with its first day" },
        to: {
          kind: "list",
          about: "the item with its last day, and what else is given only when it has ended",
          of: { kind: "text", about: "an item" },
          orSingle: true,
        },
      },
      required: ["from"],
    },
    published: PUBLISHED_ITEM,
    ...FACT_FIELDS,
    contains: { kind: "map", about: "the items and records inside", of: { kind: "reference", about: "an item", to: () => ITEM, name: "item" }, keyForm: NAME },
  },
  required: ["occurs", "label", "definition"],
  exclusive: [ONE_BASIS, { keys: ["contains", "type"], why: "contains makes a record, type an item." }],
};

export const CODE_ENTRY: ObjectShape = {
  kind: "object",
  about: "a code",
  fields: {
    label: prose("what the code means"),
    "official-label": prose("the full official wording"),
    "label-basis": { kind: "text", about: "inferred when the label is not an official one", oneOf: ["inferred"] },
    "use-when": prose("when to use the code"),
    "do-not-use-when": prose("when not to use it"),
    "publish-as": { kind: "text", about: "the code under which it is published" },
    "from-date": date("the first date it may be used for"),
    "to-date": date("the last date it may be used for"),
    tolerated: prose("why the schemas accept a code that is no longer official"),
    published: { kind: "text", about: "only or absent: whether just the public schema has it, or just the specification", oneOf: ["only", "absent"] },
    ...FACT_FIELDS,
  },
  required: ["label"],
  exclusive: [ONE_BASIS],
};

const CODE_LIST: Shape = { kind: "list", about: "codes", of: { kind: "text", about: "a code", form: CODE } };

export const CODE_SET: ObjectShape = {
  kind: "object",
  about: "a code set",
  fields: {
    label: prose("the name of the set"),
    definition: prose("what the codes say"),
    "from-table": { kind: "text", about: "a dated common table whose codes in force on the reference date belong to the set", form: NAME },
    ranges: {
      kind: "list",
      about: "codes without labels, single or as ranges",
      of: { kind: "text", about: "a code or a range", form: { pattern: /^\d+(-\d+)?$/, words: "a number or a range such as 001-005" } },
    },
    codes: {
      kind: "map",
      about: "the codes",
      of: { kind: "choice", about: "a label or the fields of a code", options: [prose("a label"), CODE_ENTRY] },
      keyForm: CODE,
    },
    groups: { kind: "map", about: "named groups of the codes", of: CODE_LIST },
    ...FACT_FIELDS,
  },
  required: ["label"],
  exclusive: [ONE_BASIS],
};

export const TYPE_ENTRY: ObjectShape = {
  kind: "object",
  about: "a named type or pattern",
  fields: {
    pattern: expression("a regular expression"),
    is: TYPE,
    label: prose("a short name for people"),
    definition: prose("what it is"),
    ...FACT_FIELDS,
  },
  required: ["label"],
  exclusive: [ONE_BASIS, { keys: ["pattern", "is"], why: "A type is a pattern or made of other types." }],
};

export const DOCUMENTED: ObjectShape = {
  kind: "object",
  about: "an indicator or a cohort",
  fields: { label: prose("its name"), definition: prose("what it counts"), ...FACT_FIELDS },
  required: ["label", "definition"],
  exclusive: [ONE_BASIS],
};

export const QUESTION: ObjectShape = {
  kind: "object",
  about: "a question that authorities ask",
  fields: {
    question: prose("the question"),
    answer: prose("the answer; left out while the question is open"),
    example: prose("a coded example"),
    ...FACT_FIELDS,
  },
  required: ["question"],
  exclusive: [ONE_BASIS],
};

export const CROSSWALK_STEP: Shape = {
  kind: "choice",
  about: "the new code, a list of them, or a map with to, default and note",
  options: [
    { kind: "text", about: "the new code", form: CODE },
    { kind: "list", about: "the new codes", of: { kind: "text", about: "a code", form: CODE }, mayBeEmpty: true },
    {
      kind: "object",
      about: "where the code goes",
      fields: {
        to: { kind: "list", about: "the new codes", of: { kind: "text", about: "a code", form: CODE }, mayBeEmpty: true },
        default: { kind: "text", about: "the new code when nothing more is known", form: CODE },
        ...FACT_FIELDS,
      },
      required: ["to"],
      exclusive: [ONE_BASIS],
    },
  ],
};

/** The kinds of named entries a specification has, with the file of a base that holds them. */
export const SECTIONS = {
  items: { file: "items.yaml", entry: ITEM, kind: "item" },
  codesets: { file: "codesets.yaml", entry: CODE_SET, kind: "code set" },
  types: { file: "types.yaml", entry: TYPE_ENTRY, kind: "type" },
  tables: { file: "tables.yaml", entry: TABLE, kind: "table" },
  "reference-tables": { file: "reference-tables.yaml", entry: REFERENCE_TABLE, kind: "reference table" },
  definitions: { file: "definitions.yaml", entry: DEFINITION, kind: "definition" },
  cohorts: { file: "indicators.yaml", entry: DOCUMENTED, kind: "cohort" },
  indicators: { file: "indicators.yaml", entry: DOCUMENTED, kind: "indicator" },
  questions: { file: "questions.yaml", entry: QUESTION, kind: "question" },
  rules: { file: "rules/", entry: RULE, kind: "rule" },
} as const satisfies Record<string, { file: string; entry: ObjectShape; kind: string }>;

export type SectionName = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];
