import type { DateForm } from "../specification/model.ts";
import { printYaml, type YamlFields, type YamlValue } from "../specification/print-yaml.ts";
import { entries, flag, type MaybeField, section, short } from "../specification/rebase-fields.ts";
import type { ElementDeclaration, Note, SchemaSet } from "../xsd-reader/model.ts";
import { reachableFrom } from "../xsd-reader/reachable.ts";
import { writesUkDates } from "./item-types.ts";
import { createNamedValues, type ImportedCode, type ImportedCodes, type ImportedPattern } from "./named-values.ts";
import { type ImportedNode, isName, readTree } from "./read-tree.ts";
import { describe, nameInWords } from "./words.ts";

export interface ImportOptions {
  readonly collection: string;
  readonly period: string;
}

export interface ImportedSpecification {
  /** Text by path below the folder that holds `specs/`. */
  readonly files: ReadonlyMap<string, string>;
  /** What the language cannot say, and where the schema says it. */
  readonly notes: readonly Note[];
}

/** A return has a few hundred items. Types that hold each other, as those of texts do, are far more when they are written out as a tree. */
const MOST_NODES = 5000;

/** A return has no more records inside one another. */
const MOST_DEEP = 100;

/** A schema that is none of a return. */
export class ImportProblem extends Error {}

const COMMENT = ["A starter specification, made by returnspec import. What could not be taken over is said in notes."];

/** A specification made from a schema: never stricter than the schema, looser where the language has no words for it. */
export function importSchema(schema: SchemaSet, root: ElementDeclaration, { collection, period }: ImportOptions): ImportedSpecification {
  const notes: Note[] = [...schema.notes];
  const values = createNamedValues();
  const dates: DateForm = reachableFrom([root.type]).some((one) => one.kind === "simple" && writesUkDates(one)) ? "dd/mm/yyyy" : "yyyy-mm-dd";
  let nodes = 0;
  const count = (depth: number): void => {
    nodes += 1;
    if (depth > MOST_DEEP)
      throw new ImportProblem(`${root.name.local} holds elements more than ${MOST_DEEP} deep in one another: this is no schema of a return.`);
    if (nodes > MOST_NODES)
      throw new ImportProblem(`${root.name.local} has more than ${MOST_NODES} elements when it is written out as a tree: this is no schema of a return.`);
  };
  const tree = readTree(root, { schema, values, dates, note: (place, text) => void notes.push({ place, text }), count });
  if (tree.value !== null) throw new ImportProblem(`${root.name.local} is no root of a return: it holds no elements that the language has words for.`);
  if (!isName(tree.name)) throw new ImportProblem(`${root.name.local} is no root of a return: names in the language are of ASCII letters, digits, - _ and .`);
  const general = generalNotes(schema, root);
  for (const text of general) notes.push({ place: root.place, text });
  const [entry = ""] = schema.files;
  const folder = `specs/${collection}/${period}`;
  const files: readonly (readonly [string, YamlFields])[] = [
    ["release.yaml", releaseFile(schema, tree, { collection, period }, dates, general)],
    ["items.yaml", entries([[tree.name, nodeEntry(tree, null)]])],
    ["codesets.yaml", entries(values.codeSets().map((set) => [set.name, codeSetEntry(set)]))],
    ["types.yaml", entries(values.patterns().map((pattern) => [pattern.name, patternEntry(pattern)]))],
    ["sources.yaml", entries([["schema", `The schema ${entry}, from which this specification was imported`]])],
  ];
  return {
    files: new Map(files.filter(([, { fields }]) => fields.length > 0).map(([name, fields]) => [`${folder}/${name}`, printYaml(fields, COMMENT)])),
    notes: unique(notes),
  };
}

/** What concerns the whole of the schema. */
function generalNotes(schema: SchemaSet, root: ElementDeclaration): readonly string[] {
  const others = [...schema.elements.values()].filter((element) => element !== root && !element.abstract).length;
  return [
    ...(root.name.namespace === ""
      ? []
      : [`The namespace ${root.name.namespace} is left out: the language has none, so documents of the schema do not fit the schemas made from this.`]),
    ...(others > 0 && schema.elements.size > 1
      ? [
          `The root is ${root.name.local}; what else the schema declares (${others === 1 ? "one more global element" : `${others} more global elements`}) is taken over only where it stands in it.`,
        ]
      : []),
  ];
}

function releaseFile(schema: SchemaSet, tree: ImportedNode, { collection, period }: ImportOptions, dates: DateForm, general: readonly string[]): YamlFields {
  const [start, end] = daysOf(period);
  const { label } = describe(schema.documentation, nameInWords(tree.name));
  return entries([
    ["collection", collection],
    ["period", period],
    ["start", start],
    ["end", end],
    ["reference-date", end],
    ["status", "draft"],
    [
      "versions",
      entries([
        [
          "1.0",
          short([
            ["date", start],
            ["what", "Imported from a schema"],
          ]),
        ],
      ]),
    ],
    ["notes", general],
    ["title", tree.label === nameInWords(tree.name) ? label : tree.label],
    ["formats", ["xml"]],
    ["lexical", short([["date", dates]])],
    ["published-schema", short([["none", "This specification was itself made from a schema."]])],
  ]);
}

/** The days of a period: years begin on 1 April, a quarter has three months. */
function daysOf(period: string): readonly [start: string, end: string] {
  const [, year = "2000", quarter] = /^(\d{4})-\d{2}(?:-q([1-4]))?$/.exec(period) ?? [];
  const next = String(Number(year) + 1).padStart(4, "0");
  const quarters: Readonly<Record<string, readonly [string, string]>> = {
    "1": [`${year}-04-01`, `${year}-06-30`],
    "2": [`${year}-07-01`, `${year}-09-30`],
    "3": [`${year}-10-01`, `${year}-12-31`],
    "4": [`${next}-01-01`, `${next}-03-31`],
  };
  return quarters[quarter ?? ""] ?? [`${year}-04-01`, `${next}-03-31`];
}

function nodeEntry(node: ImportedNode, enclosing: ImportedNode | null): YamlFields {
  const basis = node.isInferred ? "inferred" : "seen";
  const isSame = enclosing !== null && enclosing.isInferred === node.isInferred;
  return entries([
    ["occurs", node.minimum === node.maximum ? String(node.minimum) : `${node.minimum}..${node.maximum ?? "*"}`],
    ...(node.value === null ? [] : ([["type", node.value.type], ["cbds", node.cbds], flag("empty", node.value.mayBeEmpty)] satisfies MaybeField[])),
    ["label", node.label],
    ["definition", node.definition],
    ["note", node.losses.length === 0 ? null : `Other than in the schema: ${[...new Set(node.losses)].join("; ")}.`],
    ["source", enclosing === null ? ["schema"] : null],
    ["basis", isSame ? null : basis],
    ["xml", node.isInline ? "inline" : null],
    ...section("contains", entries(node.contains.map((inner) => [inner.name, nodeEntry(inner, node)]))),
  ]);
}

function codeSetEntry({ label, definition, isInferred, codes }: ImportedCodes): YamlFields {
  return entries([
    ["label", label],
    ["definition", definition ?? "Taken from the schema."],
    ["source", ["schema"]],
    ["basis", isInferred ? "inferred" : "seen"],
    ["codes", entries(codes.map((code) => [code.code, codeEntry(code)]))],
  ]);
}

function codeEntry({ label, isLabelInferred, tolerated }: ImportedCode): YamlValue {
  if (!isLabelInferred && tolerated === null) return label;
  return short([
    ["label", label],
    ["label-basis", isLabelInferred ? "inferred" : null],
    ["tolerated", tolerated],
  ]);
}

function patternEntry({ pattern, label, definition, isInferred }: ImportedPattern): YamlFields {
  return entries([
    ["pattern", pattern],
    ["label", label],
    ["definition", definition ?? "Taken from the schema."],
    ["source", ["schema"]],
    ["basis", isInferred ? "inferred" : "seen"],
  ]);
}

function unique(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
