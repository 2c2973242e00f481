import { REPORT_STYLE, REPORT_STYLE_HASH } from "../../runtime/findings/html-style.ts";
import { data, html, type Markup } from "../../runtime/findings/markup.ts";
import type { Fault } from "../case-result.ts";
import { failsRun, type JudgedCase, type RunVerdict } from "../verdict.ts";
import { countWords, levelWords, origins, OUTCOME_WORDS, productName } from "./words.ts";

/**
 * A page for a person: one file that loads nothing and runs nothing.
 * @param guidance where the pages of the guidance are, seen from the report, without a slash at the end; null: nobody knows, and their names stand as text
 */
export function htmlReport(verdict: RunVerdict, guidance: string | null): string {
  const { suite, cases, isPassed } = verdict;
  const policy = `default-src 'none'; style-src 'sha256-${REPORT_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const head = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conformance: ${suite.title}</title>
`;
  const open = cases.filter((one) => one.outcome !== "passed" || failsRun(one));
  const body = html`</head>
<body>
<header>
<h1>Conformance</h1>
<p>${suite.title} (${suite.release})</p>
</header>
<main>
<p class="total">${data(productName(verdict))}: ${isPassed ? "passed" : "failed"}, ${levelWords(verdict)}</p>
<p>${countWords(verdict)}</p>
${levelTable(verdict)}
${open.length === 0 ? html`<p>Every case passed.</p>\n` : html`<h2>What to look at</h2>\n${open.map((one) => caseSection(one, guidance))}`}
${notRunSection(verdict)}
<h2>All cases</h2>
${caseTable(cases)}
</main>
<footer>
${[...origins(verdict).map(([name, value]) => `${name}: ${value}`), ...suite.notices].map((line) => html`<p>${data(line)}</p>\n`)}</footer>
</body>
</html>
`;
  // The style is ours and its hash is in the policy; escaping would change it.
  return `${head.markup}<style>${REPORT_STYLE}</style>\n${body.markup}`;
}

function levelTable({ levels }: RunVerdict): Markup {
  return html`<table>
<caption>Levels</caption>
<thead><tr><th scope="col">Level</th><th scope="col">What it says</th><th scope="col">Cases</th><th scope="col">Result</th></tr></thead>
<tbody>
${levels.map(
  ({
    level,
    name,
    about,
    outcome,
    cases,
    failed,
  }) => html`<tr><th scope="row">${level} ${name}</th><td>${about}</td><td>${cases === 0 ? "none" : `${cases - failed} of ${cases} passed`}</td><td>${outcome}</td></tr>
`,
)}</tbody>
</table>
`;
}

function caseSection(one: JudgedCase, guidance: string | null): Markup {
  const isListed = one.expectedFailure !== null;
  const note = !isListed
    ? ""
    : one.outcome === "passed"
      ? "It is listed as failing, but passes: take it off the list."
      : `Expected: ${one.expectedFailure ?? ""}`;
  return html`<section>
<h3 id="${one.id}">${one.id}: ${one.title}</h3>
<p><span class="tag ${one.outcome === "skipped" || isListed ? "warning" : "error"}">${OUTCOME_WORDS[one.outcome]}</span> ${data(note)}</p>
${one.purpose === null ? null : html`<p>${one.purpose}</p>\n`}${one.reason === null ? null : html`<p>${data(one.reason)}</p>\n`}${one.faults.length === 0 ? null : faultTable(one.faults, guidance)}${
  one.faults.length === 0 || one.lookAt === null ? null : html`<p><strong>Look at:</strong> ${one.lookAt}</p>\n`
}</section>
`;
}

function faultTable(faults: readonly Fault[], guidance: string | null): Markup {
  return html`<table>
<thead><tr><th scope="col">What is wrong</th><th scope="col">Where</th><th scope="col">Expected</th><th scope="col">Came</th></tr></thead>
<tbody>
${faults.map(
  ({
    message,
    rule,
    remedy,
    child,
    at,
    expected,
    actual,
    level,
    page,
  }) => html`<tr><td>${rule === null ? null : html`<strong>${level === 1 ? "Structure" : "Rule"} ${data(rule)}.</strong> `}${data(message)}${
    remedy === null ? null : html` ${data(remedy)}`
  }${page === null ? null : pageLink(page, guidance)}</td><td>${child === null ? null : html`Child ${data(child)}. `}${at === null ? null : data(at)}</td>${comparedCells(expected, actual)}</tr>
`,
)}</tbody>
</table>
`;
}

/** What breaks a rule is not compared with anything: nothing stands there. */
function comparedCells(expected: string | null, actual: string | null): Markup {
  if (expected === null && actual === null) return html`<td></td><td></td>`;
  return html`<td>${expected === null ? "nothing" : data(expected)}</td><td>${actual === null ? "nothing" : data(actual)}</td>`;
}

function pageLink(page: string, guidance: string | null): Markup {
  return html` <span class="minor">Guidance: ${guidance === null ? page : html`<a href="${guidance}/${page}">${page}</a>`}</span>`;
}

function notRunSection({ halves }: RunVerdict): Markup | null {
  const notRun = halves.flatMap((half) => half.notRun);
  const notes = halves.flatMap((half) => half.notes);
  if (notRun.length === 0 && notes.length === 0) return null;
  return html`<h2>Notes on the run</h2>
${notes.map((note) => html`<p>${data(note)}</p>\n`)}${
  notRun.length === 0
    ? null
    : html`<details><summary>${notRun.length} rules could not be checked</summary>
<ul>${notRun.map(({ rule, reason }) => html`<li>${data(rule)}: ${data(reason)}</li>\n`)}</ul>
</details>
`
}`;
}

function caseTable(cases: readonly JudgedCase[]): Markup {
  return html`<table>
<thead><tr><th scope="col">Case</th><th scope="col">Title</th><th scope="col">Result</th></tr></thead>
<tbody>
${cases.map((one) => html`<tr><th scope="row">${one.id}</th><td>${one.title}</td><td>${OUTCOME_WORDS[one.outcome]}</td></tr>\n`)}</tbody>
</table>
`;
}
