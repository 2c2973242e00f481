import { describe, expect, test } from "vitest";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import type { EarlierReturn } from "../../runtime/validator/context.ts";
import type { ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import { parseIsoDate } from "../../runtime/dates.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { specification } from "../support/specification.ts";

const { release } = specification.release("cla/2025-26");
if (release === null) throw new Error("cla/2025-26");
const loaded = loadGenerated(specification, release);

/** Tables as a person would draw them: the first line of each is its header. */
type Tables = Readonly<Record<string, readonly string[]>>;

const OPTIONS: ValidationOptions = { input: "return", authority: null, earlier: [null, null], reference: new Map(), stage: "all", asAt: null };
const cells = (line: string): readonly string[] => line.split(",").map((cell) => cell.trim());

function check({ validateTables }: ValidatorModule, tables: Tables, options: Partial<ValidationOptions> = {}): readonly Finding[] {
  const found: Finding[] = [];
  const validation = validateTables({ ...OPTIONS, ...options }, (finding) => found.push(finding));
  for (const [name, [header = "", ...rows]] of Object.entries(tables)) {
    const take = validation.open(name, cells(header));
    for (const [index, row] of rows.entries()) take(cells(row), index + 1);
  }
  validation.end();
  return found;
}

/** Rule, child, and where: `356 X1 Episodes 2, Header 1`. */
function inShort(found: readonly Finding[]): readonly string[] {
  return found
    .filter(({ severity }) => severity !== "not-run")
    .map(({ rule, child, locations }) => `${rule} ${child ?? "-"} ${locations.map(({ table, row }) => `${table ?? "-"} ${row ?? "-"}`).join(", ")}`);
}

const ofRules =
  (...rules: string[]) =>
  (finding: Finding): boolean =>
    rules.includes(finding.rule);

const HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB";
const EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";
const AD1 = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR";
const UASC = "CHILD,SEX,DOB,DUC";

describe("rows of tables", () => {
  test.each<[string, Tables, readonly string[]]>([
    [
      "a child in another table only has no header; it is shown at its row",
      { Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3"], Episodes: [EPISODES, "X1,01/05/2025,S,C2,N1,P1,PR0", "X2,01/05/2025,S,C2,N1,P1,PR0"] },
      ["INT03 X2 Episodes 2"],
    ],
    ["without the table Header no row is without one", { Episodes: [EPISODES, "X1,01/05/2025,S,C2,N1,P1,PR0"] }, []],
    [
      "ids are the same whatever their blanks and capitals",
      { Header: [HEADER, "x1,M,15/05/2012,WBRI,UN3"], Episodes: [EPISODES, " X1 ,01/05/2025,S,C2,N1,P1,PR0"] },
      [],
    ],
    [
      "a child twice in Header is one finding with both rows",
      { Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3", "X2,M,15/05/2012,WBRI,UN3", "X1,M,15/05/2012,WBRI,UN3"] },
      ["INT32 X1 Header 1, Header 3"],
    ],
    [
      "a copy that differs points at both; one that cannot be read does not differ",
      {
        Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3", "X2,M,15/05/2012,WBRI,UN3"],
        UASC: [UASC, "X1,F,16/05/2012,", "X2,m,31/02/2012,"],
      },
      ["INT18 X1 UASC 1, Header 1", "INT21 X1 UASC 1, Header 1"],
    ],
    [
      "a row without a child is reported for the whole return, last",
      { Header: [HEADER, "X1,9,15/05/2012,WBRI,UN3", ",M,15/05/2012,WBRI,UN3"] },
      ["101 X1 Header 1", "structure.missing - Header 2"],
    ],
    [
      "what structure and a rule both say is said by the rule",
      { Header: [HEADER, "X1,9,31/02/2012,wbri,UN3"] },
      ["101 X1 Header 1", "102 X1 Header 1", "103 X1 Header 1"],
    ],
    [
      "children come in the order of the tables of the release, findings by table and row",
      {
        Episodes: [
          EPISODES,
          "X2,01/05/2025,S,C2,N1,P1,PR0,30/04/2025,E3",
          "X1,01/05/2025,S,C2,N1,P1,PR0,30/04/2025,E3",
          "X1,02/04/2025,S,C2,N1,P1,PR0,01/04/2025,E3",
        ],
        Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3", "X2,M,15/05/2012,WBRI,UN3"],
      },
      ["356 X1 Episodes 2", "356 X1 Episodes 3", "356 X2 Episodes 1"],
    ],
  ])("%s", async (_, tables, expected) => {
    const found = check(await loaded, tables).filter(({ rule }) => /^(INT|structure|356|101|102|103)/.test(rule));
    expect(inShort(found)).toEqual(expected);
  });

  test("a child without a header has the values that other tables repeat of it", async () => {
    const found = check(await loaded, { Header: [HEADER], AD1: [AD1, "X1,15/05/2027,,,,,,"], Episodes: [EPISODES, "X1,01/05/2025,S,C2,N1,P1,PR0"] });
    // 302: the episode starts before the date of birth, which only the row of AD1 has; 301, on the header itself, has nothing to stand on.
    expect(inShort(found.filter(ofRules("301", "302")))).toEqual(["302 X1 Episodes 1, AD1 1"]);
  });

  test("rules whose table was not given are not run, and say which", async () => {
    const found = check(await loaded, { Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3"], Episodes: [EPISODES] });
    const reasons = new Map(found.filter(({ severity }) => severity === "not-run").map(({ rule, message }) => [rule, message]));
    expect([reasons.get("153"), reasons.get("105"), reasons.get("502"), reasons.get("356"), reasons.get("SW10STG2")]).toEqual([
      "no table OC3",
      "not in csv",
      "no last year's return",
      undefined,
      "no table SWEpisodes",
    ]);
  });

  test("with stage as-collected, an error of stage 1 silences stage 2 for that child", async () => {
    const tables = {
      Header: [HEADER, "X1,9,15/05/2012,WBRI,UN3", "X2,M,15/05/2012,WBRI,UN3"],
      Episodes: [EPISODES, "X1,01/05/2025,S,C2,N1,P1,PR0,30/04/2025,E3", "X2,01/05/2025,S,C2,N1,P1,PR0,30/04/2025,E3"],
    };
    const wanted = ofRules("101", "356");
    expect(inShort(check(await loaded, tables).filter(wanted))).toEqual(["101 X1 Header 1", "356 X1 Episodes 1", "356 X2 Episodes 2"]);
    expect(inShort(check(await loaded, tables, { stage: "as-collected" }).filter(wanted))).toEqual(["101 X1 Header 1", "356 X2 Episodes 2"]);
  });

  test("as at an earlier day, later records are gone and later ends are open", async () => {
    const tables = {
      Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3"],
      Episodes: [EPISODES, "X1,01/05/2025,S,C2,N1,P1,PR0,01/08/2025,X1", "X1,01/08/2025,P,C2,N1,P1,PR0,31/07/2025,E3"],
    };
    const { validateTables } = await loaded;
    const found: Finding[] = [];
    const validation = validateTables({ ...OPTIONS, asAt: parseIsoDate("2025-06-30") }, (finding) => found.push(finding));
    for (const [name, [header = "", ...rows]] of Object.entries(tables)) {
      const take = validation.open(name, cells(header));
      for (const [index, row] of rows.entries()) take(cells(row), index + 1);
    }
    validation.end();
    expect(validation.asAt()).toEqual({ dropped: 1, reopened: 1 });
    expect(inShort(found.filter(ofRules("356", "148")))).toEqual([]);
    expect(inShort(check(await loaded, tables).filter(ofRules("356")))).toEqual(["356 X1 Episodes 2"]);
  });

  test("last year's return is read by child, also when its rows stand in any order", async () => {
    const module = await loaded;
    const reader = module.readEarlierTables(1);
    if (reader === null) throw new Error("rules compare with last year");
    const layout = module.validator.earlier[0]?.tables ?? [];
    const last: Tables = {
      Episodes: [EPISODES, "x1,01/05/2024,S,C2,N1,P1,PR0", "X2,01/04/2024,S,C2,N1,P1,PR0"],
      Header: [HEADER, "X2,M,15/05/2012,WBRI,UN3", "X1,M,15/05/2012,WBRI,UN3"],
    };
    for (const [name, [header = "", ...rows]] of Object.entries(last)) {
      const table = layout.find((one) => one.name === name);
      if (table === undefined) throw new Error(name);
      const take = reader.store.open(table, cells(header));
      for (const [index, row] of rows.entries()) take(cells(row), index + 1);
    }
    const earlier: EarlierReturn = reader.end();
    const now = {
      Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3", "X2,M,15/05/2012,WBRI,UN3"],
      Episodes: [EPISODES, "X1,02/05/2024,S,C2,N1,P1,PR0", "X2,01/04/2024,S,C2,N1,P1,PR0"],
    };
    const found = check(module, now, { earlier: [earlier, null] }).filter(ofRules("502"));
    expect(inShort(found)).toEqual(["502 X1 Episodes 1, Episodes 1"]);
    expect(found[0]?.locations.map((location) => location.in)).toEqual([null, "last_return"]);
  });

  test("rules that compare an episode with all others are not run for a child with thousands; the others are", async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `X1,01/05/2025,S,C2,N1,P1,PR0,${index === 2999 ? "30/04/2025" : ""},`);
    const found = check(await loaded, { Header: [HEADER, "X1,M,15/05/2012,WBRI,UN3"], Episodes: [EPISODES, ...rows] });
    const short = found.find(({ rule, severity }) => rule === "504" && severity === "not-run");
    expect(short?.message).toBe("not run for child X1: 3000 records to compare in pairs, which are at most 2000");
    expect(inShort(found.filter(ofRules("356")))).toEqual(["356 X1 Episodes 3000"]);
  });
});
