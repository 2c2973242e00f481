import { describe, expect, test } from "vitest";
import { readScenarios } from "../../generators/scenarios/read-scenarios.ts";
import { csvText } from "../../generators/targets/conformance/csv.ts";
import { type TableRow, writeTables } from "../../generators/rules/table-rows.ts";
import { faultLines, isPassed, openSuite, tablesInput } from "./suites.ts";
import { specification } from "../support/specification.ts";

/** `own`: columns that no other table has to say the same. */
type Tables = ReadonlyMap<string, { readonly header: readonly string[]; readonly own: readonly string[]; readonly rows: readonly TableRow[] }>;

/** A mistake in one table. */
interface WrongTables {
  readonly name: string;
  readonly change: (tables: Tables) => Tables;
}

describe("a return in tables", async () => {
  const { release, judge } = await openSuite("cla/2026-27");
  const { tables } = writeTables(readScenarios(specification, release).found.root, release);
  const right: Tables = new Map(
    release.tables.map(({ name, columns }) => [
      name,
      {
        header: columns.map((column) => column.name),
        own: columns.flatMap(({ name: column, copies }) => (copies === null ? [column] : [])),
        rows: tables.get(name) ?? [],
      },
    ]),
  );
  const input = (given: Tables) => tablesInput(new Map([...given].map(([name, { header, rows }]) => [`${name}.csv`, csvText(header, rows)])));

  test("that holds what the stories say passes", async () => {
    expect(faultLines(await judge(input(right)))).toEqual([]);
  });

  test("with a row, a column, a cell or a table gone wrong is found out", async () => {
    const survivors: string[] = [];
    for (const { name, change } of wrongTables(right)) if (isPassed(await judge(input(change(right))))) survivors.push(name);
    expect(survivors).toEqual([]);
  });
});

/** For each table: not there, without its last row, its last row twice; one column blank, another one in each. */
function wrongTables(right: Tables): readonly WrongTables[] {
  return [...right].flatMap(([name, { header, own, rows }], index): WrongTables[] => {
    const put = (changed: readonly TableRow[]) => (tables: Tables) => new Map([...tables, [name, { header, own, rows: changed }]]);
    const used = own.filter((column) => rows.some((row) => row[column] !== undefined));
    const column = used[1 + (index % Math.max(1, used.length - 1))] ?? used[0] ?? "";
    return [
      { name: `${name} not there`, change: (tables) => new Map([...tables].filter(([other]) => other !== name)) },
      { name: `${name} without its last row`, change: put(rows.slice(0, -1)) },
      { name: `${name} with its last row twice`, change: put([...rows, ...rows.slice(-1)]) },
      { name: `${name} with ${column} blank`, change: put(rows.map((row) => ({ ...row, [column]: "" }))) },
    ];
  });
}
