import { compareText } from "./diagnostics.ts";
import type { ChangeRecord } from "./entry.ts";
import { allNodes } from "./build-items.ts";
import { formatCellType, formatItemType } from "./item-type.ts";
import type { Code, Column, ExpressionText, Occurs, ReferenceTable, Release, Rule, TreeNode, Written } from "./model.ts";

/** What kind of thing differs. */
export type DifferenceKind =
  | "release"
  | "item"
  | "code set"
  | "code"
  | "group"
  | "type"
  | "table"
  | "column"
  | "reference table"
  | "reference column"
  | "crosswalk"
  | "definition"
  | "cohort"
  | "indicator"
  | "question"
  | "rule";

/** One difference between two releases. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `SEX`, `SEX/M`, `Message/Children/Child`, `Header/CHILD` … : the name in the newer release, or in the older one if it is gone. */
  readonly name: string;
  readonly what: "added" | "removed" | "renamed" | "moved" | "changed";
  /** The field that changed; null for added, removed and moved. */
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** The change file that made it; null when it follows from dates or facts of the release alone. */
  readonly change: ChangeRecord | null;
}

/** A named thing in a form that can be compared: field by field. */
interface Comparable {
  readonly key: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly written: Pick<Written, "history"> | null;
}

/**
 * Lists every difference between two releases of a collection: facts of the release, items, codes, tables … Renames are those that a change declares.
 * Basis and sources are left out: they say how we know, not what holds.
 */
export function diffReleases(before: Release, after: Release): readonly Difference[] {
  const removedBy = (kind: string, owner: string | null, path: string): ChangeRecord | null => {
    // An item goes with the record that holds it: the nearest enclosing name that a change removed explains it.
    const names = kind === "item" ? path.split("/").toReversed() : [path.split("/").at(-1) ?? path];
    for (const name of names) {
      const found = after.removed.findLast((entry) => entry.kind === kind && entry.owner === owner && entry.name === name);
      if (found !== undefined) return found.history.at(-1)?.change ?? null;
    }
    return null;
  };
  const differences: Difference[] = [];
  const compare = (kind: DifferenceKind, a: readonly Comparable[], b: readonly Comparable[], owner: string | null = null): void => {
    differences.push(...compareNamed(kind, a, b, (name) => removedBy(kind, owner, name), before.period));
  };
  compare("release", [factsOf(before)], [factsOf(after)]);
  compare("item", nodesOf(before), nodesOf(after));
  compare("code set", codeSetsOf(before), codeSetsOf(after));
  for (const [name, set] of after.codeSets) {
    const old = before.codeSets.get(name);
    if (old === undefined) continue;
    compare(
      "code",
      old.codes.map((code) => codeOf(name, code)),
      set.codes.map((code) => codeOf(name, code)),
      name,
    );
    compare("group", groupsOf(name, old.groups), groupsOf(name, set.groups), name);
  }
  compare("type", typesOf(before), typesOf(after));
  compare("table", tablesOf(before), tablesOf(after));
  for (const table of after.tables) {
    const old = before.tables.find((candidate) => candidate.name === table.name);
    if (old !== undefined)
      compare(
        "column",
        old.columns.map((column) => columnOf(table.name, column)),
        table.columns.map((column) => columnOf(table.name, column)),
        table.name,
      );
  }
  compare("reference table", referenceTablesOf(before), referenceTablesOf(after));
  for (const table of after.referenceTables) {
    const old = before.referenceTables.find((candidate) => candidate.name === table.name);
    if (old !== undefined) compare("reference column", referenceColumnsOf(old), referenceColumnsOf(table), table.name);
  }
  compare("crosswalk", [], crosswalksOf(after));
  compare("definition", definitionsOf(before), definitionsOf(after));
  compare("cohort", before.cohorts.map(documentedOf), after.cohorts.map(documentedOf));
  compare("indicator", before.indicators.map(documentedOf), after.indicators.map(documentedOf));
  compare("question", questionsOf(before), questionsOf(after));
  compare("rule", before.rules.map(ruleOf), after.rules.map(ruleOf));
  return differences;
}

function compareNamed(
  kind: DifferenceKind,
  before: readonly Comparable[],
  after: readonly Comparable[],
  removedBy: (name: string) => ChangeRecord | null,
  beforePeriod: string,
): Difference[] {
  const differences: Difference[] = [];
  const old = new Map(before.map((entry) => [entry.key, entry]));
  const kept = new Set(after.map((entry) => entry.key));
  // Something that went and came back under its name is the same thing to a reader, although it was written anew.
  const unmatched = new Map(before.filter((entry) => !kept.has(entry.key)).map((entry) => [entry.name, entry]));
  for (const entry of after) {
    const namesake = old.has(entry.key) ? undefined : unmatched.get(entry.name);
    if (namesake === undefined) continue;
    old.set(entry.key, namesake);
    kept.add(namesake.key);
  }
  for (const entry of before) {
    if (!kept.has(entry.key))
      differences.push({ kind, name: entry.name, what: "removed", field: null, before: entry.name, after: null, change: removedBy(entry.name) });
  }
  for (const entry of after) {
    const earlier = old.get(entry.key);
    const since = (entry.written?.history ?? []).filter((step) => step.change !== null && periodOf(step.change) > beforePeriod);
    if (earlier === undefined) {
      differences.push({ kind, name: entry.name, what: "added", field: null, before: null, after: entry.name, change: since[0]?.change ?? null });
      continue;
    }
    if (earlier.name !== entry.name) {
      const what = lastPart(earlier.name) === lastPart(entry.name) ? "moved" : "renamed";
      const change = since.findLast((step) => step.what === what)?.change ?? null;
      differences.push({ kind, name: entry.name, what, field: null, before: earlier.name, after: entry.name, change });
    }
    for (const field of Object.keys({ ...earlier.fields, ...entry.fields })) {
      const [was, is] = [earlier.fields[field] ?? null, entry.fields[field] ?? null];
      if (was === is) continue;
      const change = since.findLast((step) => step.field === field)?.change ?? since.at(-1)?.change ?? null;
      differences.push({ kind, name: entry.name, what: "changed", field, before: was, after: is, change });
    }
  }
  differences.push(...movedEntries(kind, before, after));
  return differences;
}

/** Entries whose order among those in both releases has changed: the fewest that explain it are not searched for; the first out of place is named. */
function movedEntries(kind: DifferenceKind, before: readonly Comparable[], after: readonly Comparable[]): Difference[] {
  const common = new Set(after.map((entry) => entry.key));
  const order = before.filter((entry) => common.has(entry.key));
  const known = new Set(order.map((entry) => entry.key));
  const now = after.filter((entry) => known.has(entry.key));
  const moved: Difference[] = [];
  const rest = order.map((entry) => entry.key);
  for (const entry of now) {
    if (rest[0] !== entry.key) {
      const change = entry.written?.history.findLast((step) => step.what === "moved")?.change ?? null;
      if (change !== null) moved.push({ kind, name: entry.name, what: "moved", field: null, before: null, after: null, change });
    }
    rest.splice(rest.indexOf(entry.key), 1);
  }
  return moved;
}

function lastPart(name: string): string {
  return name.split("/").at(-1) ?? name;
}

function periodOf(change: ChangeRecord): string {
  return change.release.split("/").at(-1) ?? "";
}

function occursText({ minimum, maximum }: Occurs): string {
  return minimum === maximum ? String(minimum) : `${minimum}..${maximum ?? "*"}`;
}

function factsOf(release: Release): Comparable {
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
    written: null,
  };
}

function nodesOf(release: Release): Comparable[] {
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
      xml: node.xml.kind === "element" ? node.xml.tag : node.xml.kind,
      ...(node.kind === "item"
        ? { type: formatItemType(node.type), cbds: node.cbds, empty: node.emptyAllowed ? "true" : null, derived: node.derived }
        : { "ordered-by": node.orderedBy.join(", ") || null, lasts: node.lasts === null ? null : [node.lasts.from, ...node.lasts.to].join(", ") }),
    },
    written: node,
  }));
}

function codeSetsOf(release: Release): Comparable[] {
  return [...release.codeSets.values()].map((set) => ({
    key: set.identity,
    name: set.name,
    fields: { label: set.label, definition: set.definition, note: set.note },
    written: set,
  }));
}

function codeOf(set: string, code: Code): Comparable {
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
      note,
    },
    written: code,
  };
}

function groupsOf(set: string, groups: ReadonlyMap<string, readonly string[]>): Comparable[] {
  return [...groups].map(([name, codes]) => ({ key: name, name: `${set}/${name}`, fields: { codes: codes.toSorted(compareText).join(", ") }, written: null }));
}

function typesOf(release: Release): Comparable[] {
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
    written: type,
  }));
}

function tablesOf(release: Release): Comparable[] {
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
    written: table,
  }));
}

function columnOf(table: string, column: Column): Comparable {
  return {
    key: column.identity,
    name: `${table}/${column.name}`,
    fields: {
      item: column.item?.name ?? null,
      copies: column.copies?.name ?? null,
      identifies: column.identifies?.name ?? null,
      required: column.required ? "true" : null,
      differs: column.differs,
    },
    written: column,
  };
}

function referenceTablesOf(release: Release): Comparable[] {
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
    written: table,
  }));
}

function referenceColumnsOf(table: ReferenceTable): Comparable[] {
  return table.columns.map((column) => ({
    key: column.identity,
    name: `${table.name}/${column.name}`,
    fields: {
      type: formatCellType(column.type),
      label: column.label,
      definition: column.definition,
      optional: column.isOptional ? "true" : null,
      headings: column.headings.join(", ") || null,
      values: column.values.map(({ value, code }) => `${value} = ${code ?? "none"}`).join(", ") || null,
    },
    written: column,
  }));
}

function crosswalksOf(release: Release): Comparable[] {
  return [...release.crosswalks.values()].flatMap(({ set, steps }) =>
    steps.map((step) => ({
      key: `${set}/${step.from}`,
      name: `${set}/${step.from} -> ${step.to.join(", ") || "none"}`,
      fields: {},
      written:
        step.change === null
          ? null
          : { history: [{ change: step.change, span: step.change.span, what: "added" as const, field: null, before: null, after: null }] },
    })),
  );
}

function definitionsOf(release: Release): Comparable[] {
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
    },
    written: entry,
  }));
}

function documentedOf(entry: Release["cohorts"][number]): Comparable {
  return { key: entry.identity, name: entry.name, fields: { label: entry.label, definition: entry.definition }, written: entry };
}

function questionsOf(release: Release): Comparable[] {
  return release.questions.map((entry) => ({
    key: entry.identity,
    name: entry.name,
    fields: { question: entry.question, answer: entry.answer, example: entry.example },
    written: entry,
  }));
}

/** Examples illustrate a rule and bases say how we know it: neither is what it demands. */
function ruleOf(rule: Rule): Comparable {
  const text = (expression: ExpressionText | null): string | null => expression?.text ?? null;
  const target =
    rule.for.kind === "records"
      ? rule.for.names.map(({ name }) => name).join(", ")
      : rule.for.variables.map(({ name, list }) => `${name}: ${list.text}`).join(", ");
  return {
    key: rule.identity,
    name: rule.id,
    fields: {
      title: rule.title,
      severity: rule.severity,
      for: target,
      within: rule.within,
      let: rule.let.map(({ name, is }) => `${name}: ${is.text}`).join("; ") || null,
      when: text(rule.when),
      check: text(rule.check),
      unique: rule.unique.join(", ") || null,
      parts: rule.parts.map((part) => `${part.when === null ? "" : `when ${part.when.text} `}check ${part.check.text}`).join("; ") || null,
      message: rule.message,
      remedy: rule.remedy,
      stage: rule.stage,
      bypass: rule.bypass ? "true" : null,
      "automatic-ok": rule.automaticOk ? "true" : null,
      enforces: rule.enforces.join(", ") || null,
      "not-testable": rule.notTestable,
    },
    written: rule,
  };
}
