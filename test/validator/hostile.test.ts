import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorPlaces, findingLines, type MeasuredRun, measuredRun } from "../support/measured-run.ts";
import { JUDGE } from "../support/returnspec.ts";
import { HOSTILE_ROWS, type HostileRow, until } from "./hostile-rows.ts";
import { altered, SMALL_RETURN } from "./small-return.ts";

/** Groups that stand in an episode, with what must be in them, and the text before which they stand. */
const GROUPS: readonly (readonly [group: string, before: string])[] = [
  ["<Assessments><AssessmentActualStartDate>2025-05-01</AssessmentActualStartDate></Assessments>", "<ReferralNFA>"],
  ["<CINPlanDates><CINPlanStartDate>2025-05-01</CINPlanStartDate></CINPlanDates>", "<ReferralNFA>"],
  ["<Section47><S47ActualStartDate>2025-05-01</S47ActualStartDate><ICPCnotRequired>true</ICPCnotRequired></Section47>", "<ReferralNFA>"],
  [
    "<ChildProtectionPlans><CPPstartDate>2025-05-01</CPPstartDate><CPPendDate>2025-06-01</CPPendDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>",
    "</CINdetails>",
  ],
];

/** An enquiry that waits for its conference. */
const ENQUIRY = "<Section47><S47ActualStartDate>2025-05-01</S47ActualStartDate><ICPCnotRequired>false</ICPCnotRequired></Section47>";

const NAME = "return.xml";

describe("validate meets hostile and broken input", () => {
  let folder = "";
  const validate = (...args: readonly string[]): MeasuredRun => measuredRun(["validate", ...args, "--release", "cin/2025-26", "--format", "jsonl"], folder);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-hostile-"));
    writeFileSync(join(folder, NAME), SMALL_RETURN);
    // The first run compiles the validator, which takes memory of its own.
    validate(NAME);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // A process of its own for each row is the slow way; else all rows of one exit code are the inputs of one process.
  const nameOf = (row: HostileRow): string => `input-${HOSTILE_ROWS.indexOf(row)}.xml`;
  const runs = new Map<string, MeasuredRun>();
  const runOf = (row: HostileRow): MeasuredRun => {
    const rows = JUDGE ? [row] : HOSTILE_ROWS.filter(({ code }) => code === row.code);
    const names = rows.map(nameOf);
    const known = runs.get(names.join(" "));
    if (known !== undefined) return known;
    for (const one of rows) writeFileSync(join(folder, nameOf(one)), one.input);
    const run = validate(...names);
    runs.set(names.join(" "), run);
    return run;
  };

  test.each(HOSTILE_ROWS)("$what -> $code", (row) => {
    const run = runOf(row);
    const findings = findingLines(run.out).filter(({ input }) => input === nameOf(row));
    const said = run.err.split("\n").filter((line) => line.startsWith(`${nameOf(row)}:`));
    expect({ code: run.code, errors: errorPlaces(findings), said: said.length }).toEqual({
      code: row.code,
      errors: row.errors,
      said: row.said === null ? 0 : 1,
    });
    if (row.said !== null) expect(said[0]?.slice(nameOf(row).length)).toMatch(row.said);
    expect(run.err.split("\n").filter((line) => !line.startsWith("input-") && line !== "")).toEqual([]);
    expect(run.peakMegabytes).toBeLessThan(300);
  });

  test("encodings do not change what is read", () => {
    const rows = HOSTILE_ROWS.filter(({ errors }) => errors[0] === "1580 15:5");
    for (const row of rows) expect(findingLines(runOf(row).out).find(({ input, rule }) => input === nameOf(row) && rule === "1580")?.child).toBe("Zoë");
    expect(rows.length).toBe(3);
  });

  test("a value is read as one text through comments, sections and instructions", () => {
    writeFileSync(join(folder, NAME), altered(">X0000001<", ">X0<!-- a --><![CDATA[<&]]><?b c?>&amp;1<").replace("<Sex>M<", "<Sex>Q<"));
    expect(findingLines(validate(NAME).out)[0]?.child).toBe("X0<&&1");
  });

  test.each([
    ["a folder", "folder", /^folder: The folder holds no CSV file and no XML file\. Name the one with the files of the return\.\n$/],
    ["a file that is not there", "missing.xml", /^missing\.xml: There is no such file or folder\. Name the return: an XML file, .+\.\n$/],
  ])("%s -> 2, and a finding without a place", (_, name, said) => {
    mkdirSync(join(folder, "folder"), { recursive: true });
    const run = validate(name);
    expect([run.code, errorPlaces(findingLines(run.out))]).toEqual([2, ["structure.unreadable"]]);
    expect(run.err).toMatch(said);
  });

  test("of several inputs all are processed, and the highest exit code wins", () => {
    writeFileSync(join(folder, "good.xml"), SMALL_RETURN);
    writeFileSync(join(folder, "wrong.xml"), altered("<Sex>M<", "<Sex>Q<"));
    writeFileSync(join(folder, "broken.xml"), until("</Message>"));
    expect(validate("good.xml", "good.xml").code).toBe(0);
    expect(validate("wrong.xml", "good.xml").code).toBe(1);
    const run = validate("broken.xml", "missing.xml", "wrong.xml", "good.xml");
    expect(run.code).toBe(2);
    expect(
      findingLines(run.out)
        .filter(({ severity }) => severity === "error")
        .map(({ input, rule }) => `${input} ${rule}`),
    ).toEqual(["broken.xml structure.unreadable", "missing.xml structure.unreadable", "wrong.xml 4180"]);
    expect(run.err.split("\n").length).toBe(3);
  });

  test.each([
    [1900, 10_000, "given up for child X0000001 after 10000 findings"],
    [2001, 0, "not run for child X0000001: 2001 records to compare in pairs, which are at most 2000"],
  ])("one child with %i equal enquiries, all of them running at once: %i overlaps are told, and that the rest is not", (count, told, said) => {
    writeFileSync(join(folder, NAME), altered("<ReferralNFA>", `${ENQUIRY.repeat(count)}<ReferralNFA>`));
    const run = validate(NAME);
    const found = findingLines(run.out).filter(({ rule }) => rule === "8890");
    expect([run.code, run.err, found.filter(({ severity }) => severity === "error").length]).toEqual([1, "", told]);
    expect(found.filter(({ severity }) => severity === "not-run").map(({ message }) => message)).toEqual([said]);
    // What is not about pairs is told of every one of them.
    expect(findingLines(run.out).filter(({ rule }) => rule === "8675Q").length).toBe(count);
    expect(run.seconds).toBeLessThan(10);
    expect(run.peakMegabytes).toBeLessThan(300);
  });

  test.runIf(JUDGE).each(GROUPS)(
    "one child with 50,000 groups is checked in ten seconds: %s",
    (group, before) => {
      writeFileSync(join(folder, NAME), altered(before, `${group.repeat(50_000)}${before}`));
      const run = validate(NAME);
      expect([run.code, run.err]).toEqual([1, ""]);
      expect(findingLines(run.out).filter(({ rule }) => rule.startsWith("structure."))).toEqual([]);
      expect(run.seconds).toBeLessThan(10);
      // A child is held as a whole, with its findings: up to 50,000 here.
      expect(run.peakMegabytes).toBeLessThan(400);
    },
    120_000,
  );
});
