import { FACT_FIELDS, ONE_BASIS, expression, meant, names, prose } from "./entity-fields.ts";
import { DEFINITION_LINTS, RULE_LINTS } from "./lint-kinds.ts";
import type { ObjectShape, Shape, TextForm } from "./shapes.ts";

/** Shapes of rules and of the definitions that they share. */

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
