import { describe, expect, it } from "vitest";
import type { Finding } from "../../../runtime/findings/finding.ts";
import { createReportWriter } from "../../../runtime/findings/formats.ts";
import { sampleOf } from "../../../runtime/findings/sample.ts";
import { exampleFinding, exampleFindings, exampleRun, exampleSummary, lateAssessment, report, tablePlace, xmlPlace } from "./example-run.ts";

const foot = `
This is not an official publication of the Department for Education.
returnspec 0.1.0, specification 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.
`;

describe("text", () => {
  it("tells a person what to do, rule by rule", () => {
    expect(report("text", exampleFindings)).toBe(`Children in need census 2022-23 (cin/2022-23)

return.xml
  5,000 children were read.
  2 errors, 2 queries and no warnings. 1 rule was not run.

ERRORS
Errors must be put right.

structure.code  A code that does not exist in this year (1 finding)
  What to do: Use a code of the code set, written exactly as there, capitals and small letters
    included.
  - Child X0000002, line 101, column 11 (ChildCharacteristics)
    Ethnicity is “XXXX”, which is not one of the codes of ethnicity in this year.

8925  Plan ends before it starts (1 finding)
  What to do: Check both dates against the plan; a plan that never ended has no end date.
  - Child X0000001, line 67, column 21 (ChildProtectionPlans)
    The plan ends (2014-04-30) before it starts (2014-05-01).
    See also line 80, column 7 (CINdetails)

QUERIES
Queries must be looked at: put the data right, or be ready to explain it.

8670Q  Assessment open for more than 45 working days (2 findings)
  The assessment is still open after 45 working days.
  What to do: Give the date of authorisation, or be ready to explain the delay.
  - Child X0000001, line 90, column 9 (Assessments)
  - Child X0000003, line 130, column 9 (Assessments)

RULES THAT WERE NOT RUN
These rules could not be checked, so the return may still break them.
  8799 Sex differs from last year: no last year's return
${foot}`);
  });

  it("lists all findings child by child when asked", () => {
    expect(report("text", exampleFindings, { children: true })).toBe(`Children in need census 2022-23 (cin/2022-23)

return.xml

Child X0000001
  - 8925 error, line 67, column 21 (ChildProtectionPlans)
    The plan ends (2014-04-30) before it starts (2014-05-01).
    See also line 80, column 7 (CINdetails)
  - 8670Q query, line 90, column 9 (Assessments)
    The assessment is still open after 45 working days.

Child X0000002
  - structure.code error, line 101, column 11 (ChildCharacteristics)
    Ethnicity is “XXXX”, which is not one of the codes of ethnicity in this year.

Child X0000003
  - 8670Q query, line 130, column 9 (Assessments)
    The assessment is still open after 45 working days.

  5,000 children were read.
  2 errors, 2 queries and no warnings. 1 rule was not run.

Rules that were not run
  8799 Sex differs from last year: no last year's return
${foot}`);
  });

  it("says when nothing was found", () => {
    expect(report("text", [])).toBe(`Children in need census 2022-23 (cin/2022-23)

return.xml
  5,000 children were read.
  Nothing was found.
${foot}`);
  });

  it.each<[string, Finding["locations"], string, string]>([
    ["a cell of CSV", [tablePlace("EPISODE", 12, { DECOM: "x" })], "EPISODE, row 12, column DECOM", ""],
    ["a whole row", [tablePlace("EPISODE", 12)], "EPISODE, row 12", ""],
    ["many columns", [tablePlace("EPISODE", 12, { A: "", B: "", C: "", D: "", E: "", F: "" })], "EPISODE, row 12, columns A, B, C, D and 2 others", ""],
    [
      "cells of a workbook",
      [
        { ...tablePlace("EPISODE", 12, { DECOM: "x", DEC: "y" }), cells: { DECOM: "Sheet 1!B13", DEC: "Sheet 1!H13" } },
        { ...tablePlace("HEADER", 3), cells: { "": "Header!A4" } },
      ],
      "Sheet 1!B13 and H13, columns DECOM and DEC",
      "Header!A4",
    ],
    [
      "a column that the sheet does not have",
      [{ ...tablePlace("EPISODE", 12, { DECOM: null }), cells: { DECOM: null, "": "Sheet 1!A13" } }],
      "Sheet 1!A13, column DECOM",
      "",
    ],
    [
      "a row as two records",
      [
        { ...tablePlace("HEADER", 3), record: "CHILD", cells: { "": "Header!A4" } },
        { ...tablePlace("HEADER", 3, { DOB: "x" }), cells: { DOB: "Header!C4" } },
        { ...tablePlace("HEADER", 3, { SEX: "y" }), in: "last_return" },
      ],
      "Header!C4, column DOB",
      "HEADER, row 3, column SEX of the return before",
    ],
    [
      "what is no table",
      [xmlPlace(67, 21, { CPPendDate: "x" }), xmlPlace(67, 21, { CPPstartDate: "x" })],
      "line 67, column 21 (ChildProtectionPlans)",
      "line 67, column 21 (ChildProtectionPlans)",
    ],
  ])("says where to look: %s", (_, locations, place, related) => {
    expect(sampleOf(exampleFinding({ locations }))).toMatchObject({ place, related: related === "" ? [] : [related] });
  });

  it("shows rows of tables, other years, and how many places and findings there are beyond those shown", () => {
    const places = [
      tablePlace("EPISODE", 12),
      { ...tablePlace("EPISODE", 3), in: "last_return" as const },
      ...Array.from({ length: 30 }, (_, row) => tablePlace("AD1", row + 1)),
    ];
    const findings = Array.from({ length: 1234 }, (_, index) => exampleFinding({ child: `C${index}`, locations: places }));
    const lines = report("text", findings).split("\n");
    expect(lines).toContain("8925  Plan ends before it starts (1,234 findings)");
    expect(lines.filter((line) => line.startsWith("  - "))).toEqual(Array.from({ length: 10 }, (_, index) => `  - Child C${index}, EPISODE, row 12`));
    expect(lines).toContain("    See also EPISODE, row 3 of the return before; AD1, row 1; AD1, row 2; and 28 more places");
    expect(lines).toContain("    The first 10 of 1,234 are shown; the report as CSV or JSON Lines (csv, jsonl) holds all.");
  });

  it("adds up several inputs", () => {
    const pieces: string[] = [];
    const writer = createReportWriter("text", (piece) => pieces.push(piece), { children: false });
    writer.start(exampleRun);
    for (const input of ["a.xml", "b.xml"]) {
      writer.finding(exampleFinding({ input, child: null, locations: [] }));
      writer.endInput({ ...exampleSummary, input, notes: ["3 records were left out."] });
    }
    writer.end();
    const text = pieces.join("");
    expect(text).toContain("\nb.xml\n  5,000 children were read.\n  3 records were left out.\n  1 error, no queries and no warnings.\n");
    expect(text).toContain("\n  - Whole return\n");
    expect(text).toContain("\nAll 2 inputs: 2 errors, no queries and no warnings.\n");
  });
});

describe("an input that could not be opened", () => {
  it.each(["text", "html", "junit"] as const)("is not praised in %s", (format) => {
    const whole = report(format, [], { summary: { input: "gone.xml", sha256: null, children: null, notes: [] } });
    expect(whole).toContain("It could not be opened, so nothing was checked.");
    expect(whole).not.toContain("Nothing was found.");
    if (format === "junit") expect(whole).toContain('errors="1"');
  });
});

describe("CSV", () => {
  it("has a line for each finding and location", () => {
    expect(
      report(
        "csv",
        exampleFindings.filter(({ rule }) => rule !== "structure.code"),
      ),
    ).toBe(
      [
        "\uFEFFinput,release,finding,rule,severity,title,child,message,remedy,location,record,path,table,row,line,column,in,items,cells,more",
        "return.xml,cin/2022-23,1,8925,error,Plan ends before it starts,X0000001,The plan ends (2014-04-30) before it starts (2014-05-01).,Check both dates against the plan; a plan that never ended has no end date.,1,ChildProtectionPlans,/Message/Children/Child[67]/ChildProtectionPlans[1],,,67,21,,CPPstartDate: 2014-05-01; CPPendDate: 2014-04-30,,0",
        "return.xml,cin/2022-23,1,8925,error,Plan ends before it starts,X0000001,The plan ends (2014-04-30) before it starts (2014-05-01).,Check both dates against the plan; a plan that never ended has no end date.,2,CINdetails,/Message/Children/Child[80]/CINdetails[1],,,80,7,,,,0",
        'return.xml,cin/2022-23,2,8670Q,query,Assessment open for more than 45 working days,X0000001,The assessment is still open after 45 working days.,"Give the date of authorisation, or be ready to explain the delay.",1,Assessments,/Message/Children/Child[90]/Assessments[1],,,90,9,,AssessmentAuthorisationDate: (not given),,0',
        'return.xml,cin/2022-23,3,8670Q,query,Assessment open for more than 45 working days,X0000003,The assessment is still open after 45 working days.,"Give the date of authorisation, or be ready to explain the delay.",1,Assessments,/Message/Children/Child[130]/Assessments[1],,,130,9,,AssessmentAuthorisationDate: (empty),,0',
        "return.xml,cin/2022-23,4,8799,not-run,Sex differs from last year,,no last year's return,,,,,,,,,,,,0",
        "",
      ].join("\r\n"),
    );
  });
});

describe("JUnit XML", () => {
  it("has a test case for each rule, and fails for errors only", () => {
    expect(report("junit", exampleFindings)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="returnspec cin/2022-23">
  <testsuite name="return.xml" tests="4" failures="2" errors="0" skipped="1">
    <testcase classname="cin/2022-23" name="structure.code A code that does not exist in this year">
      <failure type="error" message="error: 1 finding. Use a code of the code set, written exactly as there, capitals and small letters included.">Child X0000002, line 101, column 11 (ChildCharacteristics): Ethnicity is “XXXX”, which is not one of the codes of ethnicity in this year.</failure>
    </testcase>
    <testcase classname="cin/2022-23" name="8670Q Assessment open for more than 45 working days">
      <system-out>query: 2 findings. Give the date of authorisation, or be ready to explain the delay.
Child X0000001, line 90, column 9 (Assessments): The assessment is still open after 45 working days.
Child X0000003, line 130, column 9 (Assessments): The assessment is still open after 45 working days.</system-out>
    </testcase>
    <testcase classname="cin/2022-23" name="8799 Sex differs from last year">
      <skipped message="no last year&apos;s return"/>
    </testcase>
    <testcase classname="cin/2022-23" name="8925 Plan ends before it starts">
      <failure type="error" message="error: 1 finding. Check both dates against the plan; a plan that never ended has no end date.">Child X0000001, line 67, column 21 (ChildProtectionPlans): The plan ends (2014-04-30) before it starts (2014-05-01).</failure>
    </testcase>
  </testsuite>
</testsuites>
`.replace("&apos;", "'"),
    );
  });

  it("calls a return that cannot be read an error, and lists rules it did not know of", () => {
    const text = report("junit", [
      exampleFinding({ rule: "structure.unreadable", child: null, message: "The file ends here.", locations: [xmlPlace(9, 2, {}, "")] }),
    ]);
    expect(text).toContain('tests="5" failures="0" errors="1" skipped="0"');
    expect(text).toContain('name="structure.unreadable">\n      <error type="error" message="error: 1 finding">line 9, column 2: The file ends here.</error>');
  });
});

describe("HTML", () => {
  it("says the same in a page that loads nothing", () => {
    const page = report("html", exampleFindings);
    const plain = page
      .slice(page.indexOf("<body>"))
      .replaceAll(/<summary>|<\/?(td|th|caption|h\d|p|li)\b[^>]*>/g, "\n")
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll(/[ \n]*\n[ \n]*/g, "\n");
    expect(plain).toBe(`
Findings
Children in need census 2022-23 (cin/2022-23)
return.xml
2 errors, 2 queries and no warnings. 1 rule was not run.
5,000 children were read.
SHA-256 of the file: fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210
Findings by rule
Rule
Title
Severity
Findings
structure.code
A code that does not exist in this year
error
1
8925
Plan ends before it starts
error
1
8670Q
Assessment open for more than 45 working days
query
2
Errors
Errors must be put right.
structure.code A code that does not exist in this year
error 1 finding
What to do: Use a code of the code set, written exactly as there, capitals and small letters included.
Findings of rule structure.code
Child
Where to look
Message
Items
X0000002
line 101, column 11 (ChildCharacteristics)
Ethnicity is “XXXX”, which is not one of the codes of ethnicity in this year.
Ethnicity: XXXX
8925 Plan ends before it starts
error 1 finding
What to do: Check both dates against the plan; a plan that never ended has no end date.
The check: For each child protection plan, the end date must be on or after the start date.
Findings of rule 8925
Child
Where to look
Message
Items
X0000001
line 67, column 21 (ChildProtectionPlans)see also line 80, column 7 (CINdetails)
The plan ends (2014-04-30) before it starts (2014-05-01).
CPPstartDate: 2014-05-01
CPPendDate: 2014-04-30
Queries
Queries must be looked at: put the data right, or be ready to explain it.
8670Q Assessment open for more than 45 working days
query 2 findings
What to do: Give the date of authorisation, or be ready to explain the delay.
Findings of rule 8670Q
Child
Where to look
Message
Items
X0000001
line 90, column 9 (Assessments)
${lateAssessment.message}
AssessmentAuthorisationDate: (not given)
X0000003
line 130, column 9 (Assessments)
${lateAssessment.message}
AssessmentAuthorisationDate: (empty)
Rules that were not run
These rules could not be checked, so the return may still break them.
Why they were not run
Rule
Title
Reason
8799
Sex differs from last year
no last year&#39;s return
This is not an official publication of the Department for Education.
Written by returnspec 0.1.0, specification 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.
`);
  });

  it("has a table by child when asked", () => {
    expect(report("html", exampleFindings)).not.toContain("Findings by child");
    const page = report("html", exampleFindings, { children: true });
    const table = page.slice(page.indexOf("Findings by child"));
    expect(table.match(/<tr role="row"><th scope="row" role="rowheader" data-label="Child"><bdi>\w+/g)?.map((row) => row.slice(-8))).toEqual([
      "X0000001",
      "X0000001",
      "X0000002",
      "X0000003",
    ]);
  });
});
