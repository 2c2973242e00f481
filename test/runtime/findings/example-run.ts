import { createFinding, createNotRun, type Finding, type Location, type RuleInfo } from "../../../runtime/findings/finding.ts";
import { createReportWriter, type ReportFormat } from "../../../runtime/findings/formats.ts";
import { STRUCTURE_RULES } from "../../../runtime/findings/structure-rules.ts";
import type { InputSummary, Run } from "../../../runtime/findings/writer.ts";

/** Two rules and a few findings, small enough to read, and hostile ones. */

const structureCode = STRUCTURE_RULES.find(({ id }) => id === "structure.code");

export const planEnds: RuleInfo = {
  id: "8925",
  title: "Plan ends before it starts",
  severity: "error",
  message: "The plan ends ({CPPendDate}) before it starts ({CPPstartDate}).",
  remedy: "Check both dates against the plan; a plan that never ended has no end date.",
  sentence: "For each child protection plan, the end date must be on or after the start date.",
};
export const lateAssessment: RuleInfo = {
  id: "8670Q",
  title: "Assessment open for more than 45 working days",
  severity: "query",
  message: "The assessment is still open after 45 working days.",
  remedy: "Give the date of authorisation, or be ready to explain the delay.",
  sentence: null,
};
export const sexChanged: RuleInfo = {
  id: "8799",
  title: "Sex differs from last year",
  severity: "warning",
  message: "Sex was {before} last year and is {now}.",
  remedy: "Check the record.",
  sentence: null,
};

export const exampleRun: Run = {
  tool: { name: "returnspec", version: "0.1.0" },
  release: "cin/2022-23",
  title: "Children in need census 2022-23",
  specification: "0123456789abcdef".repeat(4),
  rules: [...(structureCode === undefined ? [] : [structureCode]), lateAssessment, sexChanged, planEnds],
  notices: ["This is not an official publication of the Department for Education."],
};

export const exampleSummary: InputSummary = { input: "return.xml", sha256: "fedcba9876543210".repeat(4), children: 5000, notes: [] };

export function xmlPlace(line: number, column: number, items: Location["items"] = {}, record = "ChildProtectionPlans"): Location {
  return { record, path: `/Message/Children/Child[${line}]/${record}[1]`, table: null, row: null, line, column, in: null, items, cells: null };
}

export function tablePlace(table: string, row: number, items: Location["items"] = {}): Location {
  const cells = Object.fromEntries(Object.keys(items).map((column) => [column, null]));
  return { record: table, path: null, table, row, line: null, column: null, in: null, items, cells };
}

export function exampleFinding(change: Partial<Omit<Finding, "more">> = {}): Finding {
  return createFinding({
    input: "return.xml",
    release: "cin/2022-23",
    rule: "8925",
    severity: "error",
    child: "X0000001",
    message: "The plan ends (2014-04-30) before it starts (2014-05-01).",
    locations: [xmlPlace(67, 21, { CPPstartDate: "2014-05-01", CPPendDate: "2014-04-30" })],
    ...change,
  });
}

export const exampleFindings: readonly Finding[] = [
  exampleFinding({ locations: [xmlPlace(67, 21, { CPPstartDate: "2014-05-01", CPPendDate: "2014-04-30" }), xmlPlace(80, 7, {}, "CINdetails")] }),
  exampleFinding({
    rule: "8670Q",
    severity: "query",
    message: lateAssessment.message,
    locations: [xmlPlace(90, 9, { AssessmentAuthorisationDate: null }, "Assessments")],
  }),
  exampleFinding({
    rule: "structure.code",
    child: "X0000002",
    message: "Ethnicity is “XXXX”, which is not one of the codes of ethnicity in this year.",
    locations: [xmlPlace(101, 11, { Ethnicity: "XXXX" }, "ChildCharacteristics")],
  }),
  exampleFinding({
    rule: "8670Q",
    severity: "query",
    child: "X0000003",
    message: lateAssessment.message,
    locations: [xmlPlace(130, 9, { AssessmentAuthorisationDate: "" }, "Assessments")],
  }),
  createNotRun("return.xml", "cin/2022-23", "8799", "no last year's return"),
];

const RIGHT_TO_LEFT = "\u202E";
/** What somebody might put into a return to break what shows it. */
export const hostileValue = `=cmd|' /C calc'!A0 </title><script>alert("1")</script> &amp; ]]> ${RIGHT_TO_LEFT}evil\u0000\u0007\u001B[31m\uD800`;
export const longValue = "long ".repeat(20_000);
export const hostileFindings: readonly Finding[] = [
  exampleFinding({ child: hostileValue, message: `“${hostileValue}”`, locations: [xmlPlace(3, 1, { Ethnicity: hostileValue })] }),
  exampleFinding({ child: longValue, message: longValue, locations: [tablePlace("EPISODE", 12, { LS: longValue, "=RNE": "+44" })] }),
  exampleFinding({ rule: `<b>${hostileValue}`, child: "\t=1+1", message: "@SUM(1)", locations: [] }),
];

/** The report of one input. */
export function report(
  format: ReportFormat,
  findings: readonly Finding[],
  options: { readonly children?: boolean; readonly run?: Run; readonly summary?: InputSummary } = {},
): string {
  const pieces: string[] = [];
  const writer = createReportWriter(format, (piece) => pieces.push(piece), { children: options.children ?? false });
  writer.start(options.run ?? exampleRun);
  for (const finding of findings) writer.finding(finding);
  writer.endInput(options.summary ?? exampleSummary);
  writer.end();
  return pieces.join("");
}
