import { rulesById } from "../../runtime/findings/digest.ts";
import type { RuleInfo, Severity } from "../../runtime/findings/finding.ts";
import { countWords, groupDigits } from "../../runtime/findings/message.ts";
import { STRUCTURE_RULES } from "../../runtime/findings/structure-rules.ts";
import { SEVERITY_WORDS, totalWords } from "../../runtime/findings/summary-words.ts";
import { SEVERITIES } from "../../runtime/findings/tally.ts";
import { button, byId, data, element } from "./dom.ts";
import { filesRead } from "./files-read.ts";
import { childrenView, rulesView } from "./findings-views.ts";
import type { Checker, Outcome, ReleaseFacts, SaveFormat } from "./protocol.ts";

/** Severities that a person can choose among. */
const SHOWN: readonly Severity[] = SEVERITIES.filter((severity) => severity !== "not-run");

/** Shows what a check found; called again for the next check. */
export async function showResults(checker: Checker, outcome: Outcome, facts: ReleaseFacts): Promise<void> {
  const rules = rulesById([...facts.rules, ...STRUCTURE_RULES]);
  const section = byId("results", HTMLElement);
  const heading = element("h2", { id: "results-heading", tabindex: "-1" }, "Findings in ", data(outcome.input));
  const parts: Node[] = [heading, element("p", { class: "total" }, totalWords(outcome.counts)), ...remarks(outcome, facts)];
  parts.push(saving(checker, outcome));
  if (outcome.counts.error + outcome.counts.query + outcome.counts.warning > 0) parts.push(await browsing(checker, outcome, rules));
  // Where nothing was read, all rules are.
  if (!isUnread(outcome)) parts.push(...notRun(outcome, rules));
  section.replaceChildren(...parts);
  section.hidden = false;
  heading.focus();
}

/** Whether none of the CSV files is a table of the release. */
function isUnread({ tables }: Outcome): boolean {
  return tables?.every(({ file }) => file === null) === true;
}

function remarks(outcome: Outcome, facts: ReleaseFacts): readonly Node[] {
  const { problem, children } = outcome;
  const read = element("p", {}, `${countWords(children, "child was", "children were")} read.`);
  if (isUnread(outcome)) {
    const why = `No table of ${facts.name} was recognised in the files; the findings say for each why.`;
    return [element("p", { class: "warning-box" }, element("strong", {}, "These files were not checked. "), why), ...filesRead(outcome)];
  }
  if (problem === null) return [read, ...filesRead(outcome)];
  if (problem.root !== null) return [element("p", { class: "warning-box" }, element("strong", {}, "This file was not checked. "), data(problem.message))];
  const where = `Reading stopped at line ${groupDigits(problem.line)}, column ${groupDigits(problem.column)}. `;
  return [
    element("p", { class: "warning-box" }, element("strong", {}, where), data(problem.message), " Nothing behind this place was checked."),
    read,
    ...filesRead(outcome),
  ];
}

function saving(checker: Checker, { input }: Outcome): Node {
  const said = element("p", { class: "minor", role: "status" });
  const save = async (format: SaveFormat): Promise<void> => {
    said.textContent = "Writing the file.";
    const address = URL.createObjectURL(await checker.save(format));
    const name = `${input.replace(/\.(?:csv|xml)(?= and |$)/i, "")}-findings.${format}`;
    element("a", { href: address, download: name }).click();
    said.textContent = `Saved as ${name}, in the folder for downloads of this browser. It holds children's data: keep it as safe as the return.`;
    // The browser copies the file in its own time; an address that is given up too soon gives an empty one.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return element(
    "div",
    { class: "saving" },
    button("Save all findings as CSV, for a spreadsheet", "secondary", () => save("csv")),
    button("Save all findings as JSON Lines, for software", "secondary", () => save("jsonl")),
    said,
  );
}

/** The filter, the choice between rules and children, and the list itself. */
async function browsing(checker: Checker, { counts, rules: totals }: Outcome, rules: ReadonlyMap<string, RuleInfo>): Promise<Node> {
  const boxes = SHOWN.map((severity) => {
    const input = element("input", { type: "checkbox", id: `show-${severity}`, value: severity });
    input.checked = true;
    return { severity, input, line: choice(input, `${SEVERITY_WORDS[severity].title} (${groupDigits(counts[severity])})`) };
  });
  const radios = (["rule", "child"] as const).map((view) => {
    const input = element("input", { type: "radio", name: "view", id: `view-${view}`, value: view });
    input.checked = view === "rule";
    return { view, input, line: choice(input, view === "rule" ? "Rule" : "Child") };
  });
  const list = element("div", { id: "findings" });
  const render = async (): Promise<void> => {
    const severities = boxes.filter(({ input }) => input.checked).map(({ severity }) => severity);
    const isByChild = radios.some(({ view, input }) => view === "child" && input.checked);
    const view = isByChild ? await childrenView(checker, severities, rules) : rulesView(checker, severities, totals, rules);
    list.replaceChildren(view);
  };
  for (const { input } of [...boxes, ...radios]) input.addEventListener("change", () => void render());
  await render();
  const filter = element("fieldset", {}, element("legend", {}, "Show"), ...boxes.map(({ line }) => line));
  const group = element("fieldset", {}, element("legend", {}, "Group by"), ...radios.map(({ line }) => line));
  return element("div", {}, element("div", { class: "choices" }, filter, group), list);
}

function choice(input: HTMLInputElement, text: string): HTMLElement {
  return element("div", { class: "choice" }, input, element("label", { for: input.id }, text));
}

function notRun({ rules: totals }: Outcome, rules: ReadonlyMap<string, RuleInfo>): readonly Node[] {
  const skipped = totals.filter(({ severity }) => severity === "not-run");
  if (skipped.length === 0) return [];
  const { title, meaning } = SEVERITY_WORDS["not-run"];
  const rows = skipped.map(({ rule, reason }) =>
    element("tr", {}, element("th", { scope: "row" }, rule), element("td", {}, rules.get(rule)?.title ?? ""), element("td", {}, reason ?? "")),
  );
  const heads = ["Rule", "Title", "Reason"].map((text) => element("th", { scope: "col", class: text.toLowerCase() }, text));
  const table = element(
    "table",
    { class: "not-run-rules" },
    element("caption", {}, "Why they were not run"),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
  return [element("h3", {}, title), element("p", {}, meaning), table];
}
