import { checkExpression, type Scope } from "../../generators/language/check-expression.ts";
import { parseExpression } from "../../generators/language/parse.ts";
import type { DefinitionSchema, ItemSchema, LanguageSchema, RecordSchema } from "../../generators/language/schema.ts";
import { type SentenceLabels, type SentencePart, type SentenceTarget, sentenceOfRule } from "../../generators/language/sentence.ts";
import type { Typed } from "../../generators/language/typed.ts";
import type { Type } from "../../generators/language/types.ts";
import { CheckedDefinitions } from "../../generators/rules/checked-definitions.ts";

const date: Type = { kind: "date" };
const text: Type = { kind: "text" };
const code = (set: string): Type => ({ kind: "code", set, year: 0 });

/** Items by name: label and type; a star after the name makes it repeat. */
type Items = Readonly<Record<string, readonly [string, Type]>>;

const RECORDS: readonly (readonly [path: string, label: string, single: boolean, orderedBy: readonly string[], items: Items])[] = [
  ["Return", "Example return", true, [], { Day: ["Reference date", date] }],
  [
    "Return/Child",
    "Child",
    false,
    [],
    {
      Id: ["Child identifier", text],
      Upn: ["UPN", text],
      Birth: ["Date of birth", date],
      Death: ["Date of death", date],
      Sex: ["Sex", code("SEX")],
      "Disability*": ["Disability", code("DISABILITY")],
    },
  ],
  ["Return/Child/Health", "Outcomes", true, [], { Checks: ["Health checks up to date", code("YESNO")], Convicted: ["Convicted or cautioned", code("YESNO")] }],
  [
    "Return/Child/Stay",
    "Stay",
    false,
    ["Start"],
    {
      Start: ["Stay start date", date],
      End: ["Stay end date", date],
      Reason: ["Reason for closure", code("REASON")],
      Place: ["Placement type", code("PLACE")],
      Urn: ["URN of the provider", text],
      Away: ["Distance from home", { kind: "decimal" }],
      Moves: ["Number of moves", { kind: "integer" }],
      Refused: ["Offer refused", { kind: "boolean" }],
    },
  ],
  [
    "Return/Child/Stay/Plan",
    "Child in need plan",
    false,
    ["Began"],
    { Began: ["Child in need plan start date", date], Ended: ["Child in need plan end date", date] },
  ],
  ["Return/Child/Stay/Enquiry", "Section 47 enquiry", false, [], { Opened: ["Section 47 enquiry start date", date], Met: ["Conference date", date] }],
  ["Return/Child/Stay/Reviews", "Reviews", true, [], { "Review*": ["Review date", date] }],
];

const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SEX: { F: "Female", M: "Male", U: "Unknown" },
  DISABILITY: { NONE: "No disability", HAND: "Hand function", MOB: "Mobility" },
  YESNO: { "0": "No", "1": "Yes" },
  REASON: { R1: "Adopted", R2: "Died", R8: "Closed after assessment", R9: "Referred elsewhere" },
  PLACE: { A1: "Foster carer", A2: "Kinship carer", B1: "Home", B2: "Hostel", C1: "School", C2: "Hospital", D1: "Other" },
};

const GROUPS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  REASON: { "after assessment": ["R8", "R9"] },
  PLACE: { "foster care": ["A1", "A2"], "no URN": ["B1", "B2", "C1", "C2", "D1", "A2"] },
};

const DEFINITIONS: readonly (readonly [key: string, label: string, is: string, parameters?: DefinitionSchema["parameters"]])[] = [
  ["in_year", "In the year", "between(d, collection.start, collection.end)", [{ name: "d", type: date }]],
  ["Return#children", "Children", "Child.size()"],
  ["Return/Child#not_known", "Sex not known", 'same(Sex, "U")'],
  ["Return/Child#turns", "Birthday", "birthday(Birth, n)", [{ name: "n", type: { kind: "integer" } }]],
  ["Return/Child#spells", "Periods of care", "Stay.runs(a, b, b.Start == a.End)"],
  ["Return/Child/Stay#short_break", "Short break", 'present(Place) && Place == "B2"'],
  ["Return/Child/Stay#ends", "Last day of the stay", "first_present(End, collection.end)"],
  ["Return/Child/Stay#open_on", "Open", "Start <= d && (absent(End) || d <= End)", [{ name: "d", type: date }]],
  ["Return/Child/Stay*#began", "First day of the period", "this.first().Start"],
];

function recordOf([path, , single, orderedBy, items]: (typeof RECORDS)[number]): RecordSchema {
  const list = Object.entries(items).map(([key, [, type]]): [string, ItemSchema] => {
    const name = key.replace("*", "");
    return [name, { name, path: `${path}/${name}`, type, repeats: key.endsWith("*") }];
  });
  const cut = path.lastIndexOf("/");
  const groups = RECORDS.map(([other]) => other).filter((other) => other.slice(0, Math.max(0, other.lastIndexOf("/"))) === path && other !== path);
  return { path, name: path.slice(cut + 1), parent: cut === -1 ? null : path.slice(0, cut), single, items: new Map(list), groups, orderedBy };
}

function definitionOf([key, , is, parameters = []]: (typeof DEFINITIONS)[number]): [string, DefinitionSchema] {
  const [owner = "", name] = key.includes("#") ? key.split("#") : ["", key];
  const record = owner.replace("*", "");
  return [key, { name: name ?? key, owner: owner === "" ? null : { record, isList: owner.endsWith("*") }, parameters, text: is, optional: [] }];
}

function schemaWith(earlier: LanguageSchema["earlier"]): LanguageSchema {
  return {
    root: "Return",
    child: "Return/Child",
    records: new Map(RECORDS.map(recordOf).map((record) => [record.path, record])),
    codeSets: new Map(
      Object.entries(CODES).map(([name, codes]) => [name, { codes: new Set(Object.keys(codes)), groups: new Map(Object.entries(GROUPS[name] ?? {})) }]),
    ),
    definitions: new Map(DEFINITIONS.map(definitionOf)),
    tables: new Map([["providers", new Map<string, Type>([["Places", { kind: "list", of: text, stream: false }]])]]),
    earlier,
  };
}

/** A small made-up collection in which every construct of the language can be used. */
export const SCHEMA: LanguageSchema = schemaWith({ 1: schemaWith({ 1: null, 2: null }), 2: schemaWith({ 1: null, 2: null }) });

const definitions = { 0: new CheckedDefinitions(SCHEMA, 0), 1: new CheckedDefinitions(SCHEMA, 1), 2: new CheckedDefinitions(SCHEMA, 2) };

const labelOf = new Map(
  RECORDS.flatMap(([path, label, , , items]): [string, string][] => [
    [path, label],
    ...Object.entries(items).map(([name, [words]]): [string, string] => [`${path}/${name.replace("*", "")}`, words]),
  ]),
);

export const LABELS: SentenceLabels = {
  record: (path) => labelOf.get(path) ?? null,
  item: (path) => labelOf.get(path) ?? null,
  codeSet: (name) => ({ SEX: "Sex", DISABILITY: "Disability", PLACE: "Placement types" })[name] ?? null,
  code: (set, value) => CODES[set]?.[value] ?? null,
  definition: (name, year) => {
    const found = definitions[year].get(name);
    const label = DEFINITIONS.find(([key]) => key === name)?.[1] ?? name;
    return found === null ? null : { label, body: found.body, parameters: found.schema.parameters.map((parameter) => parameter.name) };
  },
  table: (name) => name,
  period: "year",
};

/** A rule as the tables of the tests write it. */
export interface RuleText {
  /** Path of a record, or of a repeating item; with `variables`, of the record they range in. */
  readonly for: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly let?: Readonly<Record<string, string>>;
  readonly when?: string;
  readonly check?: string;
  readonly unique?: string;
  readonly within?: string;
}

/** The checked parts of a rule of the made-up collection. */
export function checkedPart(rule: RuleText): SentencePart {
  const path = `Return${rule.for === "Return" ? "" : `/${rule.for}`}`;
  const isEntry = !SCHEMA.records.has(path);
  const record = isEntry ? path.slice(0, path.lastIndexOf("/")) : path;
  const range = { start: 0, end: 0 };
  const self: Typed = { op: "variable", name: "this", type: { kind: "record", record, year: 0 }, range };
  const item = SCHEMA.records.get(record)?.items.get(path.slice(path.lastIndexOf("/") + 1));
  const variables = new Map<string, Typed>();
  const scope: Scope = {
    schema: SCHEMA,
    year: 0,
    self,
    entry: isEntry && item !== undefined ? { name: item.name, value: { op: "variable", name: "#entry", type: item.type, range } } : null,
    variables,
    definition: (key, year) => definitions[0].describe(key, year),
  };
  const check = (source: string): Typed => {
    const parsed = parseExpression(source);
    const result = "problem" in parsed ? parsed : checkExpression(parsed.expression, scope);
    if ("problem" in result) throw new Error(`${source}: ${result.problem.message}`);
    return result.typed;
  };
  const lists = Object.entries(rule.variables ?? {}).map(([name, source]) => ({ name, list: check(source) }));
  for (const { name, list } of lists) if (list.type.kind === "list") variables.set(name, { op: "variable", name, type: list.type.of, range });
  const lets = Object.entries(rule.let ?? {}).map(([name, source]) => {
    const is = check(source);
    variables.set(name, { op: "variable", name, type: is.type, range });
    return { name, is };
  });
  const target: SentenceTarget =
    lists.length > 0 ? { kind: "variables", within: record, variables: lists } : isEntry ? { kind: "entry", record, item: path } : { kind: "record", record };
  return {
    target,
    let: lets,
    when: rule.when === undefined ? null : check(rule.when),
    check: rule.check === undefined ? null : check(rule.check),
    unique: rule.unique === undefined ? [] : [check(rule.unique)],
    uniqueWithin: rule.within === undefined ? null : `Return/${rule.within}`,
  };
}

/** The sentence of a rule of the made-up collection, with one part or several. */
export function sentenceOf(...rules: readonly RuleText[]): string {
  return sentenceOfRule({ parts: rules.map(checkedPart) }, LABELS);
}
