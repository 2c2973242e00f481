import type { Finding, Location, RuleInfo } from "../../runtime/findings/finding.ts";
import { type ItemTable, type RecordTable, tableAt } from "../../runtime/validator/tables.ts";
import type { CaseResult, Fault, Level } from "../case-result.ts";
import type { ReadChild, ReadReturn } from "../returns/read-return.ts";
import type { Content, Form, Suite, SuiteChild, SuiteScenario } from "../suite.ts";
import { compareContent } from "./compare.ts";

export interface JudgeFacts {
  readonly suite: Suite;
  readonly root: RecordTable;
  readonly childPath: string;
  /** Ids in the return by ids of the suite; a child that is not in it keeps its own. */
  readonly ids: ReadonlyMap<string, string>;
  readonly levels: readonly Level[];
  /** Whether rules that compare totals of the return with those of the year before mean anything: a part of the children has other totals. */
  readonly comparesTotals: boolean;
  readonly rules: ReadonlyMap<string, RuleInfo>;
}

/** What is wrong with a return, by scenario. */
export interface Judgement {
  readonly faults: ReadonlyMap<string, readonly Fault[]>;
  readonly notRun: readonly { readonly rule: string; readonly reason: string }[];
}

/**
 * Judges a return that holds the children of some scenarios.
 * @param scenarios those that it should hold
 * @param whole takes what belongs to no scenario
 */
export function judgeReturn(read: ReadReturn, scenarios: readonly SuiteScenario[], whole: Suite["whole"], facts: JudgeFacts): Judgement {
  const faults = new Map<string, Fault[]>([whole, ...scenarios].map(({ id }) => [id, []]));
  const owners = ownersOf([...scenarios, ...facts.suite.scenarios], facts);
  const add = (scenario: string, fault: Fault): void => {
    if (facts.levels.includes(fault.level)) faults.get(faults.has(scenario) ? scenario : whole.id)?.push(fault);
  };
  for (const finding of read.findings) {
    if (finding.severity === "not-run") continue;
    const owner = finding.child === null ? undefined : owners.get(fold(finding.child));
    if (isAccepted(owner?.child ?? whole, finding)) continue;
    if (finding.child === null && !facts.comparesTotals && facts.suite.twoYearRules.includes(finding.rule)) continue;
    add(owner?.scenario.id ?? whole.id, faultOf(finding, facts));
  }
  if (read.problem !== null) add(whole.id, { ...NO_PLACE, level: 1, message: read.problem, remedy: "Check that the file is whole." });
  const children = childrenById(read.children);
  for (const scenario of scenarios)
    for (const child of scenario.children) for (const fault of childFaults(scenario, child, children, read.form, facts)) add(scenario.id, fault);
  for (const [id, [found]] of children) if (!owners.has(id)) add(whole.id, unknownChild(found?.id ?? ""));
  const wanted = whole.returned[read.form];
  if (wanted !== null) for (const fault of contentFaults(wanted, read.whole ?? EMPTY, facts.root, read.form, null, facts.suite)) add(whole.id, fault);
  const notRun = read.findings.flatMap(({ severity, rule, message }) => (severity === "not-run" ? [{ rule, reason: message }] : []));
  return { faults, notRun };
}

const NO_PLACE = { child: null, at: null, expected: null, actual: null, rule: null, remedy: null, page: null } as const;
const EMPTY: Content = { record: "", items: {}, records: [] };

interface Owner {
  readonly scenario: SuiteScenario;
  readonly child: SuiteChild;
}

/** Who the children of a return are, by their ids in it. */
function ownersOf(scenarios: readonly SuiteScenario[], { ids }: JudgeFacts): ReadonlyMap<string, Owner> {
  return new Map(scenarios.flatMap((scenario) => scenario.children.map((child) => [fold(ids.get(child.key) ?? child.key), { scenario, child }])));
}

/** Ids are compared as the rules compare them: without regard to case. */
function fold(id: string): string {
  return id.trim().toUpperCase();
}

/** The same query that a right return raises is no fault. */
function isAccepted({ accepted }: Pick<SuiteChild, "accepted">, { rule }: Finding): boolean {
  return accepted.includes(rule);
}

function faultOf({ rule, child, message, locations }: Finding, { rules, suite }: JudgeFacts): Fault {
  const [place] = locations;
  const at = place === undefined ? null : (place.path ?? (place.table === null ? null : `${place.table}, row ${place.row ?? 0}`));
  const line = place?.line === null || place?.line === undefined ? "" : ` (line ${place.line})`;
  const level = rule.startsWith("structure.") ? 1 : suite.twoYearRules.includes(rule) ? 5 : 2;
  const page = suite.pages.rules[rule] ?? (place === undefined ? null : pageOfPlace(suite, place));
  return { ...NO_PLACE, level, message, child, at: at === null ? null : `${at}${line}`, rule, remedy: rules.get(rule)?.remedy ?? null, page };
}

/** The page of the first item that a finding names, else of the record that it is about. */
function pageOfPlace({ pages }: Suite, { record, items }: Location): string | null {
  const ends = [...Object.keys(items).map((item) => `/${record}/${item}`), `/${record}`];
  const paths = Object.keys(pages.nodes);
  const path = ends.flatMap((end) => paths.find((one) => `/${one}`.endsWith(end)) ?? [])[0];
  return path === undefined ? null : (pages.nodes[path] ?? null);
}

function childrenById(children: readonly ReadChild[]): ReadonlyMap<string, readonly ReadChild[]> {
  const byId = new Map<string, ReadChild[]>();
  for (const child of children) byId.set(fold(child.id), [...(byId.get(fold(child.id)) ?? []), child]);
  return byId;
}

function childFaults(
  { lookAt }: SuiteScenario,
  child: SuiteChild,
  children: ReadonlyMap<string, readonly ReadChild[]>,
  form: Form,
  facts: JudgeFacts,
): readonly Fault[] {
  const id = facts.ids.get(child.key) ?? child.key;
  const found = children.get(fold(id)) ?? [];
  const wanted = child.returned[form];
  const [first, second] = found;
  const fault = (message: string, remedy: string | null): Fault => ({ ...NO_PLACE, level: 3, child: id, message, remedy });
  if (wanted === null) return first === undefined ? [] : [fault(`Child ${id} must not be in the return: ${child.reasons.join(" ")}`, lookAt)];
  if (first === undefined) return [fault(`Child ${id} is not in the return.`, "Check that the child was keyed in and is exported, or name its id with --ids.")];
  if (second !== undefined)
    return [fault(`Child ${id} is in the return ${found.length} times.`, "A child has one record; its episodes are records inside it.")];
  const table = tableAt(facts.root, facts.childPath) ?? facts.root;
  return contentFaults(renamed(wanted, child.key, id), first.content, table, form, id, facts.suite);
}

function contentFaults(expected: Content, actual: Content, table: RecordTable, form: Form, child: string | null, { leftOpen, pages }: Suite): readonly Fault[] {
  const inForm = (one: ItemTable | RecordTable): boolean => (form === "csv" || one.inXml) && !leftOpen.includes(one.name);
  return compareContent(expected, actual, table, inForm).map(({ at, path, expected: wanted, actual: given, message }) => ({
    ...NO_PLACE,
    level: 3,
    message,
    child,
    at,
    expected: wanted,
    actual: given,
    page: pages.nodes[path] ?? null,
  }));
}

/** The id that the system allotted stands wherever the suite has its own. */
function renamed(content: Content, key: string, id: string): Content {
  if (key === id) return content;
  const items = Object.fromEntries(Object.entries(content.items).map(([name, texts]) => [name, texts.map((text) => (text === key ? id : text))]));
  return { record: content.record, items, records: content.records.map((inner) => renamed(inner, key, id)) };
}

function unknownChild(id: string): Fault {
  const message = id === "" ? "A child without an id is in the return." : `Child ${id} is in the return, but is of no scenario.`;
  return { ...NO_PLACE, level: 3, child: id, message, remedy: "Export the children of the scenarios and no others, or name their ids with --ids." };
}

/** The result of a scenario of which a return was judged. */
export function resultOf(scenario: SuiteScenario, faults: readonly Fault[], levels: readonly Level[], milliseconds: number): CaseResult {
  return {
    id: scenario.id,
    half: "producer",
    title: scenario.title,
    outcome: faults.length === 0 ? "passed" : "failed",
    reason: null,
    levels,
    faults: faults.toSorted((a, b) => a.level - b.level),
    lookAt: scenario.lookAt,
    purpose: scenario.purpose,
    milliseconds,
  };
}
