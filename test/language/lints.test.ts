import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCheck } from "../../generators/cli/commands/check.ts";
import { lintReleases } from "../../generators/rules/lint-releases.ts";
import { lintRules } from "../../generators/rules/lints.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { LINTS } from "../../generators/specification/lint-kinds.ts";
import { problemsOf, rulesOf, toyWithEdits } from "../support/toy-language.ts";
import { specification } from "../support/specification.ts";

/** `UPDATE_LINTS=1 npx vitest run test/language/lints.test.ts` rewrites the expectations. Read each before you keep it. */
const UPDATE = process.env["UPDATE_LINTS"] === "1";
const FILE = new URL("lints.txt", import.meta.url);

/** A case of `lints.txt`: a rule (or, under `definitions:`, definitions), and each lint as `code: the text it points at` and the message. */
const [about = "", ...sections] = readFileSync(FILE, "utf8").split(/^=== /m);
const cases = sections.map((section) => {
  const [, title = "", yaml = "", said = ""] = /^(.*)\n([\s\S]*?)^---\n?([\s\S]*)$/m.exec(section) ?? [];
  return { title, yaml, said: said.trim() };
});

/** Definitions of the toy that the case itself does not use are no news. */
const OWN = [...readFileSync(new URL("toy/specs/home/2013-14/definitions.yaml", import.meta.url), "utf8").matchAll(/^(\w+):/gm)].map(([, name]) => name);

function lintsOf(yaml: string): string {
  const head = 'rules:\n  add:\n    "1":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n';
  const edits = yaml.startsWith("definitions:") ? yaml : `${head}${yaml.replaceAll(/^(?=.)/gm, "      ")}`;
  return lintRules(rulesOf(toyWithEdits(edits)))
    .filter(({ kind, message }) => kind !== "unused-definition" || !OWN.some((name) => message.endsWith(` uses ${name}.`)))
    .map(({ kind, message, span }) => `${kind}: ${span.file.text.slice(span.start, span.end)}\n${message}`)
    .join("\n\n");
}

describe("lints", () => {
  test.each(cases.map((one) => [one.title, one] as const))("%s", (_, { yaml, said }) => {
    if (!UPDATE) expect(lintsOf(yaml)).toBe(said);
  });

  // Not a test that is skipped: it is there only when somebody asks for the file to be written.
  if (UPDATE)
    test("are written down", () => {
      const texts = cases.map(({ title, yaml }) =>
        [`=== ${title}`, `${yaml}---`, lintsOf(yaml), ""].filter((text, index) => index === 3 || text !== "").join("\n"),
      );
      writeFileSync(FILE, `${about}${texts.join("\n")}`);
    });

  test("each is tried, with cases that it hits and cases that it leaves alone", () => {
    for (const kind of Object.keys(LINTS)) expect(cases.filter(({ said }) => said.includes(`${kind}:`)).length, kind).toBeGreaterThan(0);
    expect(cases.filter(({ said }) => said === "").length).toBeGreaterThan(15);
  });
});

/** What `check` warns of, for the named releases or all. */
function warningsOf(edits: string, names: readonly string[] = []): string {
  const specification = toyWithEdits(edits);
  expect(problemsOf(specification)).toEqual([]);
  const said = lintReleases(specification, names)
    .map(formatDiagnostic)
    .filter((one) => !OWN.some((name) => one.includes(` uses ${name}.`)));
  return said.map((one) => one.replace("specs/home/2015-16/changes/trial.yaml:", "")).join("\n\n");
}

const HEAD = 'rules:\n  add:\n    "1":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n      for: Child\n';

describe("warnings", () => {
  test("show the place, the code and how to say that it is meant", () => {
    expect(warningsOf(`${HEAD}      when: Sex == "M" && Sex == "W"\n      check: present(Death)\n`)).toBe(
      `16:13: warning RS1701: when is never true, so the rule never applies. If it is meant, say why, under meant: never-applies.
  14 |         remedy: R
  15 |         for: Child
> 16 |         when: Sex == "M" && Sex == "W"
     |               ^^^^^^^^^^^^^^^^^^^^^^^^
  17 |         check: present(Death)`.replace("16:13", "16:15"),
    );
  });

  test("are not given of what is stated to be meant", () => {
    const rule = `${HEAD}      check: same(Sex, last_return.Sex)\n`;
    expect(warningsOf(rule)).toContain("RS1706");
    expect(warningsOf(`${rule}      meant: {same-with-absent-record: New children are to be found.}\n`)).toBe("");
  });

  test("tell of a statement that nothing needs", () => {
    expect(warningsOf(`${HEAD}      check: present(Sex)\n      meant:\n        never-fails: Once it did not.\n`)).toMatch(
      /^18:11: warning RS1709: There is no never-fails here\. Leave it out of meant\.\n/,
    );
    expect(warningsOf("definitions:\n  add:\n    boy: {label: Boy, for: Child, is: 'same(Sex, \"M\")', meant: {undecided-definition: Was.}}\n")).toContain(
      "There is no undecided-definition here.",
    );
  });

  test("of unused definitions are given when no release uses them, and not when that is meant", () => {
    const unused = "definitions:\n  add:\n    grown: {label: Grown up, for: Child, is: 'present(Birth)'}\n";
    for (const names of [[], ["home/2015-16"]])
      expect(warningsOf(unused, names)).toContain(
        "RS1708: No rule of any release of home uses grown. If it is meant, say why, under meant: unused-definition.",
      );
    expect(warningsOf(unused.replace("'}", "', meant: {unused-definition: Suppliers ask for it.}}"))).toBe("");
    expect(warningsOf(`${unused}${HEAD}      check: grown\n`)).toBe("");
    expect(warningsOf(`${unused.replace("'}", "', meant: {unused-definition: Suppliers ask for it.}}")}${HEAD}      check: grown\n`)).toContain("RS1709");
  });

  test("of a release look at the years after it before they call a definition unused", () => {
    const specification = toyWithEdits(`${HEAD}      check: stays > 0\n`.replace("for: Child", "for: Return"));
    const said = lintReleases(specification, ["home/2013-14"]).map(({ message }) => message);
    expect(said).not.toContain("No rule of any release of home uses stays.");
    expect(said).toContain("No rule of any release of home uses deadline.");
  });

  test("do not fail check, and stand behind no other problem", () => {
    const said: string[] = [];
    const console = { data: () => undefined, say: (text: string) => void said.push(text), interactive: true };
    const examples = "      passes: {one: {}}\n      fails: {other: {}}\n";
    const second = HEAD.replace(/^[^]*"1":/, '    "2":');
    const two = `${HEAD}      check: present(Birth) || absent(Birth)\n${examples}${second}      check: same(Sex, last_return.Sex)\n${examples}`;
    expect(runCheck(toyWithEdits(two), ["home/2015-16"], console)).toBe(0);
    expect(said.at(-2)).toMatch(/^\d+ warnings in 3 files\.\n$/);
    said.length = 0;
    expect(runCheck(toyWithEdits(two.replace("last_return.Sex", "last_return.Sx")), ["home/2015-16"], console)).toBe(1);
    expect(said.join("")).not.toContain("warning");
    expect(said.at(-1)).toBe("1 problem in 1 file.\n");
  });
});

test("check of all releases warns of nothing", () => {
  expect(lintReleases(specification, []).map(formatDiagnostic)).toEqual([]);
});
