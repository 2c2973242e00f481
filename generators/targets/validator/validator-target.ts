import type { ReleaseRules } from "../../rules/release-rules.ts";
import { emitModule, type Statement, toJavaScript } from "../../typescript/emit.ts";
import { noticeLines } from "../notice.ts";
import { copyRuntime } from "../runtime-copy.ts";
import type { OutputFile, Target } from "../target.ts";
import { type EarlierModule, mainStatements } from "./emit-main.ts";
import { recordStatements } from "./emit-records.ts";
import { figureStatement, ruleStatements } from "./emit-rules.ts";
import { createReleaseCode, type ReleaseCode } from "./release-code.ts";
import { earlierReads } from "./rule-facts.ts";

/** The parts of the runtime that a validator stands on. */
const RUNTIME = /^(dates|rules\/.*|xml\/.*|validator\/.*|findings\/.*)(\.js|\.d\.ts)$/;

/**
 * A validator per release: structure and all rules in one pass. The package is self-contained: classes of the records, functions of the rules, and
 * a copy of the runtime; it imports nothing of Node.
 */
export const validatorTarget = {
  name: "validator",
  about: "validator of structure and rules",
  build: (release, context) => {
    if (!release.formats.includes("xml") || release.child === null)
      return { files: [], absent: [{ path: "validator/validator.js", why: "The collection has no XML form with a record per child." }] };
    const modules = validatorModules(context.rules());
    const files: OutputFile[] = [];
    for (const [name, text] of modules) {
      files.push({ path: `validator/${name}.ts`, content: text, committed: false });
      files.push({ path: `validator/${name}.js`, content: toJavaScript(text), committed: false });
    }
    files.push(...copyRuntime(context.runtime(), "validator/runtime", (path) => RUNTIME.test(path)));
    return { files, absent: [] };
  },
} satisfies Target;

/** The modules of the validator by name, as TypeScript. */
export function validatorModules(rules: ReleaseRules): ReadonlyMap<string, string> {
  const code = createReleaseCode(rules);
  const statements = ruleStatements(code);
  return assembleModules(code, [...statements, figureStatement(code)]);
}

/**
 * The modules of a validator for code that was compiled.
 * @param statements the module of the rules, without its preamble
 */
export function assembleModules(code: ReleaseCode, statements: readonly Statement[]): ReadonlyMap<string, string> {
  const { rules, names } = code;
  const header = noticeLines(rules.release);
  const earlier = [earlierModule(code, 1), earlierModule(code, 2)] as const;
  const crosswalks = [...code.crosswalks()].map(([years, became]) => `[${JSON.stringify(years)}, new Map(${JSON.stringify([...became])})]`);
  return new Map([
    ["records", emitModule(header, recordStatements(rules.release, names, 0))],
    ...earlier.flatMap((one, index): [string, string][] => {
      if (one === null) return [];
      const statements = recordStatements(one.release, one.names, index === 0 ? 1 : 2);
      return [[one.module, emitModule(noticeLines(one.release), statements)]];
    }),
    ["rules", emitModule(header, [...code.preamble(), ...statements])],
    ["validator", emitModule(header, mainStatements(rules, names, earlier, `new Map([${crosswalks.join(", ")}])`))],
  ]);
}

/** The records of an earlier return, where code looks at them. */
function earlierModule(code: ReleaseCode, year: 1 | 2): EarlierModule | null {
  const [release, names] = [code.releaseOf(year), code.namesOf(year)];
  if (release === null || names === null || !code.uses(year)) return null;
  return { release, names, module: code.moduleOf(year), asksForChildren: earlierReads(code.rules, year).asksForChildren };
}
