import { allNodes } from "./build-items.ts";
import { formatCellType, formatItemType, type ItemType } from "./item-type.ts";
import type {
  Code,
  CodeSet,
  Crosswalk,
  DocumentedEntry,
  Fact,
  ItemNode,
  NamedType,
  Occurs,
  RecordNode,
  ReferenceTable,
  Release,
  Table,
  TreeNode,
} from "./model.ts";
import { printYaml, type YamlFields, type YamlValue } from "./print-yaml.ts";
import { entries, expression, factFields, flag, given, type MaybeField, meantField, named, noteAndFacts, section, short } from "./rebase-fields.ts";
import { rulesFile } from "./rebase-rules.ts";

const COMMON = "specs/common/";

/**
 * A release as a base: the files of a folder that has no `extends` and no changes, and that resolves to the same model. What is left behind is
 * how it came about: histories, changes, corrections. Facts are printed where they differ from those of what encloses them.
 * @param comment lines without a comment marker, printed at the top of each file
 * @returns text by path below the folder, in the order of the language's documentation; files that would be empty are left out
 */
export function rebaseRelease(release: Release, comment: readonly string[] = []): ReadonlyMap<string, string> {
  const ownTypes = [...release.types.values()].filter((type) => !type.origin.span.file.path.startsWith(COMMON));
  const files: readonly (readonly [string, YamlFields])[] = [
    ["release.yaml", factsFile(release)],
    ["items.yaml", entries([[release.root.name, nodeEntry(release.root, null, release)]])],
    ["codesets.yaml", named([...release.codeSets.values()], codeSetEntry)],
    ["types.yaml", named(ownTypes, typeEntry)],
    ["tables.yaml", named(release.tables, (table) => tableEntry(table, release))],
    ["reference-tables.yaml", named(release.referenceTables, referenceTableEntry)],
    ["definitions.yaml", named(release.definitions, definitionEntry)],
    ["rules/rules.yaml", rulesFile(release.rules)],
    ["indicators.yaml", entries([...section("cohorts", named(release.cohorts, documented)), ...section("indicators", named(release.indicators, documented))])],
    ["questions.yaml", named(release.questions, questionEntry)],
    [
      "crosswalks.yaml",
      named(
        [...release.crosswalks.values()].map((crosswalk) => ({ name: crosswalk.set, ...crosswalk })),
        crosswalkEntry,
      ),
    ],
    ["sources.yaml", entries([...release.sources])],
  ];
  return new Map(files.filter(([, { fields }]) => fields.length > 0).map(([name, fields]) => [name, printYaml(fields, comment)]));
}

function factsFile(release: Release): YamlFields {
  const { window, evidence, xml, publishedSchema: published, child } = release;
  return entries([
    ["collection", release.collection],
    ["period", release.period],
    ["start", release.start],
    ["end", release.end],
    ["reference-date", release.referenceDate],
    ["status", release.status],
    flag("live", release.live),
    [
      "versions",
      entries(
        release.versions.map(({ version, date, what }) => [
          version,
          short([
            ["date", date],
            ["what", what],
          ]),
        ]),
      ),
    ],
    ["window", window === null ? null : short([["opens", window.opens], ["load-by", window.loadBy], ["submit-by", window.submitBy], ...noteAndFacts(window)])],
    ["publications", release.publications.map((publication) => short([["date", publication.date], ["what", publication.what], ...noteAndFacts(publication)]))],
    ["evidence", evidence === null ? null : entries([["text", evidence.text], ...noteAndFacts(evidence)])],
    ["notes", release.notes],
    ["title", release.title],
    ["formats", release.formats],
    ["lexical", short([["date", release.lexical.date]])],
    [
      "child",
      child === null
        ? null
        : short([
            ["record", shortName(child.record, release.root)],
            ["key", shortName(child.key, release.root)],
          ]),
    ],
    ["xml", xml === null ? null : entries([["encoding", xml.encoding], ...noteAndFacts(xml)])],
    [
      "published-schema",
      published.kind === "none"
        ? short([["none", published.why]])
        : entries([["follows", published.name], ["publisher", published.publisher === "" ? null : published.publisher], ...noteAndFacts(published)]),
    ],
  ]);
}

/** The end of a node's path that is enough to find it; `taken` says which names mean something else where it is written. */
function shortName(node: TreeNode, root: RecordNode, taken: (name: string) => boolean = () => false): string {
  const steps = node.path.split("/");
  const paths = allNodes(root).map(({ path }) => path);
  for (let count = 1; count < steps.length; count += 1) {
    const name = steps.slice(-count).join("/");
    if (!taken(name) && paths.filter((path) => path === name || path.endsWith(`/${name}`)).length === 1) return name;
  }
  return node.path;
}

function occursText({ minimum, maximum }: Occurs): string {
  return minimum === maximum ? String(minimum) : `${minimum}..${maximum ?? "*"}`;
}

/** The name of the type where it has one that says more than what it is made of. */
function typeText(type: ItemType, release: Release): string {
  const text = formatItemType(type);
  if (type.kind !== "one-of") return text;
  return [...release.types.values()].find((candidate) => candidate.pattern === null && formatItemType(candidate.is) === text)?.name ?? text;
}

function nodeEntry(node: TreeNode, enclosing: Fact | null, release: Release): YamlFields {
  return entries([
    ["occurs", occursText(node.occurs)],
    ...(node.kind === "item" ? itemFields(node, release) : []),
    ["label", node.label],
    ["definition", node.definition],
    ["guidance", node.guidance],
    ["note", node.note],
    ["module", node.module],
    ...factFields(node, enclosing),
    ["xml", node.kind === "item" && node.derived !== null ? null : xmlText(node)],
    ["not-in-tables", node.notInTables],
    ...section("published", publishedFields(node, release)),
    ...(node.kind === "record" ? recordFields(node, release) : []),
  ]);
}

function itemFields(node: ItemNode, release: Release): MaybeField[] {
  return [
    ["type", typeText(node.type, release)],
    ["cbds", node.cbds],
    flag("empty", node.emptyAllowed),
    ["neutral", node.neutral],
    ["derived", node.derived === null ? null : expression(node.derived)],
  ];
}

function recordFields(node: RecordNode, release: Release): MaybeField[] {
  return [
    ["ordered-by", node.orderedBy.map(expression)],
    ...(node.lasts === null
      ? []
      : section(
          "lasts",
          short([
            ["from", node.lasts.from],
            ["to", node.lasts.to],
          ]),
        )),
    ["contains", entries(node.contains.map((child) => [child.name, nodeEntry(child, node, release)]))],
  ];
}

/** null where the tag is the name, which goes without saying. */
function xmlText({ name, xml }: TreeNode): string | null {
  if (xml.kind !== "element") return xml.kind;
  return xml.tag === name ? null : xml.tag;
}

function publishedFields(node: TreeNode, release: Release): YamlFields {
  const { published } = node;
  const type = node.kind === "record" || published.type === null ? null : formatItemType(published.type);
  return short([
    flag("absent", published.absent),
    ["occurs", occursText(published.occurs) === occursText(node.occurs) ? null : occursText(published.occurs)],
    ["type", published.type === null || (node.kind === "item" && type === formatItemType(node.type)) ? null : typeText(published.type, release)],
    ["codes", published.codes],
  ]);
}

function codeSetEntry(set: CodeSet): YamlFields {
  // The codes of ranges have no label; those of a dated table were written there. Both come back by themselves.
  const table = `${COMMON}${set.fromTable ?? ""}.yaml`;
  const own = set.codes.filter((code) => code.label !== null && code.origin.span.file.path !== table);
  return entries([
    ["label", set.label],
    ["definition", set.definition],
    ...noteAndFacts(set),
    ["from-table", set.fromTable],
    ["ranges", set.ranges],
    ...section("codes", entries(own.map((code) => [code.code, codeEntry(code, set)]))),
    ...section("groups", entries([...set.groups])),
  ]);
}

/** A code with nothing but a label is its label. */
function codeEntry(code: Code, set: CodeSet): YamlValue {
  const published = code.inSpecification ? (code.inPublishedSchema ? null : "absent") : "only";
  const entry = short([
    ["label", code.label],
    ["official-label", code.officialLabel],
    ["label-basis", code.labelIsInferred ? "inferred" : null],
    ["use-when", code.useWhen],
    ["do-not-use-when", code.doNotUseWhen],
    ["publish-as", code.publishAs],
    ["from-date", code.fromDate],
    ["to-date", code.toDate],
    ["tolerated", code.tolerated],
    ["published", published],
    ...noteAndFacts(code, set),
  ]);
  return entry.fields.length === 1 && code.label !== null ? code.label : entry;
}

function typeEntry(type: NamedType): YamlFields {
  return entries([
    ["pattern", type.pattern],
    ["is", type.pattern === null ? formatItemType(type.is) : null],
    ["label", type.label],
    ["definition", type.definition],
    ...noteAndFacts(type),
  ]);
}

function tableEntry(table: Table, release: Release): YamlFields {
  const itemName = (item: ItemNode | null): string | null => {
    if (item === null) return null;
    // An item of the table's own record goes before any other of that name.
    const own = table.record.contains.find(({ name }) => name === item.name);
    return own?.path === item.path ? item.name : shortName(item, release.root, (name) => own !== undefined && name === item.name);
  };
  return entries([
    ["label", table.label],
    ["definition", table.definition],
    ["record", shortName(table.record, release.root)],
    ["rows", occursText(table.rows)],
    ...noteAndFacts(table),
    ...section("implied", short(table.implied.map(({ item, value }) => [itemName(item) ?? "", value]))),
    ...section("findings", short(Object.entries(table.findings))),
    ...section("instead", short(Object.entries(table.instead ?? {}))),
    [
      "columns",
      named(table.columns, (column) =>
        short([
          ["item", itemName(column.item)],
          ["copies", itemName(column.copies)],
          ["identifies", column.identifies === null ? null : shortName(column.identifies, release.root)],
          flag("required", column.required),
          ["differs", column.differs],
          ...noteAndFacts(column, table),
        ]),
      ),
    ],
  ]);
}

function referenceTableEntry(table: ReferenceTable): YamlFields {
  return entries([
    ["label", table.label],
    ["definition", table.definition],
    ["guidance", table.guidance],
    ["key", table.key.name],
    ["coordinates", table.coordinates === null ? null : [table.coordinates.east.name, table.coordinates.north.name]],
    ...noteAndFacts(table),
    [
      "columns",
      named(table.columns, (column) =>
        entries([
          ["type", formatCellType(column.type)],
          ["label", column.label],
          ["definition", column.definition],
          flag("optional", column.isOptional),
          ["neutral", column.neutral],
          ["headings", column.headings],
          ...section("values", short(column.values.flatMap(({ value, code }): MaybeField[] => (code === null ? [] : [[value, code]])))),
          ["without", column.values.flatMap(({ value, code }) => (code === null ? [value] : []))],
          ...noteAndFacts(column, table),
        ]),
      ),
    ],
  ]);
}

function definitionEntry(definition: Release["definitions"][number]): YamlFields {
  return entries([
    ["label", definition.label],
    ["definition", definition.definition],
    ["for", definition.for],
    ...section("with", short([...definition.parameters])),
    ["is", expression(definition.is)],
    ["optional", definition.optional],
    ...meantField(definition.meant),
    ...noteAndFacts(definition),
  ]);
}

function documented(entry: DocumentedEntry): YamlFields {
  return entries([["label", entry.label], ["definition", entry.definition], ...noteAndFacts(entry)]);
}

function questionEntry(question: Release["questions"][number]): YamlFields {
  return entries([["question", question.question], ["answer", question.answer], ["example", question.example], ...noteAndFacts(question)]);
}

/** Nothing encloses a step of a base: each says where it is known from. */
function crosswalkEntry({ steps }: Crosswalk): YamlFields {
  // An empty list of codes has a meaning here, so it is not left out.
  return entries(
    steps.map((step) => [step.from, { short: true, fields: [["to", step.to] as const, ...given([["default", step.default], ...noteAndFacts(step)])] }]),
  );
}
