import type { ChangeRecord } from "../../specification/entry.ts";
import { formatCellType, formatItemType } from "../../specification/item-type.ts";
import type {
  Code,
  CodeSet,
  Crosswalk,
  Definition,
  DocumentedEntry,
  Fact,
  Question,
  ReferenceTable,
  Release,
  Table,
  TreeNode,
  Written,
} from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import { type JsonObject, object, pick } from "./json-object.ts";
import { meantJson, ruleJson } from "./rule-json.ts";

/**
 * The whole resolved release as JSON. What is not given is left out; a maximum of null means any number. Every entry says in `since` where it was first written, and in `lastChange` which
 * change last touched it: release with version, and file. What stands since the base names the base without a version, as it came with its first.
 */
export function releaseJson(release: Release): JsonObject {
  return {
    release: factsOfRelease(release),
    notice: noticeLines(release),
    root: nodeJson(release.root),
    codeSets: [...release.codeSets.values()].map(codeSetJson),
    types: [...release.types.values()].map((type) =>
      object({ ...pick(type, ["name", "label", "definition", "pattern"]), is: formatItemType(type.is), value: type.is, ...provenance(type) }),
    ),
    tables: release.tables.map(tableJson),
    referenceTables: release.referenceTables.map(referenceTableJson),
    definitions: release.definitions.map(definitionJson),
    cohorts: release.cohorts.map(documentedJson),
    indicators: release.indicators.map(documentedJson),
    questions: release.questions.map(questionJson),
    rules: release.rules.map((rule) => ruleJson(rule, provenance(rule))),
    crosswalks: [...release.crosswalks.values()].map((crosswalk) => crosswalkJson(crosswalk, release)),
    sources: [...release.sources].map(([key, what]) => ({ key, what })),
    changes: release.changes.map(changeJson),
  };
}

function factJson(fact: Fact): JsonObject {
  return object(pick(fact, ["note", "source", "basis", "seenFrom"]));
}

function provenance(node: Fact & Written): JsonObject {
  return object({ ...factJson(node), since: sinceOf(node), lastChange: node.lastChange === null ? null : placeOf(node.lastChange, node.lastChange.file) });
}

/** A renamed entry is as old as its first step. Codes of tables and ranges share the steps of their set, so their own origin counts. */
function sinceOf({ origin, history }: Written): JsonObject {
  const first = history.some(({ what }) => what === "renamed") ? history[0] : undefined;
  const { change, span } = first ?? origin;
  return placeOf(change, change?.file ?? span.file.path);
}

function placeOf(change: ChangeRecord | null, file: string): JsonObject {
  const base = /^specs\/([^/]+\/[^/]+)\//.exec(file)?.[1] ?? null;
  return object({ release: change === null ? base : `${change.release}@${change.version}`, file });
}

function factsOfRelease(release: Release): JsonObject {
  const { child, window, evidence, xml, publishedSchema: published } = release;
  return object({
    ...pick(release, ["id", "name", "collection", "period", "version", "title", "status", "live", "start", "end", "referenceDate", "extends"]),
    versions: release.versions.map((version) => pick(version, ["version", "date", "what"])),
    window: window === null ? null : object({ ...pick(window, ["opens", "loadBy", "submitBy"]), ...factJson(window) }),
    publications: release.publications.map((publication) => object({ ...pick(publication, ["date", "what"]), ...factJson(publication) })),
    evidence: evidence === null ? null : { text: evidence.text, ...factJson(evidence) },
    notes: release.notes,
    formats: release.formats,
    lexical: { date: release.lexical.date },
    child: child === null ? null : { record: child.record.path, key: child.key.path },
    xml: xml === null ? null : object({ encoding: xml.encoding, ...factJson(xml) }),
    publishedSchema: published.kind === "none" ? { none: published.why } : { follows: published.name, publisher: published.publisher, ...factJson(published) },
  });
}

function nodeJson(node: TreeNode): JsonObject {
  const { published } = node;
  return object({
    ...pick(node, ["kind", "name", "path"]),
    occurs: pick(node.occurs, ["minimum", "maximum"]),
    ...(node.kind === "item" ? { type: formatItemType(node.type), value: node.type, ...pick(node, ["cbds", "emptyAllowed", "derived"]) } : {}),
    ...pick(node, ["label", "definition", "guidance", "module"]),
    xml: node.xml.kind === "element" ? { tag: node.xml.tag } : { kind: node.xml.kind },
    notInTables: node.notInTables,
    published: object({
      absent: published.absent,
      occurs: pick(published.occurs, ["minimum", "maximum"]),
      type: published.type === null ? null : formatItemType(published.type),
      codes: published.codes,
    }),
    ...provenance(node),
    ...(node.kind === "record"
      ? { orderedBy: node.orderedBy, lasts: node.lasts === null ? null : pick(node.lasts, ["from", "to"]), contains: node.contains.map(nodeJson) }
      : {}),
  });
}

function codeSetJson(set: CodeSet): JsonObject {
  return object({
    ...pick(set, ["name", "label", "definition", "fromTable", "ranges"]),
    ...provenance(set),
    codes: set.codes.map(codeJson),
    groups: [...set.groups].map(([name, codes]) => ({ name, codes })),
  });
}

function codeJson(code: Code): JsonObject {
  return object({
    ...pick(code, ["code", "label", "officialLabel", "labelIsInferred", "useWhen", "doNotUseWhen", "publishAs", "fromDate", "toDate", "tolerated"]),
    ...pick(code, ["inSpecification", "inPublishedSchema"]),
    ...provenance(code),
  });
}

function tableJson(table: Table): JsonObject {
  return object({
    ...pick(table, ["name", "label", "definition"]),
    record: table.record.path,
    rows: pick(table.rows, ["minimum", "maximum"]),
    ...provenance(table),
    columns: table.columns.map((column) =>
      object({
        name: column.name,
        item: column.item?.path ?? null,
        copies: column.copies?.path ?? null,
        identifies: column.identifies?.path ?? null,
        required: column.required,
        differs: column.differs,
        ...provenance(column),
      }),
    ),
    implied: table.implied.map(({ item, value }) => ({ item: item.path, value })),
    findings: pick(table.findings, ["orphan", "repeated"]),
    instead: table.instead === null ? null : pick(table.instead, ["table", "cell", "columns"]),
  });
}

function referenceTableJson(table: ReferenceTable): JsonObject {
  return object({
    ...pick(table, ["name", "label", "definition", "guidance"]),
    key: table.key.name,
    coordinates: table.coordinates === null ? null : { east: table.coordinates.east.name, north: table.coordinates.north.name },
    ...provenance(table),
    columns: table.columns.map((column) =>
      object({
        ...pick(column, ["name", "label", "definition"]),
        type: formatCellType(column.type),
        optional: column.isOptional,
        headings: column.headings,
        values: column.values.map((value) => pick(value, ["value", "code"])),
        ...provenance(column),
      }),
    ),
  });
}

function definitionJson(definition: Definition): JsonObject {
  return object({
    ...pick(definition, ["name", "label", "definition", "for"]),
    parameters: [...definition.parameters].map(([name, type]) => ({ name, type })),
    ...pick(definition, ["is", "optional"]),
    meant: meantJson(definition.meant),
    ...provenance(definition),
  });
}

function documentedJson(entry: DocumentedEntry): JsonObject {
  return object({ ...pick(entry, ["name", "label", "definition"]), ...provenance(entry) });
}

function questionJson(question: Question): JsonObject {
  return object({ ...pick(question, ["name", "question", "answer", "example"]), ...provenance(question) });
}

/** Crosswalks are not inherited, so steps that no change made stand in the release's own file. */
function crosswalkJson({ set, steps }: Crosswalk, release: Release): JsonObject {
  const own = `specs/${release.name}/crosswalks.yaml`;
  return {
    set,
    steps: steps.map((step) => object({ ...pick(step, ["from", "to", "default"]), ...factJson(step), since: placeOf(step.change, step.change?.file ?? own) })),
  };
}

function changeJson(change: ChangeRecord): JsonObject {
  return object({
    ...pick(change, ["title", "why"]),
    audience: pick(change.audience, ["supplier", "authority"]),
    version: change.version,
    ...pick(change, ["source", "basis", "note", "file"]),
    correction: change.correction === null ? null : pick(change.correction, ["reason", "date"]),
  });
}
