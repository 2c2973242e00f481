import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES, LIST_METHODS } from "../../generators/language/functions.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readYaml } from "../../generators/specification/yaml-reader.ts";
import { PROJECT } from "../support/returnspec.ts";
import { type Answer, checkInToy, pathOf, problemsOf, recordsAt, returnsOf, rulesOf, toyWithEdits } from "../support/toy-language.ts";
import { BACKENDS } from "./backends.ts";

const text = readFileSync(join(PROJECT, "docs/rule-language.md"), "utf8");
const toy = rulesOf(toyWithEdits("rules: {add: {first: {title: T, severity: error, for: Child, check: present(ChildId), message: M, remedy: R}}}"));

/** Tables whose first heading is an item in backticks: below it expressions, beside it the states of the item and what they come to. */
const cells = (row: string): readonly string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, "|"));
const answers = [...text.matchAll(/^\| `(\w+)` \|.*\n\| ---.*\n((?:\|.*\n)+)/gm)].flatMap(([table, item = "", rows = ""]) => {
  const states = cells(table.split("\n")[0] ?? "").slice(1);
  return rows
    .trim()
    .split("\n")
    .flatMap((row) => {
      const [expression = "", ...values] = cells(row);
      return values.map((value, index) => ({ expression: expression.replaceAll("`", ""), item, state: states[index] ?? "", value }));
    });
});

const blocks = [...text.matchAll(/^```yaml( definitions)?\n([\s\S]*?)^```/gm)].map(([, kind, yaml = ""]) => ({ isDefinitions: kind !== undefined, yaml }));

describe("docs/rule-language.md", () => {
  test("has tables and rules that can be checked", () => {
    expect(answers.length).toBeGreaterThan(100);
    expect(blocks.length).toBeGreaterThan(6);
  });

  const record = pathOf("Child", toy);
  const expressions = answers.map(({ expression }) => {
    const checked = checkInToy(expression, "Child", toy);
    if ("problem" in checked) throw new Error(`${expression}: ${checked.problem}`);
    return { expression: checked.typed, record };
  });
  const ready = BACKENDS.map((backend) => backend.evaluator(toy, expressions));

  test.each(answers.map((one, index) => [`${one.expression} with ${one.item} ${one.state}`, one, index] as const))("%s", async (_, one, index) => {
    const { item, state, value } = one;
    const given = readYaml(
      "docs",
      new TextEncoder().encode(`{${item}: ${/^[\w-]+$/.test(state) && state !== "absent" && state !== "empty" ? `"${state}"` : state}}`),
      new Diagnostics(),
    );
    if (given === null) throw new Error("the state of the item is not YAML");
    const returns = returnsOf(given, "Child", toy);
    const at = recordsAt(returns.root, record)[0];
    if (at === undefined) throw new Error("there is no child");
    for (const evaluate of await Promise.all(ready)) expect<Answer>(evaluate(index, at, returns)).toBe(value);
  });

  test.each(blocks.map((block) => [block.yaml.split("\n")[0] ?? "", block] as const))("the example %s is right", (_, { yaml, isDefinitions }) => {
    const entries = yaml.replaceAll(/ +# .*$/gm, "").replaceAll(/^(?=.)/gm, "    ");
    const words = entries.replaceAll(/^ {4}(\S.*):\n/gm, (line) => `${line}      title: T\n      severity: error\n      remedy: R\n`);
    const withMessage = words.replaceAll(/^ {4}\S.*:\n(?: {5,}.*\n)+/gm, (rule) => (rule.includes("message:") ? rule : `${rule}      message: M\n`));
    expect(problemsOf(toyWithEdits(isDefinitions ? `definitions:\n  add:\n${entries}` : `rules:\n  add:\n${withMessage}`))).toEqual([]);
  });

  test("names every function, every function of lists and every lint", () => {
    const lints = [
      "never-applies",
      "never-fails",
      "no-difference",
      "exists-with-missing-item",
      "unknown-alternative",
      "same-with-absent-record",
      "undecided-definition",
      "unused-definition",
    ];
    const missing = [
      ...FUNCTION_NAMES.filter((name) => !text.includes(`${name}(`)),
      ...LIST_METHODS.filter((name) => !text.includes(`.${name}(`)),
      ...lints.filter((code) => !text.includes(`\`${code}\``)),
    ];
    expect(missing).toEqual([]);
  });

  test("shows an error as check gives it", () => {
    const edits = 'rules:\n  add:\n    "1":\n      title: T\n      severity: error\n      message: M\n      remedy: R\n';
    const specification = toyWithEdits(edits.replace("      title", "      for: Child\n      when: present(Death)\n      check: present(Brith)\n      title"));
    const [said = ""] = problemsOf(specification);
    const shown = /```\n(specs\/home[\s\S]*?)```/.exec(text)?.[1] ?? "";
    const bare = (one: string): string =>
      one
        .replaceAll(/\d+/g, "0")
        .replaceAll(/^.*\| *(?:title|"0").*\n?/gm, "")
        .replaceAll(/ +/g, " ")
        .trim();
    expect(bare(said)).toBe(bare(shown));
  });

  test("is YAML that the reader accepts", () => {
    for (const { yaml } of blocks) {
      const diagnostics = new Diagnostics();
      readYaml("docs", new TextEncoder().encode(yaml), diagnostics);
      expect(diagnostics.sorted.map(formatDiagnostic)).toEqual([]);
    }
  });
});
