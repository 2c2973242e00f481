import type { Finding, Location, RuleInfo, Severity } from "../../runtime/findings/finding.ts";
import { countWords } from "../../runtime/findings/message.ts";
import { type Sample, sampleOf } from "../../runtime/findings/sample.ts";
import { SEVERITY_WORDS } from "../../runtime/findings/summary-words.ts";
import { data, element } from "./dom.ts";

/** A finding as a row of a table; columns differ by what the table is about. */
type Columns = "of-rule" | "of-child";

/**
 * A table of findings. Roles are written out because a narrow screen shows the cells below one another, which takes them from a table.
 * @param columns of-rule: names the child; of-child: names the rule and says what to do
 */
export function findingsTable(caption: Node, findings: readonly Finding[], columns: Columns, rules: ReadonlyMap<string, RuleInfo>): HTMLTableElement {
  const titles = [columns === "of-rule" ? "Child" : "Rule", "Where to look", "Message", "Items"];
  const heads = titles.map((title) => element("th", { scope: "col", role: "columnheader", class: title.split(" ")[0]?.toLowerCase() ?? "" }, title));
  return element(
    "table",
    { class: "samples", role: "table" },
    element("caption", {}, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
    element("tbody", { role: "rowgroup" }, ...findings.map((finding) => row(finding, columns, rules))),
  );
}

function row(finding: Finding, columns: Columns, rules: ReadonlyMap<string, RuleInfo>): HTMLElement {
  const sample = sampleOf(finding);
  const info = rules.get(finding.rule);
  const first =
    columns === "of-rule"
      ? element("th", { scope: "row", role: "rowheader", "data-label": "Child" }, childWords(sample.child))
      : element("th", { scope: "row", role: "rowheader", "data-label": "Rule" }, data(finding.rule), " ", severityTag(finding.severity));
  const message = element("td", { role: "cell" }, data(sample.message));
  if (columns === "of-child" && info !== undefined && info.remedy !== "") message.append(element("p", { class: "minor remedy" }, `What to do: ${info.remedy}`));
  return element(
    "tr",
    { role: "row" },
    first,
    element("td", { role: "cell", "data-label": "Where to look" }, ...places(sample, finding.locations[0])),
    message,
    element("td", { role: "cell" }, ...values(sample)),
  );
}

/** How a child, or the lack of one, is shown. */
export function childWords(id: string | null): Node {
  return id === null ? document.createTextNode("Whole return") : data(id);
}

export function severityTag(severity: Severity): HTMLElement {
  return element("span", { class: `tag ${severity}` }, SEVERITY_WORDS[severity].one);
}

function places({ place, related, moreRelated }: Sample, first: Location | undefined): readonly Node[] {
  const nodes: Node[] = [data(place ?? "")];
  if (typeof first?.path === "string") nodes.push(element("span", { class: "minor path" }, data(first.path)));
  if (related.length > 0) {
    const rest = moreRelated === 0 ? "" : `; and ${countWords(moreRelated, "more place")}`;
    nodes.push(element("span", { class: "minor path" }, "see also ", data(related.join("; ")), rest));
  }
  return nodes;
}

function values({ values: shown }: Sample): readonly Node[] {
  if (shown.length === 0) return [];
  return [element("ul", { class: "values" }, ...shown.map(({ item, value }) => element("li", {}, data(item), ": ", data(value))))];
}
