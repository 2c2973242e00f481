import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkRules } from "../../generators/rules/release-rules.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { positionAt } from "../../generators/specification/source.ts";
import { changeFile, toyWithEdits } from "../support/toy-language.ts";

/** `UPDATE_WRONG_EXPRESSIONS=1 npx vitest run test/language/wrong-expressions.test.ts` rewrites the expectations. Read each before you keep it. */
const UPDATE = process.env["UPDATE_WRONG_EXPRESSIONS"] === "1";
const FILE = new URL("wrong-expressions.txt", import.meta.url);

/** A case: a title, a rule (or, under `definitions:`, definitions) of the toy as somebody might write it, and what `check` says of it. */
interface WrongExpression {
  readonly title: string;
  readonly yaml: string;
  readonly said: string;
}

const [about = "", ...sections] = readFileSync(FILE, "utf8").split(/^=== /m);
const cases = sections.map((section): WrongExpression => {
  const [, title = "", yaml = "", said = ""] = /^(.*)\n([\s\S]*?)^---\n?([\s\S]*)$/m.exec(section) ?? [];
  return { title, yaml, said: said.trimEnd() };
});

const RULE_HEAD = 'rules:\n  add:\n    "1":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n';

/** What `check` says: the line of the YAML, the place marked, the message. */
function sayAbout(yaml: string): string {
  const isEdits = yaml.startsWith("definitions:");
  const head = yaml.includes("message:") ? RULE_HEAD.replace("      message: M\n", "") : RULE_HEAD;
  const edits = isEdits ? yaml : `${head}${yaml.replaceAll(/^(?=.)/gm, "      ")}`;
  const specification = toyWithEdits(edits);
  const structure = specification.check();
  if (structure.length > 0) return structure.map(formatDiagnostic).join("\n\n");
  const indentation = isEdits ? 2 : 8;
  const before = changeFile("").split("\n").length - 2 + (isEdits ? 0 : head.split("\n").length - 1);
  return checkRules(specification, ["home/2015-16"])
    .sorted.map(({ code, message, span }) => {
      const [start, end] = [positionAt(span.file, span.start), positionAt(span.file, span.end)];
      const line = (span.file.text.split("\n")[start.line - 1] ?? "").slice(indentation);
      const width = Math.max(1, end.line === start.line ? end.column - start.column : line.length + indentation - start.column + 1);
      // Problems that belong to the whole rule stand at its id.
      if (start.line <= before) return `at the rule: ${message}`;
      const column = start.column - indentation;
      return `${start.line - before}:${column} ${code}\n  ${line}\n  ${" ".repeat(column - 1)}${"^".repeat(width)}\n${message}`;
    })
    .join("\n\n");
}

describe("wrong expressions", () => {
  test("are tried in at least a hundred ways, each once", () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });

  const results = new Map<string, string>();
  test.each(cases.map((one) => [one.title, one] as const))("%s", (title, { yaml, said }) => {
    const now = sayAbout(yaml);
    results.set(title, now);
    expect(now).not.toBe("");
    if (!UPDATE) expect(now).toBe(said);
  });

  // Not a test that is skipped: it is there only when somebody asks for the file to be written.
  if (UPDATE)
    test("are written down", () => {
      writeFileSync(FILE, about + cases.map(({ title, yaml }) => `=== ${title}\n${yaml}---\n${results.get(title)}\n\n`).join(""));
    });
});
