import type { CheckedPart } from "../../rules/checked-rule.ts";
import type { RecordNode } from "../../specification/model.ts";
import type { Statement } from "../../typescript/emit.ts";
import { needsIndex, pathOf } from "./emit-part.ts";
import type { ReleaseCode } from "./release-code.ts";

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
export function testStatements(code: ReleaseCode, tests: readonly PartTest[]): readonly Statement[] {
  const { child } = code.rules.schema;
  const inChild = code.names.records.filter(({ path }) => path === child || path.startsWith(`${child}/`));
  const { field } = code.names;
  const className = (path: string): string => code.typeName({ kind: "record", record: path, year: 0 });
  return inChild.toReversed().map((record) => {
    const own = tests.filter(({ part }) => pathOf(part) === record.path).flatMap((test) => testLines(test, record, inChild, field));
    const inner = record.contains
      .filter((node): node is RecordNode => node.kind === "record")
      .map((node) => {
        const call = `test${className(node.path)}`;
        return node.occurs.maximum === 1
          ? `if (t.${field(node.path)} !== null) ${call}(t.${field(node.path)}, context, found);`
          : `for (const inner of t.${field(node.path)}) ${call}(inner, context, found);`;
      });
    const docs =
      record.path === child ? "/** Puts the indexes of the rules that may fail for a child, or for a record in it, behind those found. */\nexport " : "";
    const lines = [...own, ...inner].map((line) => `  ${line}\n`).join("");
    return `${docs}function test${className(record.path)}(t: ${className(record.path)}, context: RuleContext, found: number[]): void {\n${lines}}`;
  });
}

function testLines({ rule, id, part }: PartTest, record: RecordNode, records: readonly RecordNode[], fieldOf: (path: string) => string): readonly string[] {
  const { target } = part;
  const found = `found.push(${rule});`;
  const field = target.kind === "entry" ? `t.${fieldOf(target.item)}` : "";
  const lines: string[] = [];
  if (part.check !== null) {
    if (target.kind === "variables") lines.push(`if (anyPairFails(fails${id}, lists${id}(t, context), t, context)) ${found}`);
    else if (target.kind === "record") lines.push(`if (fails${id}(t, context)) ${found}`);
    else if (needsIndex(part)) lines.push(`for (const [at, entry] of ${field}.entries()) if (fails${id}(t, context, entry, at)) ${found}`);
    else lines.push(`for (const entry of ${field}) if (fails${id}(t, context, entry)) ${found}`);
  }
  if (part.unique.length > 0 && part.uniqueWithin !== null) {
    // Entries of one record are compared here; where records are compared, the finder of duplicates must look.
    const between = records.filter(({ path }) => path.startsWith(`${part.uniqueWithin}/`) && (path === record.path || record.path.startsWith(`${path}/`)));
    const isOne = target.kind === "entry" && between.every(({ occurs }) => occurs.maximum === 1);
    lines.push(isOne ? `if (repeats(${field})) ${found}` : found);
  }
  return lines;
}
