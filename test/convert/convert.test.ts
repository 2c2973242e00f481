import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sqlite from "node-sqlite3-wasm";
import { describe, expect, test } from "vitest";
import { openSpecification } from "../../generators/cli/open-specification.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { createReturnReader } from "../../runtime/inputs/read-tables.ts";
import { type Form, toTables, toXml } from "../support/convert-returns.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { returnspec, withFolder } from "../support/returnspec.ts";

const specification = openSpecification(undefined);

async function moduleOf(name: string) {
  const { release } = specification.release(name);
  if (release === null) throw new Error(`${name} cannot be read`);
  return loadGenerated(specification, release);
}

const cin = await moduleOf("cin/2025-26");

const HEADER = "Collection,Year,ReferenceDate,SourceLevel,LEA\nCIN,2026,2026-03-31,L,998\n";
const CHILDREN = "LAchildID,PersonBirthDate,Sex,Ethnicity,UPNunknown\nX1,2015-05-01,M,WBRI,UN3\nX2,2014-05-01,F,WBRI,UN3\n";
const REFERRALS =
  "LAchildID,ReferralID,CINreferralDate,ReferralSource,PrimaryNeedCode,ReferralNFA\nX1,7,2025-05-01,1A,N1,false\nX2,7,2025-06-01,1A,N1,false\nX2,8,2025-06-01,1A,N1,false\n";

/** The three files, and others beside or instead of them. */
function files(others: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(Object.entries({ Header: HEADER, Children: CHILDREN, CINdetails: REFERRALS, ...others }));
}

const ASSESSMENTS = "LAchildID,ReferralID,AssessmentID,AssessmentActualStartDate";
const FACTORS = "LAchildID,ReferralID,AssessmentID,AssessmentFactors";

/** What is wrong with tables, and where it is said to be: table, row, column, and a part of the reason. */
const REJECTS: readonly (readonly [
  about: string,
  files: Record<string, string>,
  expected: readonly (readonly [string | null, number | null, string | null, RegExp])[],
])[] = [
  ["no such child", { Assessments: `${ASSESSMENTS}\nX9,7,1,2025-07-01\n` }, [["Assessments", 1, "LAchildID", /no row in the table Children/]]],
  ["no child at all", { Assessments: `${ASSESSMENTS}\n ,7,1,2025-07-01\n` }, [["Assessments", 1, "LAchildID", /nothing in the column LAchildID/]]],
  [
    "no such referral",
    { Assessments: `${ASSESSMENTS}\nX1,8,1,2025-07-01\n` },
    [["Assessments", 1, "ReferralID", /No row has the ReferralID “8” for this child/]],
  ],
  ["no referral", { Assessments: `${ASSESSMENTS}\nX1,,1,2025-07-01\n` }, [["Assessments", 1, "ReferralID", /nothing in the column ReferralID/]]],
  [
    "two referrals of one name",
    { CINdetails: REFERRALS.replace("X2,8", "X2,7"), Assessments: `${ASSESSMENTS}\nX2,7,1,2025-07-01\nX1,7,1,2025-07-01\n` },
    [["Assessments", 1, "ReferralID", /Two rows have the ReferralID “7”/]],
  ],
  [
    "a factor of no assessment, and what hangs on a row without a place",
    { Assessments: `${ASSESSMENTS}\nX1,9,1,2025-07-01\nX1,7,2,2025-07-02\n`, AssessmentFactors: `${FACTORS}\nX1,9,1,1A\nX1,7,1,1A\nX1,7,2,1A\n` },
    [
      ["Assessments", 1, "ReferralID", /No row has/],
      ["AssessmentFactors", 1, "ReferralID", /No row has/],
      ["AssessmentFactors", 2, "AssessmentID", /No row has the AssessmentID “1”/],
    ],
  ],
  ["a child twice", { Children: `${CHILDREN}x1,2015-05-01,F,WBRI,UN3\n` }, [["Children", 3, "", /A row of Children before this one/]]],
  ["two headers", { Header: `${HEADER}CIN,2026,2026-03-31,L,999\n` }, [["Header", 2, "", /A row of Header before this one/]]],
  [
    "neither yes nor no",
    { Assessments: `${ASSESSMENTS},AssessmentFactors_1A,AssessmentFactors_2B\nX1,7,1,2025-07-01,perhaps,1\n` },
    [["Assessments", 1, "AssessmentFactors_1A", /holds “perhaps”/]],
  ],
  ["a quotation mark too many", { Assessments: `${ASSESSMENTS}\nX1,7,1,"2025-07-01\n` }, [["Assessments", 1, null, /no partner/]]],
  ["more cells than columns", { Assessments: `${ASSESSMENTS}\nX1,7,1,2025-07-01,more\n` }, [["Assessments", 1, null, /beyond the last one/]]],
  ["a control character", { Assessments: `${ASSESSMENTS}\nX1,7,1,2025\u000107-01\n` }, [["Assessments", 1, "AssessmentActualStartDate", /U\+0001/]]],
  ["no table", { Other: "a,b\n1,2\n" }, [[null, null, null, /None of the names/]]],
];

describe("what cannot be placed is a reject with its place", () => {
  test.each(REJECTS)("%s", (_, others, expected) => {
    const { output, rejects } = toXml(cin, files(others));
    expect(rejects.map(({ table, row, column, reason }) => [table, row, column, reason])).toEqual(
      expected.map(([table, row, column, reason]) => [table, row, column, expect.stringMatching(reason)]),
    );
    // What has a place is there all the same.
    expect(output).toContain("<LAchildID>X2</LAchildID>");
  });

  test("each row is either in the output or a reject, and a reject holds the row", () => {
    const { rejects } = toXml(cin, files({ Assessments: `${ASSESSMENTS}\nX1,8,1,"a, b"\n` }));
    expect(rejects[0]?.cells).toEqual(["X1", "8", "1", "a, b"]);
  });

  test("in XML: what the release does not have, what stands twice, children who cannot be told apart", () => {
    const document = toXml(cin, files()).output;
    const spoilt = document
      .replace("<LAchildID>X2</LAchildID>", "<LAchildID> x1 </LAchildID>")
      .replace("<Sex>M</Sex>", "<Sex>M</Sex><Sex>F</Sex><Shoes>4</Shoes>");
    const { rejects } = toTables(cin, spoilt, "rows");
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [20, expect.stringMatching(/Sex may occur once/)],
      [20, expect.stringMatching(/Shoes/)],
      [32, expect.stringMatching(/has the identifier x1 too/)],
    ]);
    expect(toXml(cin, spoilt).rejects.map(({ line }) => line)).toEqual([20, 20]);
  });
});

test("factors are read from rows, columns and one cell alike, in whatever mixture", () => {
  const withFactors = (others: Readonly<Record<string, string>>): string => toXml(cin, files(others)).output;
  const rows = withFactors({ Assessments: `${ASSESSMENTS}\nX1,7,1,2025-07-01\n`, AssessmentFactors: `${FACTORS}\nX1,7,1,1A\nX1,7,1,2B\n` });
  expect(rows.match(/<AssessmentFactors>(1A|2B)</g)).toHaveLength(2);
  expect(withFactors({ Assessments: `${ASSESSMENTS},AssessmentFactors_2B,AssessmentFactors_1A,AssessmentFactors_3A\nX1,7,1,2025-07-01,Yes,1,no\n` })).toBe(
    rows,
  );
  for (const cell of ["1A;2B", '"1A, 2B"', "1A | 2B ", '"1A\n2B"'])
    expect(withFactors({ Assessments: `${ASSESSMENTS},AssessmentFactorList\nX1,7,1,2025-07-01,${cell}\n` })).toBe(rows);
  expect(withFactors({ Assessments: `${ASSESSMENTS},AssessmentFactorList,AssessmentFactors_1A,AssessmentFactors_2B\nX1,7,1,2025-07-01,1A,1,1\n` })).toBe(rows);
});

test("columns hold what columns can say, and the cell beside them the rest", () => {
  const written = (list: string): string =>
    toTables(cin, files({ Assessments: `${ASSESSMENTS},AssessmentFactorList\nX1,7,1,2025-07-01,${list}\n` }), "columns").output.get("Assessments") ?? "";
  const row = (text: string): readonly string[] => (text.split("\r\n")[1] ?? "").split(",");
  expect(row(written("1A;2B")).slice(6, 12)).toEqual(["", "1", "", "", "", "1"]);
  for (const list of ["2B;1A", "1A;1A", "1A;99Z"]) expect(row(written(list)).slice(6, 12)).toEqual([list, "", "", "", "", ""]);
});

test("findings on tables name table, row and column, and the row of each entry", () => {
  const findings = findingsOn(
    files({
      Assessments: `${ASSESSMENTS}\nX1,7,1,soon\n`,
      AssessmentFactors: `${FACTORS}\nX1,7,1,1A\nX1,7,1,99Z\nX1,8,1,1A\n`,
      ChildProtectionPlans:
        "LAchildID,ReferralID,CPPstartDate,InitialCategoryOfAbuse,LatestCategoryOfAbuse,NumberOfPreviousCPP,CPPreviewDateList\nX1,7,2025-07-01,NEG,NEG,0,never\n",
    }),
  );
  const at = (text: string) => findings.find(({ locations: [first] }) => Object.values(first?.items ?? {}).includes(text))?.locations[0];
  expect(at("soon")).toMatchObject({ record: "Assessments", table: "Assessments", row: 1, items: { AssessmentActualStartDate: "soon" } });
  expect(at("99Z")).toMatchObject({ table: "AssessmentFactors", row: 2, items: { AssessmentFactors: "99Z" } });
  expect(at("8")).toMatchObject({ table: "AssessmentFactors", row: 3, items: { ReferralID: "8" } });
  // What a column of another table says stands in the row of that table.
  expect(at("never")).toMatchObject({ record: "Reviews", table: "ChildProtectionPlans", row: 1, items: { CPPreviewDate: "never" } });
});

test("a return in tables gets the findings that it gets in XML", () => {
  const tables = files({
    CINdetails: REFERRALS.replace("X1,7,2025-05-01", "X1,7,2030-05-01"),
    Assessments: `${ASSESSMENTS},AssessmentAuthorisationDate,AssessmentFactorList\nX1,7,1,2025-07-01,2025-06-01,1A;21\nX2,8,1,2025-07-01,2025-08-01,\n`,
    Section47: "LAchildID,ReferralID,S47ActualStartDate,ICPCnotRequired\nX2,8,2025-05-01,maybe\n",
  });
  const inTables = findingsOn(toTables(cin, tables, "rows").output);
  const found: Finding[] = [];
  const validation = cin.validate({ input: "", authority: null, earlier: [null, null], reference: new Map(), stage: "all", asAt: null }, (finding) =>
    found.push(finding),
  );
  validation.write(new TextEncoder().encode(toXml(cin, tables).output));
  validation.end();
  const summary = (findings: readonly Finding[]): readonly string[] =>
    findings
      .filter(({ severity }) => severity !== "not-run")
      .map(({ rule, child, message }) => `${rule} ${child} ${message}`)
      .toSorted();
  expect(summary(inTables).length).toBeGreaterThan(5);
  expect(summary(inTables)).toEqual(summary(found));
});

function findingsOn(input: Form): readonly Finding[] {
  const found: Finding[] = [];
  const own = { release: cin.validator.release, tables: cin.validator.tables };
  const validation = cin.validateTables({ input: "", authority: null, earlier: [null, null], reference: new Map(), stage: "all", asAt: null }, (finding) =>
    found.push(finding),
  );
  const reader = createReturnReader(own, [own], validation);
  for (const [name, text] of typeof input === "string" ? [] : input) {
    const bytes = reader.open(`${name}.csv`);
    bytes.write(new TextEncoder().encode(text));
    bytes.end();
  }
  validation.end();
  return found;
}

test("tables go into one zip file, the same bytes for the same return in whatever zone, and come back", () => {
  withFolder((folder) => {
    mkdirSync(join(folder, "tables"));
    for (const [name, text] of files()) writeFileSync(join(folder, "tables", `${name}.csv`), text);
    const zip = (output: string, zone: string) =>
      returnspec(["convert", "tables", "--release", "cin/2025-26", "--to", "csv", "--output", output], { cwd: folder, env: { TZ: zone } }).code;
    expect([zip("one.zip", "UTC"), zip("two.ZIP", "Asia/Tokyo")]).toEqual([0, 0]);
    expect(readFileSync(join(folder, "two.ZIP")).equals(readFileSync(join(folder, "one.zip")))).toBe(true);
    const again = (input: string): string => returnspec(["convert", input, "--release", "cin/2025-26", "--to", "xml"], { cwd: folder }).out;
    expect(again("one.zip").match(/<LAchildID>/g)).toHaveLength(2);
    expect(again("one.zip")).toBe(again("tables"));
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

test.each<[what: string, header: string | null, code: string, release: string, written: string | null, said: RegExp]>([
  ["put where there is none", HEADER.replace("998", ""), "201", "cin/2025-26", "201", /^2 children converted\.\n$/],
  ["put where there is no header either", null, "201", "cin/2025-26", "201", /^2 children converted\.\n$/],
  ["the same", HEADER, "998", "cin/2025-26", "998", /^2 children converted\.\n$/],
  ["another than the return's", HEADER, "201", "cin/2025-26", "998", /names an authority itself \(LEA: 998\).*201 was not used/],
])("--authority: %s", (_, header, code, release, written, said) => {
  withFolder((folder) => {
    for (const [name, text] of files()) if (name !== "Header") writeFileSync(join(folder, `${name}.csv`), text);
    if (header !== null) writeFileSync(join(folder, "Header.csv"), header);
    const run = returnspec(["convert", ".", "--release", release, "--to", "xml", "--authority", code], { cwd: folder });
    expect(run).toMatchObject({ code: 0, err: expect.stringMatching(said) });
    expect(/<LEA>(.*)<\/LEA>/.exec(run.out)?.[1] ?? null).toBe(written);
  });
});

test("what prints nothing but is text is not lost: no row of UASC can say it", async () => {
  const cla = await moduleOf("cla/2025-26");
  const document = (uasc: string): string => `<EXPSSDA903><CHILD><HEADER><CHILDID>A1</CHILDID><UASC>${uasc}</UASC></HEADER></CHILD></EXPSSDA903>`;
  const rejectsOf = (uasc: string): readonly string[] => toTables(cla, document(uasc), "rows").rejects.map(({ reason }) => reason);
  expect(rejectsOf(" \n")).toEqual([]);
  expect(rejectsOf(" 1 ")).toEqual([]);
  expect(rejectsOf("\u00A0")).toEqual([expect.stringMatching(/^UASC is .*, which the table UASC cannot say\.$/)]);
  // Blanks by the hundred thousand inside a text cost no more than other characters.
  expect(rejectsOf(`x${" ".repeat(500_000)}x`)).toHaveLength(1);
});

test("--authority with a code that is no authority's is refused before anything is read", () => {
  withFolder((folder) => {
    for (const [name, text] of files()) writeFileSync(join(folder, `${name}.csv`), text);
    const run = returnspec(["convert", ".", "--release", "cin/2025-26", "--to", "xml", "--authority", "AA1", "--output", "r.xml"], { cwd: folder });
    expect(run).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/takes the authority AA1\. Give the code .* or leave --authority out/) });
    expect(readdirSync(folder)).not.toContain("r.xml");
  });
});

test("the command keeps the contract: exit codes, rejects, nothing half written", () => {
  withFolder((folder) => {
    const tables = join(folder, "tables");
    mkdirSync(tables);
    for (const [name, text] of files({ Assessments: `${ASSESSMENTS}\nX1,8,1,=1+1\n` })) writeFileSync(join(tables, `${name}.csv`), text);
    const run = (...args: string[]) => returnspec(["convert", "--release", "cin/2025-26", ...args], { cwd: folder });

    const refused = run("tables", "--to", "xml", "--output", "return.xml");
    expect({
      code: refused.code,
      said: /Nothing was written\. Put the rejects right/.test(refused.err),
      there: existsSync(join(folder, "return.xml")),
    }).toEqual({
      code: 1,
      said: true,
      there: false,
    });
    expect(readFileSync(join(folder, "return.xml.rejects.csv"), "utf8").split("\r\n")[1]).toMatch(
      /^Assessments\.csv,Assessments,1,ReferralID,,,,"No row has .*","X1,8,1,'=1\+1"$/,
    );

    const partial = run("tables", "--to", "xml", "--output", "return.xml", "--partial");
    expect([partial.code, partial.out]).toEqual([1, ""]);
    const streamed = run("return.xml", "--to", "xml");
    expect([streamed.code, streamed.out]).toEqual([0, readFileSync(join(folder, "return.xml"), "utf8")]);

    expect(run("return.xml", "--to", "csv", "--output", "again").code).toBe(0);
    expect(readdirSync(join(folder, "again"))).toContain("AssessmentFactors.csv");
    expect(run("return.xml", "--to", "csv", "--output", "again")).toMatchObject({ code: 2, err: expect.stringMatching(/again is not empty/) });
    expect(run("return.xml", "--to", "csv")).toMatchObject({ code: 2, err: expect.stringMatching(/Name a folder/) });
    expect(run("return.xml", "--to", "xml", "--output", "return.xml")).toMatchObject({ code: 2, err: expect.stringMatching(/this is the input/) });
    writeFileSync(join(folder, "broken.xml"), "<Message><Children><Child>");
    expect(run("broken.xml", "--to", "csv", "--output", "none")).toMatchObject({ code: 2, err: expect.stringMatching(/Nothing was written/) });
    expect(run("nowhere.xml", "--to", "jsonl")).toMatchObject({ code: 2, out: "" });
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);

    expect(run("return.xml", "--to", "sqlite", "--output", "return.sqlite").code).toBe(0);
    const database = new sqlite.Database(join(folder, "return.sqlite"), { readOnly: true });
    const joined = database.all(
      'SELECT c."LAchildID" AS id, r."ReferralID" AS referral, r."CINclosureDate" AS closed FROM "Children" c JOIN "CINdetails" r USING ("LAchildID") ORDER BY 1, 2',
    );
    database.close();
    expect(joined).toEqual([
      { id: "X1", referral: "1", closed: null },
      { id: "X2", referral: "1", closed: null },
      { id: "X2", referral: "2", closed: null },
    ]);

    const lines = run("again", "--to", "jsonl")
      .out.trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { record: string; values: unknown });
    expect(lines.map(({ record }) => record)).toEqual(["Message", "Child", "Child"]);
    expect(lines[2]?.values).toMatchObject({
      ChildIdentifiers: { LAchildID: "X2" },
      CINdetails: [{ ReferralSource: "1A" }, { CINreferralDate: "2025-06-01" }],
    });
  });
});
