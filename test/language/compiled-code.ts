import { Compiler } from "../../generators/language/compile.ts";
import type { Result } from "../../generators/language/values.ts";
import type { ExampleReturns } from "../../generators/rules/example.ts";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import { readReference } from "../../generators/rules/reference-rows.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import { figureStatement } from "../../generators/targets/validator/emit-rules.ts";
import { testStatements } from "../../generators/targets/validator/emit-tests.ts";
import { createReleaseCode } from "../../generators/targets/validator/release-code.ts";
import { assembleModules, validatorModules } from "../../generators/targets/validator/validator-target.ts";
import type { Finding, Location } from "../../runtime/findings/finding.ts";
import { UNREADABLE } from "../../runtime/rules/logic.ts";
import type { RuleContext } from "../../runtime/validator/compiled-rule.ts";
import { createContext, type EarlierReturn, type ReferenceTable } from "../../runtime/validator/context.ts";
import { createEarlierReader } from "../../runtime/validator/earlier.ts";
import { createValidation } from "../../runtime/validator/engine.ts";
import { createFigureSums } from "../../runtime/validator/figures.ts";
import type { GeneratedValidator, ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import { createStructureReader, tagsOf } from "../../runtime/validator/structure-reader.ts";
import { type DataRecord, type RecordTable, tableAt } from "../../runtime/validator/tables.ts";
import type { XmlReader } from "../../runtime/xml/handler.ts";
import { createXmlReader } from "../../runtime/xml/reader.ts";
import { loadModules } from "../support/load-modules.ts";
import { answerOf } from "../support/toy-language.ts";
import type { Evaluator, Expressed, Finder } from "./backends.ts";

type Compiled = (record: DataRecord, context: RuleContext) => unknown;

/** The modules of a validator without rules, whose module of rules holds expressions, compiled as rules are. */
export function expressionModules(rules: ReleaseRules, expressions: readonly Expressed[]): ReadonlyMap<string, string> {
  const code = createReleaseCode(rules);
  const { child } = rules.schema;
  const functions = expressions.map(({ expression, record }) => {
    const ofReturn = record !== child && !record.startsWith(`${child}/`);
    const compiler = new Compiler(code.compilerNames(ofReturn)).withRecord("this", "t");
    const node = ofReturn ? code.figures.expand(expression, new Map()) : expression;
    return `  (t: ${code.typeName({ kind: "record", record, year: 0 })}, context: RuleContext): unknown => ${compiler.value(node)},\n`;
  });
  return assembleModules(code, [
    `export const expressions = [\n${functions.join("")}];`,
    "export const rules: readonly CompiledRule[] = [];",
    ...testStatements(code, []),
    figureStatement(code),
  ]);
}

export async function compiledEvaluator(rules: ReleaseRules, expressions: readonly Expressed[]): Promise<Evaluator> {
  const modules = expressionModules(rules, expressions);
  const [module, main] = (await loadModules(modules, "rules", "validator")) as [{ expressions: readonly Compiled[] }, { validator: GeneratedValidator }];
  const validator = askingForChildren(main.validator);
  const known = new WeakMap<ExampleReturns, { readonly root: DataRecord; readonly context: RuleContext }>();
  const open = (returns: ExampleReturns): { readonly root: DataRecord; readonly context: RuleContext } => {
    const found = known.get(returns);
    if (found !== undefined) return found;
    const root = readRecord(validator.root, writeXml(returns.root, []));
    const opened = { root, context: contextOf(validator, optionsOf(rules, validator, returns), root) };
    known.set(returns, opened);
    return opened;
  };
  return (index, at, returns) => {
    const evaluate = module.expressions[index];
    const type = expressions[index]?.expression.type;
    if (evaluate === undefined || type === undefined) throw new Error(`There is no expression ${index}.`);
    const { root, context } = open(returns);
    return answerOf(plain(evaluate(recordAt(root, at, returns.root), context)), type, (value) => describe(value as never, returns));
  };
}

/** Compiles all rules of a release into its validator, which is then run on documents. */
export async function compiledFinder(rules: ReleaseRules): Promise<Finder> {
  const [main] = (await loadModules(validatorModules(rules), "validator")) as [{ validator: GeneratedValidator }];
  const { validator } = main;
  // Without an explanation the locations of a finding are the records that the rule stands on.
  const unexplained = { ...validator, rules: validator.rules.map((rule) => ({ ...rule, parts: rule.parts.map((part) => ({ ...part, explain: null })) })) };
  return ({ rule }, returns) => {
    const document = writeXml(returns.root, []);
    const found = (of: GeneratedValidator): readonly Finding[] =>
      findings(of, optionsOf(rules, of, returns), document).filter((one) => one.rule === rule.id && one.severity !== "not-run");
    const own = found(unexplained);
    const explained = found(validator);
    if (explained.length !== own.length) throw new Error(`Explained, rule ${rule.id} has ${explained.length} findings, not ${own.length}.`);
    return own.map(({ locations }) => locations.map((location) => describeLocation(location, returns.root)));
  };
}

/** Single children of the returns before are kept, whatever the rules of the release ask for. */
function askingForChildren(validator: GeneratedValidator): GeneratedValidator {
  const [last, beforeLast] = validator.earlier;
  return {
    ...validator,
    earlier: [last === null ? null : { ...last, asksForChildren: true }, beforeLast === null ? null : { ...beforeLast, asksForChildren: true }],
  };
}

function optionsOf(rules: ReleaseRules, validator: GeneratedValidator, returns: ExampleReturns): ValidationOptions {
  const earlier = (text: TextRecord | null, year: 1 | 2): EarlierReturn | null => {
    if (text === null) return null;
    const reader = createEarlierReader(validator, year);
    reader.write(new TextEncoder().encode(writeXml(text, [])));
    return reader.end();
  };
  const { rows } = readReference(returns.reference, rules.release);
  const reference = new Map(
    rules.release.referenceTables.map(({ name }): [string, ReferenceTable] => {
      const found = (key: string): ReturnType<ReferenceTable["rows"]> =>
        rows(name, key).map((row) => Object.fromEntries([...row].map(([column, value]) => [column, value === undefined ? UNREADABLE : value])) as never);
      return [name, { rows: found, has: (key) => found(key).length > 0 }];
    }),
  );
  return {
    input: "case.xml",
    authority: returns.authority,
    earlier: [earlier(returns.last, 1), earlier(returns.beforeLast, 2)],
    reference,
    stage: "all",
    asAt: null,
  };
}

/** The context in which the rules on the whole return are decided, all figures added up. */
function contextOf(validator: GeneratedValidator, options: ValidationOptions, root: DataRecord): RuleContext {
  const context = createContext(validator, options);
  const sums = createFigureSums(validator.figures.filter(({ year }) => year === 0));
  const child = tableAt(validator.root, validator.child.path);
  const visit = (record: DataRecord): void => {
    if (record.table() === child) sums.add(record, root, context);
    for (const inner of inside(record)) visit(inner);
  };
  visit(root);
  Object.assign(context.figures, options.earlier[0]?.figures, options.earlier[1]?.figures, sums.sums());
  return context;
}

function inside(record: DataRecord): readonly DataRecord[] {
  return record
    .table()
    .children.filter(({ kind }) => kind === "record")
    .flatMap(({ name }) => [record[name]].flat().filter((inner) => inner !== null) as DataRecord[]);
}

/** Reads a document whole: unlike a validation it keeps the children. */
function readRecord(table: RecordTable, document: string): DataRecord {
  let root: DataRecord | null = null;
  const sink = {
    problem: () => undefined,
    otherRoot: () => undefined,
    closed: (record: DataRecord) => {
      root = record;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(table, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(table) });
  reader.write(new TextEncoder().encode(document));
  reader.end();
  if (root === null) throw new Error("The document has no root.");
  return root;
}

/** The record that was read from a record of texts. */
function recordAt(root: DataRecord, at: TextRecord, from: TextRecord): DataRecord {
  if (at === from) return root;
  for (const [path, siblings] of from.groups) {
    for (const [index, inner] of siblings.entries()) {
      if (!holds(inner, at)) continue;
      const read = inside(root).find((record) => record.table().path === path && record.position === index + 1);
      if (read !== undefined) return recordAt(read, at, inner);
    }
  }
  throw new Error("The record is not one of the return.");
}

function holds(record: TextRecord, at: TextRecord): boolean {
  return record === at || [...record.groups.values()].flat().some((inner) => holds(inner, at));
}

/** Values of compiled code as the interpreter has them. */
function plain(value: unknown): Result {
  if (value === UNREADABLE) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  return (value ?? null) as Result;
}

function describe(record: DataRecord, returns: ExampleReturns): string {
  const way: string[] = [];
  let at = record;
  while (at.parent !== null) {
    way.unshift(`${at.table().name}[${at.position}]`);
    at = at.parent;
  }
  const { in: of, name } = at.table();
  const root = of === null ? returns.root : of === "last_return" ? returns.last : returns.beforeLast;
  return `${of === null ? "" : `${of} `}${nameWay(way, root, name)}`;
}

function describeLocation({ path }: Location, root: TextRecord): string {
  const [, name = "", ...steps] = (path ?? "").split("/");
  return nameWay(
    steps.map((step) => (step.endsWith("]") ? step : `${step}[1]`)),
    root,
    name,
  );
}

/** As `describeRecord` names records: the only child is not named. */
function nameWay(way: readonly string[], root: TextRecord | null, name: string): string {
  const isOnlyChild = root !== null && [...root.groups.values()].flat().length === 1;
  const named = way.filter((step) => way.length === 1 || !isOnlyChild || !step.startsWith("Child["));
  return named.length === 0 ? name : named.join("/");
}

function findings(validator: GeneratedValidator, options: ValidationOptions, document: string): readonly Finding[] {
  const found: Finding[] = [];
  const validation = createValidation(validator, options, (finding) => found.push(finding));
  validation.write(new TextEncoder().encode(document));
  validation.end();
  return found;
}
