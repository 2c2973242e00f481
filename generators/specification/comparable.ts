import { allNodes } from "./build-items.ts";
import { compareText } from "./diagnostics.ts";
import { type HistoryStep, plainText } from "./entry.ts";
import { formatCellType, formatItemType } from "./item-type.ts";
import type { Code, CodeSet, Column, Crosswalk, ExpressionText, Occurs, PublishedBinding, ReferenceTable, Release, Rule, RuleFor, TreeNode } from "./model.ts";

/** A named thing in a form that can be compared: field by field. */
export interface Comparable {
  readonly key: string;
  readonly name: string;
  readonly fields: Fields;
  /** What changes did to it; none for what no change names. */
  readonly history: readonly HistoryStep[];
}

/** Values of an entry by the keys under which they are written; null where nothing is. */
export type Fields = Readonly<Record<string, string | null>>;

function occursText({ minimum, maximum }: Occurs): string {
  return minimum === maximum ? String(minimum) : `${minimum}..${maximum ?? "*"}`;
}

export function factsOf(release: Release): Comparable {
  const { start, end, referenceDate, title, status, formats, lexical, window: dates } = release;
  return {
    key: "release",
    name: "release",
    fields: {
      title,
      start,
      end,
      "reference-date": referenceDate,
      status,
      formats: formats.join(", "),
      "date form": lexical.date,
      opens: dates?.opens ?? null,
      "load-by": dates?.loadBy ?? null,
      "submit-by": dates?.submitBy ?? null,
    },
    history: [],
  };
}

export function nodesOf(release: Release): Comparable[] {
  return allNodes(release.root).map((node: TreeNode) => ({
    key: node.identity,
    name: node.path,
    fields: {
      occurs: occursText(node.occurs),
      label: node.label,
      definition: node.definition,
      guidance: node.guidance,
      note: node.note,
      module: node.module,
      xml: xmlText(node),
      "not-in-tables": node.notInTables,
      published: publishedText(node.published, node),
      ...(node.kind === "item"
        ? { type: formatItemType(node.type), cbds: node.cbds, empty: node.emptyAllowed ? "true" : null, derived: node.derived }
        : { "ordered-by": node.orderedBy.join(", ") || null, lasts: node.lasts === null ? null : [node.lasts.from, ...node.lasts.to].join(", ") }),
    },
    history: node.history,
  }));
}

/** How XML has a node, where that is not an element of its own name, which changes with the name; what is computed is not sent. */
function xmlText(node: TreeNode): string | null {
  if (node.kind === "item" && node.derived !== null) return null;
  if (node.xml.kind !== "element") return node.xml.kind;
  return node.xml.tag === node.name ? null : node.xml.tag;
}

/** The public schema's form of a node, as far as it is another. */
function publishedText({ absent, occurs, type, codes }: PublishedBinding, node: TreeNode): string | null {
  if (absent) return "absent";
  const own = node.kind === "item" ? formatItemType(node.type) : null;
  const said = [
    occursText(occurs) === occursText(node.occurs) ? "" : `occurs ${occursText(occurs)}`,
    type === null || formatItemType(type) === own ? "" : `type ${formatItemType(type)}`,
    codes === null ? "" : `codes ${codes.join(", ")}`,
  ].filter((text) => text !== "");
  return said.join("; ") || null;
}

export function codeSetsOf(release: Release): Comparable[] {
  return [...release.codeSets.values()].map((set) => ({
    key: set.identity,
    name: set.name,
    fields: { label: set.label, definition: set.definition, note: set.note, "from-table": set.fromTable },
    history: set.history,
  }));
}

export function codeOf(set: string, code: Code): Comparable {
  const { label, officialLabel, useWhen, doNotUseWhen, publishAs, fromDate, toDate, tolerated, note } = code;
  return {
    key: code.identity,
    name: `${set}/${code.code}`,
    fields: {
      label,
      "official-label": officialLabel,
      "use-when": useWhen,
      "do-not-use-when": doNotUseWhen,
      "publish-as": publishAs,
      "from-date": fromDate,
      "to-date": toDate,
      tolerated,
      "label-basis": code.labelIsInferred ? "inferred" : null,
      published: code.inSpecification ? (code.inPublishedSchema ? null : "absent") : "only",
      note,
    },
    history: code.history,
  };
}

export function groupsOf({ name: set, groups, groupHistory }: CodeSet): Comparable[] {
  return [...groups].map(([name, codes]) => ({
    key: name,
    name: `${set}/${name}`,
    fields: { codes: codes.toSorted(compareText).join(", ") },
    history: (groupHistory.get(name) ?? []).filter(({ what }) => what !== "written"),
  }));
}

export function typesOf(release: Release): Comparable[] {
  return [...release.types.values()].map((type) => ({
    key: type.identity,
    name: type.name,
    fields: {
      label: type.label,
      definition: type.definition,
      note: type.note,
      pattern: type.pattern,
      is: type.pattern === null ? formatItemType(type.is) : null,
    },
    history: type.history,
  }));
}

export function tablesOf(release: Release): Comparable[] {
  return release.tables.map((table) => ({
    key: table.identity,
    name: table.name,
    fields: {
      label: table.label,
      definition: table.definition,
      note: table.note,
      record: table.record.name,
      rows: occursText(table.rows),
      implied: table.implied.map(({ item, value }) => `${item.name} = ${value}`).join(", ") || null,
      findings:
        Object.entries(table.findings)
          .flatMap(([kind, id]) => (id === null ? [] : [`${kind} ${id}`]))
          .join(", ") || null,
      instead:
        table.instead === null ? null : `${table.instead.table}: ${table.instead.cell}${table.instead.columns === null ? "" : `, ${table.instead.columns}…`}`,
    },
    history: table.history,
  }));
}

export function columnOf(table: string, column: Column): Comparable {
  return {
    key: column.identity,
    name: `${table}/${column.name}`,
    fields: {
      item: column.item?.name ?? null,
      copies: column.copies?.name ?? null,
      identifies: column.identifies?.name ?? null,
      note: column.note,
      required: column.required ? "true" : null,
      differs: column.differs,
    },
    history: column.history,
  };
}

export function referenceTablesOf(release: Release): Comparable[] {
  return release.referenceTables.map((table) => ({
    key: table.identity,
    name: table.name,
    fields: {
      label: table.label,
      definition: table.definition,
      guidance: table.guidance,
      note: table.note,
      key: table.key.name,
      coordinates: table.coordinates === null ? null : `${table.coordinates.east.name}, ${table.coordinates.north.name}`,
    },
    history: table.history,
  }));
}

export function referenceColumnsOf(table: ReferenceTable): Comparable[] {
  return table.columns.map((column) => ({
    key: column.identity,
    name: `${table.name}/${column.name}`,
    fields: {
      type: formatCellType(column.type),
      label: column.label,
      definition: column.definition,
      optional: column.isOptional ? "true" : null,
      headings: column.headings.join(", ") || null,
      neutral: column.neutral,
      note: column.note,
      values: column.values.map(({ value, code }) => `${value} = ${code ?? "none"}`).join(", ") || null,
    },
    history: column.history,
  }));
}

/** The steps from the codes of the period before, each with the change that says so. */
export function crosswalkStepsOf(
  release: Release,
): readonly { readonly name: string; readonly fields: Fields; readonly change: Crosswalk["steps"][number]["change"] }[] {
  return [...release.crosswalks.values()].flatMap(({ set, steps }) =>
    steps.map(({ from, to, default: usual, note, change }) => ({
      name: `${set}/${from} -> ${to.join(", ") || "none"}`,
      fields: { from, to: to.join(", ") || null, default: usual, note },
      change,
    })),
  );
}

export function definitionsOf(release: Release): Comparable[] {
  return release.definitions.map((entry) => ({
    key: entry.identity,
    name: entry.name,
    fields: {
      label: entry.label,
      definition: entry.definition,
      for: entry.for,
      with: [...entry.parameters].map(([name, type]) => `${name}: ${type}`).join(", ") || null,
      is: entry.is,
      optional: entry.optional.join(", ") || null,
      meant: meantText(entry.meant),
      note: entry.note,
    },
    history: entry.history,
  }));
}

export function documentedOf(entry: Release["cohorts"][number]): Comparable {
  return { key: entry.identity, name: entry.name, fields: { label: entry.label, definition: entry.definition, note: entry.note }, history: entry.history };
}

export function questionsOf(release: Release): Comparable[] {
  return release.questions.map((entry) => ({
    key: entry.identity,
    name: entry.name,
    fields: { question: entry.question, answer: entry.answer, example: entry.example, note: entry.note },
    history: entry.history,
  }));
}

/** Examples illustrate a rule and bases say how we know it: neither is what it demands. */
export function ruleOf(rule: Rule): Comparable {
  const text = (expression: ExpressionText | null): string | null => expression?.text ?? null;
  const texts = (expressions: readonly ExpressionText[]): string | null => expressions.map((one) => one.text).join(", ") || null;
  return {
    key: rule.identity,
    name: rule.id,
    fields: {
      title: rule.title,
      severity: rule.severity,
      for: forText(rule.for),
      within: rule.within,
      let: rule.let.map(({ name, is }) => `${name}: ${is.text}`).join("; ") || null,
      when: text(rule.when),
      check: text(rule.check),
      unique: rule.unique.join(", ") || null,
      parts: rule.parts.map((part) => partText(part)).join("; ") || null,
      report: texts(rule.report),
      optional: rule.optional.join(", ") || null,
      formats: rule.formats.join(", ") || null,
      message: rule.message,
      remedy: rule.remedy,
      reading: rule.reading,
      note: rule.note,
      stage: rule.stage,
      bypass: rule.bypass ? "true" : null,
      origin: rule.ruleOrigin,
      "automatic-ok": rule.automaticOk ? "true" : null,
      enforces: rule.enforces.join(", ") || null,
      meant: meantText(rule.meant),
      "not-testable": rule.notTestable,
    },
    history: rule.history,
  };
}

function forText(target: RuleFor): string {
  return target.kind === "records"
    ? target.names.map(({ name }) => name).join(", ")
    : target.variables.map(({ name, list }) => `${name}: ${list.text}`).join(", ");
}

function partText({ for: target, when, check, message, remedy, report }: Rule["parts"][number]): string {
  const words: readonly (readonly [string, string | null])[] = [
    ["for", target === null ? null : forText(target)],
    ["when", when?.text ?? null],
    ["check", check.text],
    ["report", report.map((one) => one.text).join(", ") || null],
    ["message", message],
    ["remedy", remedy],
  ];
  return words.flatMap(([key, said]) => (said === null ? [] : [`${key} ${said}`])).join(" ");
}

function meantText(meant: Rule["meant"]): string | null {
  return meant.map(({ kind, why }) => `${kind}: ${why}`).join("; ") || null;
}

/** The examples of a rule: each is one value, which stands in the file that gave it. */
export function examplesOf(rule: Rule): readonly (Omit<Comparable, "history"> & { readonly file: string })[] {
  return (["passes", "fails"] as const).flatMap((part) =>
    rule[part].map(({ name, value }) => ({
      key: `${part}/${name}`,
      name: `${rule.id}/${name}`,
      fields: { [part]: plainText(value) },
      file: value.span.file.path,
    })),
  );
}
