import { compareGroups } from "../../runtime/findings/digest.ts";
import type { Finding, RuleInfo, Severity } from "../../runtime/findings/finding.ts";
import { countWords } from "../../runtime/findings/message.ts";
import { SEVERITY_WORDS } from "../../runtime/findings/summary-words.ts";
import { SEVERITIES } from "../../runtime/findings/tally.ts";
import { data, element } from "./dom.ts";
import { childWords, findingsTable, severityTag } from "./findings-table.ts";
import { createPagedList } from "./paged-list.ts";
import type { Checker, ChildTotal, RuleTotal } from "./protocol.ts";

const FINDINGS_AT_A_TIME = 25;
const CHILDREN_AT_A_TIME = 50;

type Rules = ReadonlyMap<string, RuleInfo>;

/** One part for each rule with findings: findings on the form of the return first, then the most frequent. */
export function rulesView(checker: Checker, severities: readonly Severity[], totals: readonly RuleTotal[], rules: Rules): Node {
  const shown = totals.filter(({ severity }) => severities.includes(severity)).sort(compareTotals);
  if (shown.length === 0) return element("p", { role: "status" }, "There are no findings of this kind.");
  return element("div", {}, ...shown.map((total) => rulePart(checker, total, rules)));
}

function compareTotals(a: RuleTotal, b: RuleTotal): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compareGroups(a, b);
}

function rulePart(checker: Checker, { rule, severity, count }: RuleTotal, rules: Rules): Node {
  const info = rules.get(rule);
  const list = createPagedList<Finding>(
    { label: `findings of rule ${rule}`, size: FINDINGS_AT_A_TIME, none: "There are none." },
    (from, size) => checker.findings({ severities: [severity], rule, child: null, from, size }),
    (findings) => findingsTable(captionOf("Findings of rule ", data(rule)), findings, "of-rule", rules),
  );
  const content: Node[] = info === undefined || info.remedy === "" ? [] : [element("p", {}, element("strong", {}, "What to do: "), info.remedy)];
  if (info !== undefined && info.sentence !== null) content.push(element("p", {}, element("strong", {}, "The check: "), info.sentence));
  const title = element("h3", {}, data(rule), ` ${info?.title ?? ""}`);
  return part(title, [severityTag(severity), ` ${countWords(count, "finding")}`], [...content, list.element], list.restart);
}

/** One part for each child with findings, in the order of the return, some at a time. */
export async function childrenView(checker: Checker, severities: readonly Severity[], rules: Rules): Promise<Node> {
  const search = element("input", { type: "text", id: "child-search", autocomplete: "off", spellcheck: "false" });
  const list = createPagedList<ChildTotal>(
    { label: "children", size: CHILDREN_AT_A_TIME, none: "There are no children with findings of this kind." },
    (from, size) => checker.children({ severities, search: search.value, from, size }),
    (children) => element("div", {}, ...children.map((child) => childPart(checker, severities, child, rules))),
  );
  search.addEventListener("input", () => void list.restart());
  await list.restart();
  const label = element("label", { for: "child-search" }, "Identifier of the child, or part of it");
  return element("div", {}, element("div", { class: "search" }, label, search), list.element);
}

function childPart(checker: Checker, severities: readonly Severity[], { number, id, counts }: ChildTotal, rules: Rules): Node {
  const list = createPagedList<Finding>(
    { label: id === null ? "findings about the whole return" : `findings of child ${id}`, size: FINDINGS_AT_A_TIME, none: "There are none." },
    (from, size) => checker.findings({ severities, rule: null, child: number, from, size }),
    (findings) =>
      findingsTable(id === null ? captionOf("Findings about the whole return") : captionOf("Findings of child ", data(id)), findings, "of-child", rules),
  );
  const words = severities.filter((severity) => counts[severity] > 0).flatMap((severity) => [countedTag(severity, counts[severity]), " "]);
  return part(element("h3", {}, childWords(id)), words, [list.element], list.restart);
}

function countedTag(severity: Severity, count: number): HTMLElement {
  const { one, title } = SEVERITY_WORDS[severity];
  return element("span", { class: `tag ${severity}` }, countWords(count, one, title.toLowerCase()));
}

function captionOf(...content: readonly (Node | string)[]): Node {
  const caption = document.createDocumentFragment();
  caption.append(...content);
  return caption;
}

/** A part that opens; what is in it is fetched when it first does. */
function part(title: Node, count: readonly (Node | string)[], content: readonly Node[], fill: () => Promise<void>): HTMLElement {
  const made = element("details", {}, element("summary", {}, title, " ", element("span", { class: "count" }, ...count)), ...content);
  let isFilled = false;
  made.addEventListener("toggle", () => {
    if (isFilled) return;
    isFilled = true;
    void fill();
  });
  return made;
}
