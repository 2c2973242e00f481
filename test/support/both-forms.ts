import type { Returns } from "../../generators/rules/evaluate.ts";
import { emptyRecord, recordsInside, type TextRecord } from "../../generators/rules/record-tree.ts";
import type { ReleaseRules } from "../../generators/rules/release-rules.ts";
import { writeTables } from "../../generators/rules/table-rows.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import type { Release } from "../../generators/specification/model.ts";

/** Returns without what XML or tables have no place for: the same children in each of the two forms. */
export function carriedByBoth({ release, earlier }: ReleaseRules, returns: Returns): Returns {
  return {
    ...returns,
    root: inBoth(returns.root, release),
    last: returns.last === null || earlier[1] === null ? null : inBoth(returns.last, earlier[1]),
    beforeLast: returns.beforeLast === null || earlier[2] === null ? null : inBoth(returns.beforeLast, earlier[2]),
  };
}

function inBoth(root: TextRecord, release: Release): TextRecord {
  const carried = returnInXml(writeTables(returnInXml(root).root, release).root).root;
  return withoutRow(carried, release);
}

/** What a row would say of a record, XML says of one that has none: that it is not so. */
function withoutRow(record: TextRecord, release: Release): TextRecord {
  const groups = new Map([...record.groups].map(([path, inner]) => [path, inner.map((one) => withoutRow(one, release))]));
  for (const node of recordsInside(record.node)) {
    const implied = release.tables.find((table) => table.record.path === node.path)?.implied ?? [];
    const said = implied.flatMap(({ item }) => (item.neutral === null ? [] : [[item.path, [item.neutral]] as const]));
    if (said.length > 0 && (groups.get(node.path) ?? []).length === 0)
      groups.set(node.path, [{ ...emptyRecord(node), items: new Map(said.map(([path, texts]) => [path, [...texts]])) }]);
  }
  return { ...record, groups };
}
