import { allChanges, type Change, type ChangeReport, type RuleChange } from "../../changes/change-report.ts";
import { comparisonWords, EFFECT_WORDS, subjectWords, whatWords } from "../../changes/change-words.ts";
import type { Rule } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import { escape } from "./markdown.ts";

/** What a supplier has to do for a release, as a list to be ticked off. */
export interface SupplierTasks {
  readonly before: string;
  readonly after: string;
  readonly sections: readonly { readonly title: string; readonly tasks: readonly SupplierTask[] }[];
  /** Cases of the conformance suite by their permanent ids. */
  readonly cases: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
    readonly again: readonly string[];
  };
}

interface SupplierTask {
  readonly effect: string;
  readonly task: string;
  readonly was: string | null;
  readonly is: string | null;
}

const SECTIONS: readonly (readonly [string, readonly Change["kind"][]])[] = [
  ["Types and items", ["item", "type"]],
  ["Codes", ["code set", "code", "group", "crosswalk"]],
  ["Tables and columns", ["table", "column", "reference table", "reference column"]],
  ["Rules", ["rule", "definition"]],
  ["Dates and facts", ["release"]],
];

export function supplierTasks(report: ChangeReport): SupplierTasks {
  const changes = allChanges(report).filter(({ effects }) => effects.supplier !== null);
  const order: readonly Change["effects"]["supplier"][] = ["breaking", "attention", "wording"];
  return {
    before: report.before.id,
    after: report.after.id,
    sections: SECTIONS.map(([title, kinds]) => ({
      title,
      tasks: [
        ...changes
          .filter(({ kind }) => kinds.includes(kind))
          .toSorted((one, other) => order.indexOf(one.effects.supplier) - order.indexOf(other.effects.supplier))
          .map(taskOf),
        ...(title === "Rules" ? report.rules.filter(({ comparison }) => comparison.relation !== "same").map(ruleTask) : []),
      ],
    })).filter(({ tasks }) => tasks.length > 0),
    cases: casesOf(report),
  };
}

function taskOf(change: Change): SupplierTask {
  const isText = change.what === "changed";
  return {
    effect: EFFECT_WORDS[change.effects.supplier ?? "wording"],
    task: `${subjectWords(change)}: ${whatWords(change)}`,
    was: isText ? change.before : null,
    is: isText ? change.after : null,
  };
}

function ruleTask({ rule, title, comparison }: RuleChange): SupplierTask {
  return { effect: EFFECT_WORDS.attention, task: `rule ${rule} (${title}): take over the new expression. ${comparisonWords(comparison)}`, was: null, is: null };
}

/** Cases that came, are others now, went, and those of rules that decide differently, which are to be run again. */
function casesOf(report: ChangeReport): SupplierTasks["cases"] {
  const { before, after, rules } = report;
  const byId = new Map([...before.rules, ...after.rules].map((rule) => [rule.id, rule]));
  const examples = allChanges(report).filter(({ kind }) => kind === "example");
  const idsOf = (what: Change["what"]): readonly string[] =>
    examples.filter((one) => one.what === what).map(({ name }) => `${byId.get(name.split("/")[0] ?? "")?.firstId ?? ""}/${name.split("/")[1] ?? ""}`);
  const all = (rule: Rule): readonly string[] => [...rule.passes, ...rule.fails].map(({ name }) => `${rule.firstId}/${name}`);
  const [old, now] = [before, after].map((release) => new Map(release.rules.map((rule) => [rule.identity, rule])));
  const came = after.rules.filter(({ identity }) => old?.has(identity) !== true).flatMap(all);
  const went = before.rules.filter(({ identity }) => now?.has(identity) !== true).flatMap(all);
  const again = rules
    .filter(({ comparison }) => comparison.relation !== "same")
    .flatMap(({ rule }) => (byId.get(rule) === undefined ? [] : all(byId.get(rule) as Rule)));
  const once = (...ids: readonly string[]): readonly string[] => [...new Set(ids)];
  return { added: once(...came, ...idsOf("added")), changed: once(...idsOf("changed")), removed: once(...went, ...idsOf("removed")), again: once(...again) };
}

/** The list in Markdown. */
export function tasksInMarkdown(tasks: SupplierTasks, report: ChangeReport): string {
  const lines = [`# ${escape(`${report.after.title} ${report.after.period}: what a supplier has to do`)}`, "", `From ${tasks.before} to ${tasks.after}.`];
  for (const { title, tasks: own } of tasks.sections) {
    lines.push("", `## ${title}`, "");
    for (const { effect, task, was, is } of own) {
      lines.push(`- [ ] **${effect}**: ${escape(task)}`);
      if (was !== null) lines.push(`  - was: ${escape(was)}`);
      if (is !== null) lines.push(`  - is: ${escape(is)}`);
    }
  }
  const cases = Object.entries({
    "Cases that are new": tasks.cases.added,
    "Cases that are others now": tasks.cases.changed,
    "Cases that are gone": tasks.cases.removed,
    "Cases of rules that decide differently, to be run again": tasks.cases.again,
  }).filter(([, ids]) => ids.length > 0);
  if (cases.length > 0) lines.push("", "## Test cases");
  for (const [title, ids] of cases) lines.push("", `${title} (${ids.length}):`, "", ...ids.map((id) => `- [ ] ${escape(id)}`));
  if (tasks.sections.length === 0 && cases.length === 0) lines.push("", "Nothing.");
  return `${[...lines, "", "---", "", ...noticeLines(report.after).map((line) => `${escape(line)}  `)].join("\n")}\n`;
}
