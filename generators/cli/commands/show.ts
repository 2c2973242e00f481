import { allNodes } from "../../specification/build-items.ts";
import { suggestName } from "../../specification/diagnostics.ts";
import type { HistoryStep } from "../../specification/entry.ts";
import { formatItemType } from "../../specification/item-type.ts";
import type { Fact, Occurs, Release, TreeNode, Written } from "../../specification/model.ts";
import { describePlace } from "../../specification/source.ts";
import type { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { requireName, requireRelease } from "../open-specification.ts";
import { describeEntries, type Described } from "./describe.ts";

/** `show RELEASE [NAME] [--history]`: the resolved specification, or one thing of it. */
export function runShow(specification: Specification, releaseText: string, name: string | undefined, history: boolean, console: Console): ExitCode {
  const release = requireRelease(specification, requireName(specification, releaseText), console);
  if (release === null) return EXIT.failed;
  if (name === undefined) {
    console.data(overview(release));
    if (history)
      console.data(
        `\nChanges made by ${release.name}\n${release.changes.map((change) => `  ${change.version}  ${change.title} (${change.file})\n`).join("") || "  none\n"}`,
      );
    return EXIT.passed;
  }
  const found = findEntries(release, name, history);
  console.data(found.map((entry) => describe(entry, history)).join("\n"));
  return EXIT.passed;
}

const KINDS = ["item", "code set", "code", "type", "table", "reference table", "definition", "cohort", "indicator", "question", "rule"] as const;

/** `item:`, `codeset:` … before a name narrow the search. */
function findEntries(release: Release, text: string, history: boolean): readonly Described[] {
  const [, prefix, rest] = /^([a-z]+):(.+)$/.exec(text) ?? [];
  const kind = prefix === undefined ? null : (KINDS.find((candidate) => candidate.replace(" ", "") === prefix) ?? null);
  if (prefix !== undefined && kind === null)
    throw new UsageError(`There is nothing called ${prefix}: in a release. Use ${KINDS.map((candidate) => `${candidate.replace(" ", "")}:`).join(", ")}.`);
  const name = rest ?? text;
  const all = describeEntries(release).filter((entry) => kind === null || entry.kind === kind);
  const found = all.filter((entry) => entry.name === name || entry.name.endsWith(`/${name}`));
  if (found.length > 0) return found.some((entry) => entry.kind !== "code") && kind === null ? found.filter((entry) => entry.kind !== "code") : found;
  const gone = release.removed.filter((entry) => entry.name === name && (kind === null || entry.kind === kind));
  if (history && gone.length > 0) {
    return gone.map((entry) => ({
      kind: entry.kind,
      name: entry.owner === null ? entry.name : `${entry.owner}/${entry.name}`,
      lines: [`Not in ${release.id} any more.`],
      written: { history: entry.history },
      fact: null,
    }));
  }
  const removed = gone[0]?.history.at(-1)?.change;
  if (removed !== undefined && removed !== null)
    throw new UsageError(`${name} is not in ${release.id}: taken out in ${removed.release} (${removed.title}). --history shows its life.`);
  const hint =
    suggestName(
      name,
      all.flatMap((entry) => [entry.name.split("/").at(-1) ?? entry.name]),
    ) ?? "";
  throw new UsageError(`There is no ${kind ?? "item, code set, table, rule or other thing"} ${name} in ${release.id}. ${hint}`.trim());
}

function describe({ kind, name, lines, written, fact }: Described, history: boolean): string {
  const facts = fact === null ? [] : [factLine(fact), ...(fact.note === null ? [] : [`Note: ${fact.note}`])];
  const place = "origin" in written ? [placeLine(written)] : [];
  const steps = history ? ["History:", ...written.history.map(historyLine)] : [];
  return `${kind} ${name}\n${[...lines, ...facts, ...place, ...steps].map((line) => `  ${line}\n`).join("")}`;
}

function factLine({ basis, seenFrom, source }: Fact): string {
  const from = seenFrom === null ? "" : `, seen from ${seenFrom}`;
  return `Basis: ${basis}${from}; source: ${source.join(", ") || "none"}`;
}

function placeLine({ origin, lastChange }: Written): string {
  const changed = lastChange === null ? "unchanged since the base" : `last touched in ${lastChange.release}@${lastChange.version} by "${lastChange.title}"`;
  return `Written at ${describePlace(origin.span)}; ${changed}`;
}

function historyLine(step: HistoryStep): string {
  const who =
    step.change === null
      ? "base"
      : `${step.change.release}@${step.change.version} "${step.change.title}"${step.change.correction === null ? "" : ` (correction of ${step.change.correction.date}: ${step.change.correction.reason})`}`;
  const what = {
    written: `written${step.field === null ? "" : ` ${step.field}`}`,
    added: `added ${step.after}`,
    removed: `removed ${step.before}`,
    renamed: `renamed ${step.before} to ${step.after}`,
    moved: `moved ${step.after}`,
    set: `${step.field}: ${step.before ?? "(none)"} -> ${step.after ?? "(removed)"}`,
    listed: `${step.field}: + ${step.after}`,
    unlisted: `${step.field}: - ${step.after}`,
  }[step.what];
  return `  ${describePlace(step.span)} ${who}: ${what}`;
}

function overview(release: Release): string {
  const facts = [
    `${release.id}  ${release.title} ${release.period}`,
    `Status: ${release.status}${release.live ? ", live" : ""}; period ${release.start} to ${release.end}; reference date ${release.referenceDate}`,
    `Formats: ${release.formats.join(", ")}; dates ${release.lexical.date}`,
    `Extends: ${release.extends ?? "nothing (a base)"}`,
    ...(release.evidence === null ? [] : [`Evidence (${release.evidence.basis}): ${release.evidence.text}`]),
    release.publishedSchema.kind === "follows"
      ? `Public schema: ${release.publishedSchema.name} (${release.publishedSchema.publisher})`
      : `Public schema: none. ${release.publishedSchema.why}`,
  ];
  const tree = allNodes(release.root).map(treeLine);
  const sets = [...release.codeSets.values()].map((set) => `  ${set.name} (${set.codes.length}) ${set.label}`);
  const tables = release.tables.map((table) => `  ${table.name}: ${table.columns.map((column) => column.name).join(", ")}`);
  const reference = release.referenceTables.map((table) => `  ${table.name}: ${table.columns.map((column) => column.name).join(", ")}`);
  const rules = release.rules.map((rule) => `  ${rule.id}  ${rule.severity}  ${rule.title}`);
  const parts: readonly [string, readonly string[]][] = [
    ["Items", tree],
    ["Code sets", sets],
    ["Tables", tables],
    ["Reference tables", reference],
    ["Rules", rules],
  ];
  return `${facts.join("\n")}\n${parts.flatMap(([head, lines]) => (lines.length === 0 ? [] : [`\n${head}\n${lines.join("\n")}\n`])).join("")}`;
}

function treeLine(node: TreeNode): string {
  const depth = node.path.split("/").length;
  const type = node.kind === "item" ? ` ${formatItemType(node.type)}` : "";
  const marks = [
    node.xml.kind === "element"
      ? node.xml.tag === node.name
        ? null
        : `xml ${node.xml.tag}`
      : node.kind === "item" && node.derived !== null
        ? "derived"
        : `xml ${node.xml.kind}`,
    node.notInTables === null ? null : "not in tables",
    node.basis === "inferred" ? "inferred" : null,
  ];
  const noted = marks.filter((mark) => mark !== null);
  return `${"  ".repeat(depth)}${node.name} ${occursText(node.occurs)}${type}  ${node.label}${noted.length === 0 ? "" : ` (${noted.join(", ")})`}`;
}

function occursText({ minimum, maximum }: Occurs): string {
  return minimum === maximum ? String(minimum) : `${minimum}..${maximum ?? "*"}`;
}
