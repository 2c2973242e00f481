import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { validatorModules } from "../../generators/targets/validator/validator-target.ts";
import { withFolder, PROJECT } from "../support/returnspec.ts";
import { checkInToy, pathOf, rulesOf, toyWithEdits } from "../support/toy-language.ts";
import { expressionModules } from "./compiled-code.ts";
import { readCaseFiles } from "./read-cases.ts";

const RULE = "rules: {add: {first: {title: T, severity: error, for: Child, let: {last: Stay.last()}, check: last.To > Birth, message: M, remedy: R}}}";
const OPTIONS = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--target", "ES2023", "--module", "NodeNext", "--types", "", "--skipLibCheck"];

/** What the TypeScript compiler says of modules, which stand on the runtime as it is in the sources. */
function problemsOf(modules: ReadonlyMap<string, string>): string {
  return withFolder((folder) => {
    const runtime = join(PROJECT, "runtime").replaceAll("\\", "/");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    for (const [name, text] of modules)
      writeFileSync(join(folder, `${name}.ts`), text.replaceAll(/from "\.\/runtime\/([^"]+)\.js"/g, `from "${runtime}/$1.ts"`));
    const files = [...modules.keys()].map((name) => join(folder, `${name}.ts`));
    const compiler = join(PROJECT, "node_modules", "typescript", "bin", "tsc");
    try {
      execFileSync(process.execPath, [compiler, ...OPTIONS, "--allowImportingTsExtensions", ...files], { cwd: folder, encoding: "utf8", stdio: "pipe" });
      return "";
    } catch (error) {
      return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    }
  });
}

test("the code of all expressions of the cases has the types it says", () => {
  const rules = rulesOf(toyWithEdits(RULE));
  const expressions = readCaseFiles().flatMap(({ expressions: cases }) =>
    cases.map(({ expression, record }) => {
      const checked = checkInToy(expression, record, rules);
      if ("problem" in checked) throw new Error(checked.problem);
      return { expression: checked.typed, record: pathOf(record, rules) };
    }),
  );
  expect(problemsOf(expressionModules(rules, expressions))).toBe("");
});

test("the code of a validator has the types it says", () => {
  expect(problemsOf(validatorModules(rulesOf(toyWithEdits(RULE))))).toBe("");
});
