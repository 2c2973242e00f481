import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../runtime/findings/finding.ts";
import { type Workbook, columnLetters } from "../../runtime/workbook/workbook.ts";
import { writeXlsx } from "../../runtime/workbook/xlsx.ts";
import { findingLines } from "../support/measured-run.ts";
import { returnspec, withFolder } from "../support/returnspec.ts";

/** Tables as a person would write them; the first line of each holds the names of its columns. */
type Tables = Readonly<Record<string, readonly string[]>>;

const CHILD = "LAchildID,PersonBirthDate,Sex,Ethnicity";
const REFERRAL = "LAchildID,ReferralID,CINreferralDate,ReferralSource,PrimaryNeedCode,ReferralNFA";
const HEADER = ["Collection,Year,ReferenceDate,SourceLevel,LEA", "CIN,2026,2026-03-31,L,998"];

/** What is wrong, and the columns that people are to look at. */
const RETURNS: readonly (readonly [what: string, tables: Tables, rule: string, places: readonly string[]])[] = [
  ["a value of the wrong kind", { Children: [CHILD, "X1,2012-05-01,M,WBRI", "X2,soon,M,WBRI"] }, "structure.type", ["Children 2: PersonBirthDate"]],
  [
    "dates of a row that do not fit together",
    {
      Children: [CHILD, "X1,2012-05-01,M,WBRI"],
      CINdetails: [REFERRAL, "X1,a,2025-06-01,1A,N1,false"],
      ChildProtectionPlans: ["LAchildID,ReferralID,CPPendDate,CPPstartDate", "X1,a,2025-06-01,2025-06-09"],
    },
    "8925",
    ["ChildProtectionPlans 1: CPPendDate CPPstartDate"],
  ],
  [
    "a row that belongs to nothing",
    {
      Children: [CHILD, "X1,2012-05-01,M,WBRI"],
      CINdetails: [REFERRAL, "X1,a,2025-06-01,1A,N1,false"],
      Section47: ["LAchildID,ReferralID,S47ActualStartDate", "X1,b,2025-06-02"],
    },
    "structure.unplaced",
    ["Section47 1: ReferralID"],
  ],
  [
    "a disability in a row of its own",
    { Children: [CHILD, "X1,2012-05-01,M,WBRI"], Disabilities: ["LAchildID,Disability", "X1,HAND", "X1,ARM"] },
    "structure.code",
    ["Disabilities 2: Disability"],
  ],
  ["disabilities in one cell", { Children: [`${CHILD},DisabilityList`, "X1,2012-05-01,M,WBRI,HAND;ARM"] }, "structure.code", ["Children 1: DisabilityList"]],
  [
    "disabilities in columns",
    { Children: [`${CHILD},DisabilityList,Disability_NONE,Disability_HAND`, "X1,2012-05-01,M,WBRI,,1,1"] },
    "8790",
    ["Children 1: Disability_NONE Disability_HAND"],
  ],
  [
    "disabilities in columns and in a cell",
    { Children: [`${CHILD},DisabilityList,Disability_NONE`, "X1,2012-05-01,M,WBRI,HAND,1"] },
    "8790",
    ["Children 1: DisabilityList Disability_NONE"],
  ],
  ["a mark that is none", { Children: [`${CHILD},Disability_HAND`, "X1,2012-05-01,M,WBRI,perhaps"] }, "structure.unplaced", ["Children 1: Disability_HAND"]],
  ["a row that names no child", { Children: [CHILD, ",2012-05-01,M,WBRI"] }, "structure.missing", ["Children 1: LAchildID"]],
];

/** Where the first finding of a rule stands, but for locations that name a row only. */
function placesIn(findings: readonly Finding[], rule: string): readonly (readonly [place: string, cells: readonly (string | null)[]])[] {
  const found = findings.find((finding) => finding.rule === rule);
  return (found?.locations ?? []).flatMap(({ table, row, cells }) => {
    const columns = Object.entries(cells ?? {}).filter(([column]) => column !== "");
    return columns.length === 0 ? [] : [[`${table} ${row}: ${columns.map(([column]) => column).join(" ")}`, columns.map(([, cell]) => cell)] as const];
  });
}

function workbookOf(tables: Tables): Workbook {
  const sheets = Object.entries(tables).map(([name, lines]) => {
    const [header = [], ...rows] = lines.map((line) => line.split(","));
    return { name, columns: header.map((heading) => ({ heading, width: 12 })), rows };
  });
  return { title: "return", sheets };
}

/** The cells of the columns of a place, as a spreadsheet calls them. */
function cellsOf(place: string, tables: Tables): readonly string[] {
  const [, table = "", row = "", names = ""] = /^(\w+) (\d+): (.*)$/.exec(place) ?? [];
  const header = new Map(Object.entries(tables)).get(table)?.[0]?.split(",") ?? [];
  return names.split(" ").map((name) => `${table}!${columnLetters(header.indexOf(name))}${Number(row) + 1}`);
}

describe("a finding in tables names the column, in a workbook the cell", () => {
  // All returns are checked in one run: to start the program takes longer than to check them.
  const findings = withFolder((folder) => {
    const inputs = RETURNS.flatMap(([, given], index) => {
      const tables = { Header: HEADER, ...given };
      mkdirSync(join(folder, `tables-${index}`));
      for (const [name, lines] of Object.entries(tables)) writeFileSync(join(folder, `tables-${index}`, `${name}.csv`), lines.join("\n"));
      writeFileSync(join(folder, `book-${index}.xlsx`), writeXlsx(workbookOf(tables)));
      return [`tables-${index}`, `book-${index}.xlsx`];
    });
    return findingLines(returnspec(["validate", ...inputs, "--release", "cin/2025-26", "--format", "jsonl"], { cwd: folder }).out);
  });
  const of = (input: string): readonly Finding[] => findings.filter((finding) => finding.input === input);

  test.each(RETURNS.map(([what, ...rest], index) => [what, index, ...rest] as const))("%s", (_, index, tables, rule, places) => {
    expect(placesIn(of(`tables-${index}`), rule)).toEqual(
      places.map((place) => [
        place,
        place
          .split(": ")[1]
          ?.split(" ")
          .map(() => null),
      ]),
    );
    expect(placesIn(of(`book-${index}.xlsx`), rule)).toEqual(places.map((place) => [place, cellsOf(place, tables)]));
  });
});
