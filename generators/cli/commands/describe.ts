import { allNodes } from "../../specification/build-items.ts";
import type { HistoryStep } from "../../specification/entry.ts";
import { codeSetsOf, formatCellType, formatItemType } from "../../specification/item-type.ts";
import type { CodeSet, Column, Fact, Occurs, Release, Rule, RuleExample, RuleFor, Table, TreeNode, Written } from "../../specification/model.ts";

/** A thing of a release in lines for a person. */
export interface Described {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly written: Written | { readonly history: readonly HistoryStep[] };
  readonly fact: Fact | null;
}

/** Everything of a release that has a name, in lines for a person. */
export function describeEntries(release: Release): readonly Described[] {
  return [
    ...allNodes(release.root).map((node) => ({ kind: "item", name: node.path, lines: nodeLines(node, release), written: node, fact: node })),
    ...[...release.codeSets.values()].map((set) => ({
      kind: "code set",
      name: set.name,
      lines: codeSetLines(set),
      written: withCodes(set, release),
      fact: set,
    })),
    ...[...release.codeSets.values()].flatMap((set) =>
      set.codes.map((code) => ({
        kind: "code",
        name: `${set.name}/${code.code}`,
        lines: optional([
          ["", code.label],
          ["Official label", code.officialLabel],
          ["Use when", code.useWhen],
          ["Do not use when", code.doNotUseWhen],
          ["Published as", code.publishAs],
          ["From", code.fromDate],
          ["To", code.toDate],
          ["Tolerated", code.tolerated],
        ]),
        written: code,
        fact: code,
      })),
    ),
    ...[...release.types.values()].map((type) => ({
      kind: "type",
      name: type.name,
      lines: optional([
        ["", type.label],
        ["Pattern", type.pattern],
        ["Is", type.pattern === null ? formatItemType(type.is) : null],
        ["", type.definition],
      ]),
      written: type,
      fact: type,
    })),
    ...release.tables.map((table) => ({ kind: "table", name: table.name, lines: tableLines(table), written: table, fact: table })),
    ...release.referenceTables.map((table) => ({
      kind: "reference table",
      name: table.name,
      lines: [
        table.label,
        table.definition,
        ...optional([
          ["Where from", table.guidance],
          ["Key", table.key.name],
        ]),
        "Columns:",
        ...table.columns.map(
          (column) =>
            `  ${column.name} ${formatCellType(column.type)}  ${column.label}${column.headings.length === 0 ? "" : ` (or ${column.headings.join(", ")})`}`,
        ),
      ],
      written: table,
      fact: table,
    })),
    ...release.definitions.map((entry) => ({
      kind: "definition",
      name: entry.name,
      lines: optional([
        ["", entry.label],
        ["", entry.definition],
        ["For", entry.for],
        ["Is", entry.is],
      ]),
      written: entry,
      fact: entry,
    })),
    ...release.cohorts.map((entry) => ({ kind: "cohort", name: entry.name, lines: [entry.label, entry.definition], written: entry, fact: entry })),
    ...release.indicators.map((entry) => ({ kind: "indicator", name: entry.name, lines: [entry.label, entry.definition], written: entry, fact: entry })),
    ...release.questions.map((entry) => ({
      kind: "question",
      name: entry.name,
      lines: optional([
        ["Question", entry.question],
        ["Answer", entry.answer ?? "open"],
        ["Example", entry.example],
      ]),
      written: entry,
      fact: entry,
    })),
    ...release.rules.map((rule) => ({ kind: "rule", name: rule.id, lines: ruleLines(rule), written: rule, fact: rule })),
  ];
}

function optional(pairs: readonly (readonly [string, string | null])[]): string[] {
  return pairs.flatMap(([name, value]) => (value === null ? [] : [name === "" ? value : `${name}: ${value}`]));
}

function occursText({ minimum, maximum }: Occurs): string {
  return minimum === maximum ? String(minimum) : `${minimum}..${maximum ?? "*"}`;
}

function nodeLines(node: TreeNode, release: Release): string[] {
  const xml = node.xml.kind === "element" ? `<${node.xml.tag}>` : node.xml.kind;
  const head = [
    node.label,
    node.definition,
    ...optional([
      ["Guidance", node.guidance],
      ["Module", node.module],
      ["Not in the tables", node.notInTables],
    ]),
    `Occurs: ${occursText(node.occurs)}; XML: ${xml}`,
  ];
  if (node.kind === "record") return [...head, `Contains: ${node.contains.map((child) => child.name).join(", ")}`];
  const sets = codeSetsOf(node.type).flatMap((name) => codeLines(release.codeSets.get(name)));
  const columns = release.tables.flatMap((table) => table.columns.flatMap((column) => (column.item === node ? [`${table.name}.${column.name}`] : [])));
  return [
    ...head,
    `Type: ${formatItemType(node.type)}${node.emptyAllowed ? ", may be given empty" : ""}`,
    ...optional([
      ["CBDS number", node.cbds],
      ["Derived", node.derived],
      ["CSV", columns.join(", ") || null],
    ]),
    ...sets,
  ];
}

function codeLines(set: CodeSet | undefined): string[] {
  return (set?.codes ?? []).map((code) => `  ${code.code}  ${code.label ?? ""}${code.tolerated === null ? "" : ` (tolerated: ${code.tolerated})`}`);
}

function codeSetLines(set: CodeSet): string[] {
  const groups = [...set.groups].map(([name, codes]) => `Group "${name}": ${codes.join(", ")}`);
  return [
    set.label,
    ...optional([
      ["", set.definition],
      ["Codes from", set.fromTable],
    ]),
    ...codeLines(set),
    ...groups,
  ];
}

/** The life of a code set is that of its codes too, also of those that are gone. */
function withCodes(set: CodeSet, release: Release): Written {
  const gone = release.removed.filter((entry) => entry.owner === set.name).flatMap((entry) => entry.history);
  const steps = [...set.history, ...set.codes.flatMap((code) => (code.history === set.history ? [] : code.history)), ...gone];
  const unique = steps.filter((step, index) => steps.indexOf(step) === index && (step.change !== null || step === set.history[0]));
  return { ...set, history: unique.toSorted((a, b) => order(a) - order(b) || a.span.start - b.span.start) };
}

/** Years as numbers: the base first. */
function order(step: HistoryStep): number {
  return step.change === null ? 0 : Number(/\d{4}/.exec(step.change.release)?.[0] ?? 0);
}

function tableLines(table: Table): string[] {
  return [
    table.label,
    ...optional([["", table.definition]]),
    `A row is: ${table.record.name}; rows per child: ${occursText(table.rows)}`,
    ...table.columns.map((column) => `  ${column.name}  ${columnWords(column)}${column.required ? " (required)" : ""}`),
    ...(table.instead === null ? [] : [`  instead of rows here, ${table.instead.table} may have ${insteadWords(table.instead)}`]),
    ...table.implied.map(({ item, value }) => `  a row means ${item.name} = ${value}`),
    ...(table.findings.orphan === null ? [] : [`  a row without a header is reported as ${table.findings.orphan}`]),
    ...(table.findings.repeated === null ? [] : [`  more rows for a child are reported as ${table.findings.repeated}`]),
  ];
}

function columnWords({ item, copies, identifies, differs }: Column): string {
  if (identifies !== null) return `tells one ${identifies.name} from another; any text, not part of the return`;
  return copies === null ? (item?.label ?? "") : `repeats ${copies.name} as a check${differs === null ? "" : ` (reported as ${differs})`}`;
}

function insteadWords({ cell, columns }: NonNullable<Table["instead"]>): string {
  return columns === null ? `the column ${cell}` : `the column ${cell}, or a column ${columns}… for each code`;
}

function ruleLines(rule: Rule): string[] {
  return optional([
    ["", rule.title],
    ["Severity", `${rule.severity}${rule.automaticOk ? ", approved by a note" : ""}${rule.bypass ? ", the Department can bypass it" : ""}`],
    ["First written as", rule.firstId === rule.id ? null : rule.firstId],
    ["For", forText(rule.for)],
    ["Within", rule.within],
    ...rule.let.map(({ name, is }) => [`Let ${name}`, oneLine(is.text)] as const),
    ["When", rule.when === null ? null : oneLine(rule.when.text)],
    ["Check", rule.check === null ? null : oneLine(rule.check.text)],
    ["Unique", rule.unique.join(", ") || null],
    ...rule.parts.flatMap((part, index) =>
      (
        [
          ["for", part.for === null ? null : forText(part.for)],
          ["when", part.when === null ? null : oneLine(part.when.text)],
          ["check", oneLine(part.check.text)],
          ["message", part.message],
          ["remedy", part.remedy],
          ["points at", part.report.map(({ text }) => oneLine(text)).join(", ") || null],
        ] as const
      ).map(([name, value]) => [`Part ${index + 1} ${name}`, value] as const),
    ),
    ["Points at", rule.report.map(({ text }) => oneLine(text)).join(", ") || null],
    ["Runs without", rule.optional.join(", ") || null],
    ["Only in", rule.formats.join(", ") || null],
    ["Stage", rule.stage],
    ["Origin", rule.ruleOrigin],
    ["Enforces", rule.enforces.join(", ") || null],
    ["Not testable", rule.notTestable],
    ["Message", rule.message],
    ["Remedy", rule.remedy],
    ["Reading", rule.reading],
    ["Passes", exampleNames(rule.passes)],
    ["Fails", exampleNames(rule.fails)],
  ]);
}

function forText(target: RuleFor): string {
  if (target.kind === "records") return target.names.map(({ name }) => name).join(", ");
  return target.variables.map(({ name, list }) => `${name} in ${oneLine(list.text)}`).join(", ");
}

function exampleNames(examples: readonly RuleExample[]): string | null {
  return examples.map(({ name }) => name).join(", ") || null;
}

/** An expression that was written over several lines. */
function oneLine(expression: string): string {
  return expression.replaceAll(/\s*\n\s*/g, " ");
}
