import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../generators/rules/lints.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT } from "../support/returnspec.ts";
import { rulesOf, toyWithEdits } from "../support/toy-language.ts";

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
    .filter(({ code, message }) => code !== "unused-definition" || !OWN.some((name) => message.endsWith(` uses ${name}.`)))
    .map(({ code, message, span }) => `${code}: ${span.file.text.slice(span.start, span.end)}\n${message}`)
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
    const codes = [
      "never-applies",
      "never-fails",
      "no-difference",
      "exists-with-missing-item",
      "unknown-alternative",
      "same-with-absent-record",
      "undecided-definition",
      "unused-definition",
    ];
    for (const code of codes) expect(cases.filter(({ said }) => said.includes(`${code}:`)).length, code).toBeGreaterThan(0);
    expect(cases.filter(({ said }) => said === "").length).toBeGreaterThan(15);
  });
});

test("the rules of the specifications have none but definitions that a later year uses", () => {
  const specification = new Specification(readSpecificationFiles(PROJECT));
  const found: string[] = [];
  for (const name of specification.names) {
    const { release } = specification.release(name);
    if (release === null || release.rules.length === 0) continue;
    for (const { code, message } of lintRules(checkReleaseRules(specification, release, new Diagnostics())))
      if (code !== "unused-definition") found.push(`${name}: ${message}`);
  }
  expect(found).toEqual([]);
});
