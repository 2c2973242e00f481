import type { Finding, Location } from "./finding.ts";

/**
 * The order of findings inside one child, and of those that follow the last child: by first location, then by rule, then by the other
 * locations; rules that were not run come last. Children themselves come in the order in which they first appear, so a validator sorts and
 * passes on the findings of one child at a time.
 * @param tables names in the order of the release, for returns made of tables; unknown ones follow by name
 */
export function findingOrder(tables: readonly string[] = []): (a: Finding, b: Finding) => number {
  const ranks = new Map(tables.map((table, index) => [table, index]));
  const compareTables = (a: string | null, b: string | null): number => compareNumbers(rankOf(ranks, a), rankOf(ranks, b)) || compareTexts(a ?? "", b ?? "");
  const comparePlaces = (a: Location | undefined, b: Location | undefined): number => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return (
      compareNumbers(RETURNS.indexOf(a.in), RETURNS.indexOf(b.in)) ||
      compareNumbers(a.line, b.line) ||
      compareNumbers(a.column, b.column) ||
      compareTables(a.table, b.table) ||
      compareNumbers(a.row, b.row) ||
      compareTexts(a.path ?? "", b.path ?? "")
    );
  };
  return (a, b) => {
    const byFirst =
      Number(a.severity === "not-run") - Number(b.severity === "not-run") || comparePlaces(a.locations[0], b.locations[0]) || compareTexts(a.rule, b.rule);
    if (byFirst !== 0) return byFirst;
    for (let index = 1; index < Math.min(a.locations.length, b.locations.length); index += 1) {
      const byOther = comparePlaces(a.locations[index], b.locations[index]);
      if (byOther !== 0) return byOther;
    }
    return a.locations.length - b.locations.length || compareTexts(a.message, b.message);
  };
}

const RETURNS: readonly Location["in"][] = [null, "last_return", "return_before_last"];

function rankOf(ranks: ReadonlyMap<string, number>, table: string | null): number {
  return table === null ? -1 : (ranks.get(table) ?? ranks.size);
}

/** What has no number comes last. */
function compareNumbers(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return a === null ? 1 : b === null ? -1 : a - b;
}

/** By code unit: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
