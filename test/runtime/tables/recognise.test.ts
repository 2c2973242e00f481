import { expect, test } from "vitest";
import { recogniseTable } from "../../../runtime/tables/recognise.ts";
import type { ReleaseTables } from "../../../runtime/tables/row-source.ts";
import { readFiles } from "./read-file.ts";
import { specification } from "../../support/specification.ts";

const HEADER = "CHILD,DOB,REVIEW,REVIEW_CODE\n";

/** Of all years of the CLA return. */
function claTables(): readonly ReleaseTables[] {
  const names = specification.names.filter((name) => name.startsWith("cla/"));
  return names.flatMap((name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(`${name} cannot be read`);
    return {
      release: name,
      tables: release.tables.map((table) => ({
        name: table.name,
        columns: table.columns.map((column) => ({ name: column.name, required: column.required, isAlternative: false })),
      })),
    };
  });
}

test("every table of every year is itself in any order of columns, and nothing else without one of them", () => {
  const releases = claTables();
  expect(releases.length).toBeGreaterThanOrEqual(14);
  for (const own of releases) {
    const others = releases.filter((other) => other !== own);
    for (const table of own.tables) {
      const header = table.columns.map(({ name }) => ` ${name.toLowerCase()}`).toReversed();
      expect(recogniseTable(header, "a.csv", own, others)).toEqual({
        table,
        positions: table.columns.map((_, index) => table.columns.length - 1 - index),
        problems: [],
      });
      for (const left of table.columns) {
        const rest = header.filter((name) => name !== ` ${left.name.toLowerCase()}`);
        const found = recogniseTable(rest, `${table.name}.csv`, own, others);
        expect(found.table ?? table).toBe(table);
        expect(found.problems.length).toBeGreaterThan(0);
      }
    }
  }
});

test("tables that changed are known for those of their years", () => {
  const releases = claTables();
  const [first, last] = [releases[0], releases.at(-1)];
  const episodes = first?.tables.find(({ name }) => name === "Episodes");
  if (first === undefined || last === undefined || episodes === undefined) throw new Error("no episodes");
  const header = episodes.columns.map(({ name }) => name);
  const { problems } = recogniseTable(
    header,
    "episodes.csv",
    last,
    releases.filter((other) => other !== last),
  );
  expect(problems[0]).toMatchObject({ kind: "other-release", message: expect.stringContaining(`Episodes of ${first.release}`) });
});

test("files of one return, each with rows of its own", () => {
  const read = readFiles([
    ["b.csv", `${HEADER}A1,d,r,c\n`],
    ["a.csv", "DUC,DOB,SEX,CHILD\n,d,1,A1\n"],
  ]);
  expect(read.events).toEqual(["table Reviews", "1: A1|d|r|c", "table UASC", "1: A1|1|d|"]);
});

test("a second file of a table is refused, and named with the first", () => {
  const read = readFiles([
    ["reviews.csv", `${HEADER}A1,d,r,c\n`],
    ["reviews \u202E(1).csv", `${HEADER}A1,d,r,c\n`],
    ["empty.csv", ""],
  ]);
  expect(read.events).toEqual(["table Reviews", "1: A1|d|r|c", "error duplicate-table", "error empty-file"]);
  expect(read.problems[0]?.message).toBe(
    "reviews [U+202E](1).csv: The table Reviews was read from reviews.csv already, so this file was not read. Leave one of them out, or put their rows into one file.",
  );
});

test("problems say table, row and cell in the words of the release", () => {
  const { problems } = readFiles([
    ["reviews.csv", `${HEADER.toLowerCase()}A1,\u0007,r,c\nA2,,,,x\n`],
    ["x.csv", "A,B\n"],
  ]);
  expect(problems).toEqual([
    {
      kind: "characters",
      severity: "error",
      message: "dob holds the control character U+0007, which is no text.",
      file: "reviews.csv",
      table: "Reviews",
      row: 1,
      items: { DOB: "\u0007" },
      heading: null,
    },
    expect.objectContaining({ kind: "unexpected-cell", file: "reviews.csv", table: "Reviews", row: 2, items: {} }),
    expect.objectContaining({ kind: "unknown-table", file: "x.csv", table: null, row: null }),
  ]);
});
