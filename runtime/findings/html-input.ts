import type { Digest, RuleGroup } from "./digest.ts";
import type { Severity } from "./finding.ts";
import { countWords, groupDigits } from "./message.ts";
import { data, html, type Markup } from "./markup.ts";
import type { Sample } from "./sample.ts";
import { leftOutWords, resultWords, SEVERITY_WORDS } from "./summary-words.ts";
import type { InputSummary } from "./writer.ts";

/** Columns of the tables of findings; the name is the class that gives the width. */
const COLUMNS = [
  { name: "child", title: "Child" },
  { name: "rule", title: "Rule" },
  { name: "place", title: "Where to look" },
  { name: "message", title: "Message" },
  { name: "items", title: "Items" },
];

/** Severities whose findings are shown with examples. */
const SHOWN: readonly Severity[] = ["error", "query", "warning"];

/**
 * All that a page says of one input.
 * @param id begins the ids of its parts; different for each input
 */
export function inputSection(digest: Digest, summary: InputSummary, id: string): Markup {
  const counts = digest.counts();
  const sections = SHOWN.map((severity) => severitySection(severity, digest.groups(severity), id));
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${data(summary.input)}</h2>
<p class="total">${resultWords(summary, counts)}</p>
${facts(summary).map((fact) => html`<p class="minor">${data(fact)}</p>\n`)}${overview(digest, id)}${sections}${notRunSection(digest.groups("not-run"))}${childSection(
  digest.inOrder,
  counts.error + counts.query + counts.warning,
)}</section>
`;
}

function facts({ children, notes, sha256 }: InputSummary): readonly string[] {
  return [
    ...(children === null ? [] : [`${countWords(children, "child was", "children were")} read.`]),
    ...notes,
    ...(sha256 === null ? [] : [`SHA-256 of the file: ${sha256}`]),
  ];
}

function overview(digest: Digest, id: string): Markup {
  const groups = SHOWN.flatMap((severity) => digest.groups(severity).map((group, index) => ({ group, anchor: anchorOf(id, severity, index) })));
  if (groups.length === 0) return html``;
  const rows = groups.map(
    ({
      group: { rule, info, severity, count },
      anchor,
    }) => html`<tr><th scope="row"><a href="#${anchor}">${data(rule)}</a></th><td>${data(info?.title ?? "")}</td><td>${tag(severity)}</td><td class="number">${groupDigits(count)}</td></tr>
`,
  );
  return html`<table class="rules">
<caption>Findings by rule</caption>
<thead><tr><th scope="col" class="rule">Rule</th><th scope="col">Title</th><th scope="col" class="severity">Severity</th><th scope="col" class="number">Findings</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}

function severitySection(severity: Severity, groups: readonly RuleGroup[], id: string): Markup {
  if (groups.length === 0) return html``;
  const { title, meaning } = SEVERITY_WORDS[severity];
  return html`<h3>${title}</h3>
<p>${meaning}</p>
${groups.map((group, index) => ruleSection(group, anchorOf(id, severity, index)))}`;
}

function ruleSection({ rule, severity, info, count, samples }: RuleGroup, anchor: string): Markup {
  const leftOut = leftOutWords(samples.length, count);
  return html`<details open id="${anchor}">
<summary><h4>${data(rule)} ${data(info?.title ?? "")}</h4> <span class="count">${tag(severity)} ${countWords(count, "finding")}</span></summary>
${paragraph("What to do", info?.remedy ?? "")}${paragraph("The check", info?.sentence ?? "")}${samplesTable(html`Findings of rule ${data(rule)}`, samples, false)}${
  leftOut === null ? html`` : html`<p class="minor">${leftOut}</p>\n`
}</details>
`;
}

function paragraph(title: string, text: string): Markup {
  return text === "" ? html`` : html`<p><strong>${title}:</strong> ${data(text)}</p>\n`;
}

/** Roles are written out because a narrow screen shows the cells below one another, which takes them from a table. */
function samplesTable(caption: Markup, samples: readonly Sample[], withRule: boolean): Markup {
  const columns = COLUMNS.filter(({ name }) => withRule || name !== "rule");
  return html`<table class="samples" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(({ name, title }) => html`<th scope="col" role="columnheader" class="${name}">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${samples.map((sample) => sampleRow(sample, withRule))}</tbody>
</table>
`;
}

function sampleRow(sample: Sample, withRule: boolean): Markup {
  const { rule, severity, child, message } = sample;
  const ruleCell = withRule ? html`<td role="cell" data-label="Rule">${data(rule)} ${tag(severity)}</td>` : html``;
  return html`<tr role="row"><th scope="row" role="rowheader" data-label="Child">${child === null ? "Whole return" : data(child)}</th>${ruleCell}<td role="cell" data-label="Where to look">${places(
    sample,
  )}</td><td role="cell">${data(message)}</td><td role="cell">${values(sample)}</td></tr>
`;
}

function places({ place, related, moreRelated }: Sample): Markup {
  const first = data(place ?? "");
  if (related.length === 0) return first;
  const rest = moreRelated === 0 ? "" : `; and ${countWords(moreRelated, "more place")}`;
  return html`${first}<br><span class="minor">see also ${data(related.join("; "))}${rest}</span>`;
}

function values({ values: shown }: Sample): Markup {
  if (shown.length === 0) return html``;
  return html`<ul class="values">${shown.map(({ item, value }) => html`<li>${data(item)}: ${data(value)}</li>`)}</ul>`;
}

function notRunSection(groups: readonly RuleGroup[]): Markup {
  if (groups.length === 0) return html``;
  const { title, meaning } = SEVERITY_WORDS["not-run"];
  const rows = groups.map(({ rule, info, samples }) => {
    const reasons = [...new Set(samples.map(({ message }) => message))].join("; ");
    return html`<tr><th scope="row">${data(rule)}</th><td>${data(info?.title ?? "")}</td><td>${data(reasons)}</td></tr>\n`;
  });
  return html`<h3>${title}</h3>
<p>${meaning}</p>
<table class="rules">
<caption>Why they were not run</caption>
<thead><tr><th scope="col" class="rule">Rule</th><th scope="col">Title</th><th scope="col">Reason</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}

function childSection(samples: readonly Sample[], count: number): Markup {
  if (samples.length === 0) return html``;
  const leftOut = leftOutWords(samples.length, count);
  return html`<h3>Findings by child</h3>
${leftOut === null ? html`` : html`<p>${leftOut}</p>\n`}${samplesTable(html`Findings in the order of the return`, samples, true)}`;
}

function tag(severity: Severity): Markup {
  return html`<span class="tag ${severity}">${SEVERITY_WORDS[severity].one}</span>`;
}

function anchorOf(id: string, severity: Severity, index: number): string {
  return `${id}-${severity}-${index + 1}`;
}
