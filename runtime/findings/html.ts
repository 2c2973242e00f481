import { CHILD_SAMPLES, createDigest, type Digest, rulesById } from "./digest.ts";
import { inputSection } from "./html-input.ts";
import { REPORT_STYLE, REPORT_STYLE_HASH } from "./html-style.ts";
import { data, html, type Markup } from "./markup.ts";
import type { ReportOptions, ReportWriter, Run, Sink } from "./writer.ts";

/**
 * A page for a person: one file, which loads nothing and runs nothing, whatever the data hold. For each input the totals, the findings by rule
 * with examples and what to do, and if asked for the findings of each child.
 */
export function createHtmlWriter(sink: Sink, options: ReportOptions): ReportWriter {
  let run: Run | null = null;
  let digest: Digest = createDigest(new Map());
  let inputs = 0;
  const renew = (rules: Run["rules"]): void => {
    digest = createDigest(rulesById(rules), options.children ? CHILD_SAMPLES : 0);
  };
  return {
    start: (started) => {
      run = started;
      renew(run.rules);
      sink(pageHead(run));
    },
    finding: (finding) => digest.add(finding),
    endInput: (summary) => {
      if (run === null) return;
      inputs += 1;
      sink(inputSection(digest, summary, `input-${inputs}`).markup);
      renew(run.rules);
    },
    end: () => {
      if (run !== null) sink(`</main>\n${pageFoot(run).markup}</body>\n</html>\n`);
    },
  };
}

function pageHead({ title, release }: Run): string {
  const policy = `default-src 'none'; style-src 'sha256-${REPORT_STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const head = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Findings: ${title}</title>
`;
  const top = html`</head>
<body>
<header>
<h1>Findings</h1>
<p>${title} (${release})</p>
</header>
<main>
`;
  // The style is ours and its hash is in the policy; escaping would change it.
  return `${head.markup}<style>${REPORT_STYLE}</style>\n${top.markup}`;
}

function pageFoot({ notices, tool, specification }: Run): Markup {
  const lines = [...notices, `Written by ${tool.name} ${tool.version}, specification ${specification}.`];
  return html`<footer>
${lines.map((line) => html`<p>${data(line)}</p>\n`)}</footer>
`;
}
