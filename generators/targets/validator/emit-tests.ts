import { allNodes } from "../../specification/build-items.ts";
import type { RecordNode } from "../../specification/model.ts";
import type { CheckedPart } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { Statement } from "../../typescript/emit.ts";
import type { ValidatorNames } from "./names.ts";

/** A part of a rule, the index of the rule in the list of rules, and what the functions of the part are called by. */
export interface PartTest {
  readonly rule: number;
  readonly id: string;
  readonly part: CheckedPart;
}

/**
 * Functions that say of a child, and of each kind of record in it, which rules have something to say; nearly always none has. They call the
 * functions of the rules one after another, which takes a fraction of the time of going through the list of rules.
 */
export function testStatements(rules: ReleaseRules, names: ValidatorNames, tests: readonly PartTest[]): readonly Statement[] {
  const records = allNodes(rules.release.root).filter((node): node is RecordNode => node.kind === "record");
  const inChild = records.filter(({ path }) => path === rules.schema.child || path.startsWith(`${rules.schema.child}/`));
  return inChild.toReversed().map((record) => {
    const isChild = record.path === rules.schema.child;
    const own = tests.filter(({ part }) => pathOf(part) === record.path).flatMap((test) => testLines(test, record, inChild, names));
    const inner = record.contains
      .filter((node): node is RecordNode => node.kind === "record")
      .map((node) => {
        const call = `test${names.className(node.path)}`;
        const field = names.field(node.path);
        return node.occurs.maximum === 1
          ? `if (t.${field} !== null) ${call}(t.${field}, context, found);`
          : `for (const inner of t.${field}) ${call}(inner, context, found);`;
      });
    const docs = isChild ? "/** Puts the indexes of the rules that may fail for a child, or for a record in it, behind those found. */\nexport " : "";
    const lines = [...own, ...inner].map((line) => `  ${line}\n`).join("");
    return `${docs}function test${names.className(record.path)}(t: ${names.className(record.path)}, context: RuleContext, found: number[]): void {\n${lines}}`;
  });
}

function pathOf({ target }: CheckedPart): string {
  return target.kind === "variables" ? target.within : target.record;
}

function testLines({ rule, id, part }: PartTest, record: RecordNode, records: readonly RecordNode[], names: ValidatorNames): readonly string[] {
  const { target } = part;
  const found = `found.push(${rule});`;
  const field = target.kind === "entry" ? `t.${names.field(`${record.path}/${target.name}`)}` : "";
  const lines: string[] = [];
  if (part.check !== null) {
    if (target.kind === "variables") lines.push(`if (anyPairFails(fails${id}, lists${id}(t, context), t, context)) ${found}`);
    else if (target.kind === "entry") lines.push(`for (const entry of ${field}) if (fails${id}(t, context, entry)) ${found}`);
    else lines.push(`if (fails${id}(t, context)) ${found}`);
  }
  if (part.unique.length > 0 && part.uniqueWithin !== null) {
    // Entries of one record are compared here; where records are compared, the finder of duplicates must look.
    const between = records.filter(({ path }) => path.startsWith(`${part.uniqueWithin}/`) && (path === record.path || record.path.startsWith(`${path}/`)));
    const isOne = target.kind === "entry" && between.every(({ occurs }) => occurs.maximum === 1);
    lines.push(isOne ? `if (repeats(${field})) ${found}` : found);
  }
  return lines;
}
