import { DEFINITION_LINTS, type LintKind, RULE_LINTS } from "./lint-kinds.ts";
import type { ObjectShape, Shape, TextForm } from "./shapes.ts";

/** Shapes of everything a specification names: items, code sets, codes, tables … The loader, the edits and the editors' schema use these. */

const NAME: TextForm = { pattern: /^[A-Za-z_][A-Za-z0-9_.-]*$/, words: "a name (a letter, then letters, digits, - _ or .)" };
const CODE: TextForm = { pattern: /^\S{1,20}$/, words: "a code (up to 20 characters, no blanks)" };
const PERIOD: TextForm = { pattern: /^\d{4}-\d{2}(-q[1-4])?$/, words: "a period such as 2014-15 or 2014-15-q1" };
export const OCCURS: TextForm = { pattern: /^(0|[1-9]\d*)(\.\.([1-9]\d*|\*))?$/, words: 'a number of times such as "1", 0..1, 1..* or 0..366' };
/** Days that the calendar has, leap years included, so that the editors' schema refuses 30 February too. */
export const DATE: TextForm = {
  pattern:
    /^(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$/,
  words: "a date of the calendar such as 2014-03-31",
};

export function prose(about: string): Shape {
  return { kind: "text", about, use: "prose" };
}
export function date(about: string): Shape {
  return { kind: "text", about, form: DATE, use: "date" };
}
export function expression(about: string): Shape {
  return { kind: "text", about, use: "expression" };
}
export function names(about: string): Shape {
  return { kind: "list", about, of: { kind: "text", about: "a name" }, orSingle: true };
}

/** Likely mistakes that are none here, each with the reason. */
function meant(lints: Readonly<Partial<Record<LintKind, string>>>): Shape {
  return {
    kind: "object",
    about: "likely mistakes that are meant, each with why",
    fields: Object.fromEntries(Object.keys(lints).map((kind) => [kind, prose("why it is meant here")])),
  };
}

/** Where a fact comes from, and whether it was read or concluded. */
export const FACT_FIELDS = {
  source: names("keys of sources.yaml"),
  basis: { kind: "text", about: "whether the fact was read or concluded", oneOf: ["seen", "inferred"] },
  "seen-from": { kind: "text", about: "the first period in which a source shows it", form: PERIOD },
  note: prose("a note, shown with the fact"),
} as const satisfies Record<string, Shape>;

export const ONE_BASIS = { keys: ["basis", "seen-from"], why: "seen-from says from when the basis is seen." } as const;

const TYPE: Shape = { kind: "text", about: "a type such as date, text(1..10) or code(SET)" };

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

export const DEFINITION: ObjectShape = {
  kind: "object",
  about: "a definition that rules share",
  fields: {
    label: prose("a short name for people"),
    definition: prose("what it means"),
    for: { kind: "text", about: "the record it belongs to" },
    with: { kind: "map", about: "its parameters and their types", of: { kind: "text", about: "a type" } },
    is: expression("the expression"),
    optional: names("sources without which it still works"),
    meant: meant(DEFINITION_LINTS),
    ...FACT_FIELDS,
  },
  required: ["label", "is"],
  exclusive: [ONE_BASIS],
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

const RULE_ID: TextForm = { pattern: /^[A-Za-z0-9]+$/, words: "the id of a rule (letters and digits)" };

/** Values of an example: items, or lists and maps of them; dates such as "1 May". */
const EXAMPLE: Shape = { kind: "anything", about: "an example: names as the rule could write them, and their values" };
const SEVERITIES = ["error", "query", "warning"] as const;

const RULE_PART: ObjectShape = {
  kind: "object",
  about: "a part of a rule",
  fields: {
    for: { kind: "text", about: "what is checked" },
    when: expression("when the part applies"),
    check: expression("what must hold"),
    message: prose("what is wrong"),
    remedy: prose("what to do"),
    report: { kind: "list", about: "records to point at", of: expression("a record") },
  },
  required: ["check"],
};

export const RULE: ObjectShape = {
  kind: "object",
  about: "a rule",
  fields: {
    title: prose("what the rule is about, in a few words"),
    "first-id": {
      kind: "text",
      about: "the id under which it was first written, part of the ids of its cases; left out where it is still so named",
      form: RULE_ID,
    },
    severity: { kind: "text", about: "how grave a finding is", oneOf: SEVERITIES },
    for: {
      kind: "choice",
      about: "what is checked: a record, several, or variables",
      options: [
        { kind: "text", about: "a record or repeating item" },
        { kind: "list", about: "records", of: { kind: "text", about: "a record" } },
        { kind: "map", about: "variables and the lists they range over", of: expression("a list") },
      ],
    },
    within: { kind: "text", about: "the record inside which variables range, or values must differ" },
    let: { kind: "map", about: "names for expressions", of: expression("an expression") },
    when: expression("when the rule applies"),
    check: expression("what must hold"),
    unique: { kind: "list", about: "items that must differ between the records", of: { kind: "text", about: "an item" }, orSingle: true },
    parts: { kind: "list", about: "several checks under one id", of: RULE_PART },
    report: { kind: "list", about: "records to point at", of: expression("a record") },
    optional: names("sources without which the rule still runs"),
    formats: { kind: "list", about: "the formats in which the check exists", of: { kind: "text", about: "a format", oneOf: ["xml", "csv"] } },
    stage: { kind: "text", about: "the stage at which the Department runs it" },
    bypass: { kind: "flag", about: "true when the Department can bypass it" },
    origin: { kind: "text", about: "where the rule comes from, when it is not a rule of the Department" },
    "automatic-ok": { kind: "flag", about: "true when a note approves the query" },
    enforces: {
      kind: "list",
      about: "the structural checks that the rule states: item and kind",
      of: { kind: "text", about: "an item and a kind of structural finding", form: { pattern: /^\w+ [a-z]+$/, words: "an item and a kind, such as Sex code" } },
      orSingle: true,
    },
    message: prose("what is wrong, with {items}"),
    remedy: prose("what to do"),
    reading: prose("the reading chosen where the sources leave a choice"),
    meant: meant(RULE_LINTS),
    passes: { kind: "map", about: "examples that pass", of: EXAMPLE },
    fails: { kind: "map", about: "examples that fail", of: EXAMPLE },
    "not-testable": prose("why no machine can check it"),
    ...FACT_FIELDS,
  },
  required: ["title", "severity", "message", "remedy"],
  exclusive: [
    ONE_BASIS,
    { keys: ["check", "unique"], why: "A rule checks something or asks for different values." },
    { keys: ["check", "parts"], why: "The checks stand in the parts." },
    { keys: ["check", "not-testable"], why: "Either a machine can check it or not." },
  ],
};

/** Several rules written as one; the loader sees its members, editors see this. */
export const FAMILY: ObjectShape = {
  ...RULE,
  about: "a family of rules: one rule for many ids",
  fields: {
    ...RULE.fields,
    family: {
      kind: "map",
      about: "the ids, each with the values of the $names and what else differs",
      of: { kind: "map", about: "values of the $names, and fields of the rule", of: { kind: "anything", about: "a value" } },
      keyForm: RULE_ID,
    },
  },
  required: ["family"],
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
export { CODE, NAME, PERIOD };
