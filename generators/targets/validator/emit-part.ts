import { asksValidity, Compiler } from "../../language/compile.ts";
import { safeName } from "../../language/compile-names.ts";
import { type Expansion, Explainer } from "../../language/explain.ts";
import { replaceVariables } from "../../language/expand.ts";
import type { Typed } from "../../language/typed.ts";
import type { Type } from "../../language/types.ts";
import type { CheckedPart, CheckedRule } from "../../rules/checked-rule.ts";
import { isDerivedItem } from "../../rules/derived-items.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { Release } from "../../specification/model.ts";
import { declareAll, declareFor, type Let, letsUsed } from "./emit-lets.ts";
import { comment, type ReleaseCode } from "./release-code.ts";
import { scannedGroups } from "./rule-facts.ts";

/** The code of one check of a rule: its functions, and its row in the table of rules. */
export interface PartCode {
  readonly functions: readonly string[];
  readonly row: string;
}

/** A part of a rule with what its functions are called by. */
interface Part {
  readonly rule: CheckedRule;
  readonly part: CheckedPart;
  readonly id: string;
  readonly lets: readonly Let[];
  readonly when: Typed | null;
  readonly check: Typed | null;
  readonly compiler: Compiler;
  /** The parameters that say which record is checked, and those for its entry or variables. */
  readonly head: string;
  readonly values: readonly string[];
}

/** Path of the record that a part stands on; for variables of the record inside which they range. */
export function pathOf({ target }: CheckedPart): string {
  return target.kind === "variables" ? target.within : target.record;
}

/** Whether a part is about more than one child, and so decided after the last one. */
export function isOfReturn(part: CheckedPart, child: string): boolean {
  const path = pathOf(part);
  return path !== child && !path.startsWith(`${child}/`);
}

/** Whether the functions of a part are told which entry of a repeating item they are about. */
export function needsIndex({ target, when, check, let: lets, unique }: CheckedPart): boolean {
  return target.kind === "entry" && [when, check, ...lets.map(({ is }) => is), ...unique].some((node) => node !== null && asksValidity(node, "#entry"));
}

/** @param id what the functions are called by */
export function partCode(rule: CheckedRule, part: CheckedPart, id: string, code: ReleaseCode): PartCode {
  const ofReturn = isOfReturn(part, code.rules.schema.child);
  const prepare = ofReturn ? expander(part, code) : (node: Typed): Typed => node;
  const path = pathOf(part);
  const one: Part = {
    rule,
    part,
    id,
    lets: part.let.map(({ name, is }) => ({ name, node: prepare(is) })),
    when: part.when === null ? null : prepare(part.when),
    check: part.check === null ? null : prepare(part.check),
    compiler: partCompiler(part, code, ofReturn),
    head: `t: ${code.typeName({ kind: "record", record: path, year: 0 })}, context: RuleContext`,
    values: valueParameters(part, code),
  };
  const { target } = part;
  const lists = target.kind === "variables" ? listsFunction(one, target.variables) : NO_LISTS;
  const check = checkFunctions(one, code, ofReturn);
  const report = reportFunction(one);
  const key = keyFunction(one);
  const values = valuesFunction(one, code);
  const row = [
    `path: ${JSON.stringify(path)}`,
    `entries: ${target.kind === "entry" ? JSON.stringify(target.name) : "null"}`,
    `variables: ${JSON.stringify(target.kind === "variables" ? target.variables.map(({ name }) => name) : [])}`,
    lists.row,
    check.row,
    report.row,
    `scans: ${JSON.stringify(scannedGroups(code.rules, part))}`,
    key.row,
    `message: ${JSON.stringify(part.message)}`,
    values.row,
  ];
  return { functions: [...lists.functions, ...check.functions, ...report.functions, ...key.functions, ...values.functions], row: `{ ${row.join(", ")} }` };
}

const NO_LISTS: PartCode = { functions: [], row: "lists: null" };

/** In rules on the whole return names of `let` are put in place, so that lists over children are seen whole. */
function expander(part: CheckedPart, { figures }: ReleaseCode): (node: Typed) => Typed {
  const meanings = new Map<string, Typed>();
  for (const { name, is } of part.let) meanings.set(name, replaceVariables(is, meanings));
  return (node) => figures.expand(node, meanings);
}

function partCompiler({ target }: CheckedPart, code: ReleaseCode, ofReturn: boolean): Compiler {
  const compiler = new Compiler(code.compilerNames(ofReturn)).withRecord("this", "t");
  return target.kind === "entry" ? compiler.withEntry("#entry", "entry", `t.${compiler.names.field(target.item)}$invalid[at]`) : compiler;
}

function valueParameters(part: CheckedPart, code: ReleaseCode): readonly string[] {
  const { target } = part;
  if (target.kind === "entry") return ["entry: Value", ...(needsIndex(part) ? ["at: number"] : [])];
  if (target.kind === "record") return [];
  return target.variables.map(({ name, list }) => `${safeName(name)}: ${code.typeName(list.type.kind === "list" ? list.type.of : list.type)}`);
}

function listsFunction({ id, head, compiler }: Part, variables: readonly { readonly list: Typed }[]): PartCode {
  return {
    functions: [`function lists${id}(${head}) {\n  return [${variables.map(({ list }) => compiler.value(list)).join(", ")}];\n}`],
    row: `lists: lists${id}`,
  };
}

/** Statements that leave a function where `when` does not hold, and what is known behind them. */
function guard(
  { when, lets, compiler }: Part,
  otherwise: string,
): { readonly statements: string; readonly compiler: Compiler; readonly known: ReadonlySet<string> } {
  if (when === null) return { statements: "", compiler, known: new Set() };
  const declared = declareFor(when, new Set(), lets, compiler);
  return {
    statements: `${declared.statements}  if (!(${declared.compiler.whenTrue(when)})) return ${otherwise};\n`,
    compiler: declared.compiler,
    known: letsUsed([when], lets),
  };
}

function docsOf({ rule: { rule }, part }: Part): string {
  const texts = [part.check === null ? null : (rule.check?.text ?? null), rule.when?.text ?? null].filter((text) => text !== null);
  return `/** ${rule.id}: ${comment(rule.title)}.${texts.map((text) => `\n * ${comment(text)}`).join("")} */\n`;
}

function checkFunctions(one: Part, code: ReleaseCode, ofReturn: boolean): PartCode {
  const { id, head, values, lets, when, check, compiler } = one;
  if (check === null) return { functions: [], row: "fails: null, explain: null" };
  const before = code.figures.used;
  const guarded = guard(one, "false");
  const declared = declareFor(check, guarded.known, lets, guarded.compiler);
  const body = `${guarded.statements}${declared.statements}  return ${declared.compiler.whenFalse(check)};\n`;
  const fails = `${docsOf(one)}function fails${id}(${[head, ...values].join(", ")}): boolean {\n${body}}`;
  const explainer = new Explainer(compiler, (node) => expansion(node, lets, code));
  // Of figures there is nothing to show but the return itself.
  const isOfFigures = ofReturn && code.figures.used > before;
  const statements = isOfFigures ? "" : explainer.condition(check, false) + (when === null ? "" : explainer.condition(when, true));
  const all = letsUsed(when === null ? [check] : [when, check], lets);
  const needed = new Set(lets.flatMap(({ name, node }) => (all.has(name) && stands(name, statements) ? [name, ...letsUsed([node], lets)] : [])));
  const explain = `function explain${id}(${[head, "trace: Trace", ...values].join(", ")}): void {\n${declareAll(needed, lets, compiler)}${statements}}`;
  return { functions: [fails, explain], row: `fails: fails${id}, explain: explain${id}` };
}

/** The records that a finding points at, where the rule names others than the checked one. */
function reportFunction({ part, id, head, values, lets, compiler }: Part): PartCode {
  if (part.report.length === 0) return { functions: [], row: "report: null" };
  const records = part.report.map((node) => (node.type.kind === "list" ? `...${compiler.value(node)}` : compiler.value(node)));
  const declared = declareAll(letsUsed(part.report, lets), lets, compiler);
  const code = `function report${id}(${[head, ...values].join(", ")}): readonly (DataRecord | null | undefined)[] {\n${declared}  return [${records.join(", ")}];\n}`;
  return { functions: [code], row: `report: report${id}` };
}

function stands(name: string, code: string): boolean {
  return new RegExp(`(?<![\\w$."])${safeName(name).replaceAll("$", "\\$")}(?![\\w$])`).test(code);
}

/** What a `let` name or a definition stands for, for looking into it. */
function expansion(node: Typed, lets: readonly Let[], { rules }: ReleaseCode): Expansion | null {
  if (node.op === "variable") {
    const found = lets.find(({ name }) => name === node.name);
    return found === undefined ? null : { body: found.node, owner: null };
  }
  if (node.op !== "definition" || node.arguments.length > 0 || node.owner === null) return null;
  const definition = rules.definitions[node.year].get(node.name);
  return definition === null ? null : { body: definition.body, owner: node.owner };
}

function keyFunction(one: Part): PartCode {
  const { part, id, head, values, lets } = one;
  if (part.unique.length === 0) return { functions: [], row: "key: null, uniqueWithin: null, keyItems: []" };
  const guarded = guard(one, "null");
  const used = [...letsUsed(part.unique, lets)].filter((name) => !guarded.known.has(name));
  const declared = declareAll(new Set(used), lets, guarded.compiler);
  const keys = part.unique.map((node) => guarded.compiler.value(node)).join(", ");
  const code = `${docsOf(one)}function key${id}(${[head, ...values].join(", ")}): readonly Value[] | null {\n${guarded.statements}${declared}  return [${keys}];\n}`;
  const items = part.unique.flatMap((node) => (node.op === "item" ? [node.item] : []));
  return { functions: [code], row: `key: key${id}, uniqueWithin: ${JSON.stringify(part.uniqueWithin)}, keyItems: ${JSON.stringify(items)}` };
}

/** Texts of the `let` names and of the derived items that the message uses: neither is read from the return. */
function valuesFunction({ part, id, head, values, lets: own, compiler }: Part, { rules, rules: { release } }: ReleaseCode): PartCode {
  const form = release.lexical.date;
  const lets = [...own, ...derivedItemsOf(part, rules)];
  const named = lets.filter(({ name }) => part.message.includes(`{${name}}`));
  if (named.length === 0) return { functions: [], row: "values: null" };
  const wanted = new Set(named.flatMap(({ name, node }) => [name, ...letsUsed([node], lets)]));
  const texts = named.map(({ name, node }) => `${JSON.stringify(name)}: ${valueText(safeName(name), node.type, form)}`);
  return {
    functions: [
      `function values${id}(${[head, ...values].join(", ")}): Readonly<Record<string, string | null>> {\n${declareAll(wanted, lets, compiler)}  return { ${texts.join(", ")} };\n}`,
    ],
    row: `values: values${id}`,
  };
}

/** The derived items of the record that a part checks, as names for what computes them. */
function derivedItemsOf({ target }: CheckedPart, rules: ReleaseRules): readonly Let[] {
  if (target.kind !== "record") return [];
  return [...rules.schema.definitions].flatMap(([key, schema]): Let[] => {
    const found = isDerivedItem(schema) && schema.owner?.record === target.record ? rules.definitions[0].get(key) : null;
    if (found === null || !isDerivedItem(schema)) return [];
    const { type, range } = found.body;
    const owner: Typed = { op: "variable", name: "this", type: { kind: "record", record: target.record, year: 0 }, range };
    return [{ name: schema.item.name, node: { op: "definition", name: key, owner, year: 0, arguments: [], type, range } }];
  });
}

/** Code for the text of a value in a message; null when there is none. */
function valueText(code: string, type: Type, form: Release["lexical"]["date"]): string {
  if (type.kind === "date") return `typeof ${code} === "number" ? ${form === "yyyy-mm-dd" ? "formatIsoDate" : "formatUkDate"}(${code}) : null`;
  const scaled = type.kind === "decimal" ? `${code} / 1000` : code;
  return type.kind === "integer" || type.kind === "decimal"
    ? `typeof ${code} === "number" ? String(${scaled}) : null`
    : `typeof ${code} === "string" ? ${code} : null`;
}
