import { parseIsoDate } from "../../../runtime/dates.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Release } from "../../specification/model.ts";
import { emitModule, type Statement, toJavaScript } from "../../typescript/emit.ts";
import { noticeLines } from "../notice.ts";
import type { OutputFile, Target } from "../target.ts";
import { recordStatements } from "./emit-records.ts";
import { ruleModules } from "./emit-rules.ts";
import { validatorNames } from "./names.ts";

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
    for (const [path, text] of context.runtime()) if (RUNTIME.test(path)) files.push({ path: `validator/runtime/${path}`, content: text, committed: false });
    return { files, absent: [] };
  },
} satisfies Target;

/** The modules of the validator by name, as TypeScript. */
export function validatorModules(rules: ReleaseRules): ReadonlyMap<string, string> {
  const { release, earlier } = rules;
  const names = validatorNames(release, "");
  const lastNames = earlier[1] === null ? null : validatorNames(earlier[1], "OfLast");
  const emitted = ruleModules(rules, names, lastNames);
  const header = noticeLines(release);
  const modules = new Map<string, string>([
    ["records", emitModule(header, recordStatements(release, names))],
    ["rules", emitModule(header, emitted.rules)],
  ]);
  if (lastNames !== null && earlier[1] !== null) modules.set("last-records", emitModule(noticeLines(earlier[1]), recordStatements(earlier[1], lastNames)));
  modules.set("validator", emitModule(header, mainStatements(rules, emitted.usesLast, names, lastNames)));
  return modules;
}

function mainStatements(
  rules: ReleaseRules,
  usesLast: boolean,
  names: ReturnType<typeof validatorNames>,
  lastNames: ReturnType<typeof validatorNames> | null,
): readonly Statement[] {
  const { release, earlier, schema } = rules;
  const table = (of: ReturnType<typeof validatorNames>, path: string): string => {
    const name = of.className(path);
    return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}Table`;
  };
  const key = release.child?.key.path.slice(schema.child.length + 1).split("/") ?? [];
  const last = usesLast && lastNames !== null && earlier[1] !== null ? earlier[1] : null;
  const holidays = release.bankHolidays.flatMap(({ date }) => parseIsoDate(date) ?? []);
  const enforced = release.rules.flatMap((rule) => rule.enforces.flatMap((one) => enforcedChecks(release, one)).map((check) => [check, rule.id]));
  return [
    'import { createFigureReader, createValidation, type GeneratedValidator, type Validation, type ValidationOptions } from "./runtime/validator/engine.js";',
    'import type { Finding } from "./runtime/findings/finding.js";',
    `import { ${table(names, release.root.path)} } from "./records.js";`,
    ...(last === null || lastNames === null ? [] : [`import { ${table(lastNames, last.root.path)} } from "./last-records.js";`]),
    `import { figures, rules, test${names.className(schema.child)} } from "./rules.js";`,
    `/** ${release.title} ${release.period}: everything the validator stands on. */
export const validator: GeneratedValidator = {
  release: ${JSON.stringify(release.name)},
  root: ${table(names, release.root.path)},
  child: { path: ${JSON.stringify(schema.child)}, key: ${JSON.stringify(key)} },
  rules,
  test: (child, context, found) => test${names.className(schema.child)}(child as never, context, found),
  figures,
  collection: [${[release, earlier[1], earlier[2]].map(collectionFacts).join(", ")}],
  holidays: new Set([${holidays.join(", ")}]),
  last: ${last === null || lastNames === null ? "null" : `{ root: ${table(lastNames, last.root.path)}, childPath: ${JSON.stringify(last.child?.record.path ?? "")} }`},
  enforced: new Map(${JSON.stringify(enforced)}),
};`,
    `/** Starts the validation of one return: hand it the bytes of the file with write, then call end. */
export function validate(options: ValidationOptions, give: (finding: Finding) => void): Validation {
  return createValidation(validator, options, give);
}`,
    `/** Reads the return of the period before for the rules that compare with it. */
export function readLast(): ReturnType<typeof createFigureReader> {
  return createFigureReader(validator);
}`,
  ];
}

/** `Sex code` as `<path of the item> <fault>`, for each item of that name. */
function enforcedChecks(release: Release, enforces: string): readonly string[] {
  const [name, fault] = enforces.split(" ");
  return allNodes(release.root).flatMap((node) => (node.kind === "item" && node.name === name ? [`${node.path} ${fault}`] : []));
}

function collectionFacts(release: Release | null): string {
  const day = (text: string | undefined): string => String(text === undefined ? Number.NaN : parseIsoDate(text));
  return `{ start: ${day(release?.start)}, end: ${day(release?.end)}, reference_date: ${day(release?.referenceDate)}, authority: null }`;
}
