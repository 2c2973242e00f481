import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { linkModules } from "../../generators/typescript/link.ts";

const run = (modules: Readonly<Record<string, string>>, libraries: Readonly<Record<string, string>> = {}): unknown => {
  const given: unknown[] = [];
  runInNewContext(linkModules(new Map(Object.entries(modules)), "main.js", new Map(Object.entries(libraries))), {
    give: (value: unknown) => given.push(value),
  });
  return given;
};

describe("the linker", () => {
  test("joins modules, each once, those that are needed first", () => {
    const modules = {
      "main.js":
        'import { twice, Box } from "./inner/twice.js";\nimport "./effect.js";\nimport { one as first } from "./one.js";\ngive(twice(first)); give(new Box(5).value);',
      "inner/twice.js":
        'import { one } from "../one.js";\nfunction twice(x) { return one + x; }\nexport { twice };\nexport class Box { constructor(value) { this.value = value; } }\nexport const unused = `\nexport const no = 1;\nimport x from "y";\n`;',
      "one.js": 'give("one");\nexport const one = 1, other = 2;\nexport function unusedToo() {}',
      "effect.js": 'give("effect");\nexport {};',
      "not-needed.js": "export default 1;",
    };
    expect(run(modules)).toEqual(["one", "effect", 2, 5]);
    expect(linkModules(new Map(Object.entries(modules)), "main.js")).not.toContain("not-needed");
  });

  test("names of one module are not seen in another", () => {
    expect(
      run({
        "main.js": 'import { a } from "./a.js"; const hidden = 2; give(a()); give(hidden);',
        "a.js": "const hidden = 1; export function a() { return hidden; }",
      }),
    ).toEqual([1, 2]);
  });

  test("takes the default of a library, once", () => {
    const modules = {
      "main.js": 'import Counter from "counter"; import { second } from "./second.js"; give(Counter.next()); give(second); give(typeof module);',
      "second.js": 'import Other from "counter"; export const second = Other.next();',
    };
    const counter = `(function (root, factory) {
  if (typeof module === "object" && typeof exports !== "undefined") module.exports = factory();
  else root.Counter = factory();
})(this, function () { let count = 0; return { next: () => (count += 1) }; });`;
    expect(run(modules, { counter, unused: "throw new Error();" })).toEqual([2, 1, "undefined"]);
    const refused = new Map([["main.js", 'import { next } from "counter";']]);
    expect(() => linkModules(refused, "main.js", new Map([["counter", counter]]))).toThrow("does not know this form: import { next }");
  });

  test.each([
    ["a module that is not there", 'import { a } from "./none.js";', "There is no module none.js, which main.js imports."],
    ["modules that import each other", 'import { a } from "./other.js"; export const b = 1;', "Modules import each other: main.js -> other.js -> main.js."],
    ["a package", 'import { readFileSync } from "node:fs";', "does not know this form: import { readFileSync }"],
    ["a default import", 'import a from "./a.js";', "does not know this form: import a"],
    ["a namespace", 'import * as a from "./a.js";', "does not know this form: import * as a"],
    ["a default export", "export default function a() {}", "does not know this form: export default"],
    ["an exported value", "export default 1;", "does not know this form: export default"],
    ["a re-export", 'export { a } from "./a.js";', "does not know this form: export { a } from"],
    ["all of another", 'export * from "./a.js";', "does not know this form: export *"],
    ["what may change later", "export let a = 1;", "does not know this form: export let"],
    ["taken apart", "export const { a } = { a: 1 };", "does not know this form: export const { a }"],
    ["an import at run time", 'const a = () => import("./a.js");', "does not know this form: import"],
    ["facts of the module", "const a = import.meta.url;", "does not know this form: import.meta"],
  ])("refuses %s", (_, text, message) => {
    const modules = new Map([
      ["main.js", text],
      ["other.js", 'import { b } from "./main.js"; export const a = 1;'],
    ]);
    expect(() => linkModules(modules, "main.js")).toThrow(message);
  });
});
