import { Compiler } from "../../language/compile.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import { outsideNeeds } from "../../rules/rule-needs.ts";
import type { Statement } from "../../typescript/emit.ts";
import { isOfReturn, type PartCode, partCode } from "./emit-part.ts";
import { type PartTest, testStatements } from "./emit-tests.ts";
import type { FigureCode } from "./figures.ts";
import type { ReleaseCode } from "./release-code.ts";
import { runFields } from "./rule-facts.ts";

/** The rules of a release: one function per question a rule asks, and the list of rules. What they need besides is in the preamble of `code`. */
export function ruleStatements(code: ReleaseCode): readonly Statement[] {
  const { rules } = code;
  const functions: string[] = [];
  const table: string[] = [];
  const tests: PartTest[] = [];
  for (const rule of rules.rules) {
    if (rule.rule.notTestable !== null) continue;
    const parts = rule.parts.map((part, index) => partCode(rule, part, partId(rule, index), code));
    functions.push(...parts.flatMap((part) => part.functions));
    const ofReturn = rule.parts.some((part) => isOfReturn(part, rules.schema.child));
    if (!ofReturn && outsideNeeds(rules, rule).length === 0)
      tests.push(...rule.parts.map((part, index) => ({ rule: table.length, id: partId(rule, index), part })));
    table.push(ruleRow(rule, parts, ofReturn, code));
  }
  return [
    ...functions,
    `/** The rules that a machine can check, by id. */\nexport const rules: readonly CompiledRule[] = [\n${table.join("")}];`,
    ...testStatements(code, tests),
  ];
}

/** Figures of the whole return that the code compiled so far asks for. */
export function figureStatement(code: ReleaseCode): string {
  const figures: string[] = [];
  // A figure may be found while another one is compiled.
  for (let index = 0; index < code.figures.all.length; index += 1) figures.push(figureRow(code.figures.all[index] as FigureCode, code));
  return `/** Figures of the whole return, added up child by child. */\nexport const figures: readonly Figure[] = [\n${figures.join("")}];`;
}

function ruleRow(rule: CheckedRule, parts: readonly PartCode[], ofReturn: boolean, { rules }: ReleaseCode): string {
  const { id, title, severity, remedy } = rule.rule;
  const figures = new Set(
    parts.flatMap(({ functions }) => functions.flatMap((text) => [...text.matchAll(/\bcontext\.figures\["(\w+)"\]/g)].flatMap(([, name]) => name ?? []))),
  );
  return `  { id: ${JSON.stringify(id)}, title: ${JSON.stringify(title)}, severity: "${severity}", remedy: ${JSON.stringify(remedy)}, ${runFields(rules, rule)}, isOfReturn: ${ofReturn}, figures: ${JSON.stringify([...figures])}, parts: [${parts.map(({ row }) => row).join(", ")}] },\n`;
}

function figureRow({ name, year, combine, node }: FigureCode, code: ReleaseCode): string {
  const schema = code.schemaOf(year);
  const compiler = new Compiler({ ...code.compilerNames(false), child: schema?.child ?? "" }).withRecord("this", "t").with("#child", "child");
  const added =
    combine === "distinct" && node.op === "size" && node.list.op === "distinct"
      ? compiler.value(node.list.list)
      : node.type.kind === "boolean"
        ? compiler.whenTrue(node)
        : compiler.value(node);
  const [child, root] = [schema?.child ?? "", schema?.root ?? ""].map((record) => code.typeName({ kind: "record", record, year }));
  return `  { name: ${JSON.stringify(name)}, year: ${year}, combine: "${combine}", add: (child: ${child}, t: ${root}, context: RuleContext) => ${added} },\n`;
}

/** What the functions of a part are called by. */
function partId({ rule, parts }: CheckedRule, index: number): string {
  return `${rule.id.replaceAll(/\W/g, "_")}${parts.length === 1 ? "" : `_${index + 1}`}`;
}
