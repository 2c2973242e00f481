import type { RunVerdict } from "../verdict.ts";

/** The form of `report.json`; another number is another form. */
export const REPORT_FORMAT = "returnspec-conformance-report/1";

/** The report for programs; `report.schema.json` says what it holds. */
export function jsonReport({ facts, suite, halves, cases, counts, levels, reached, isPassed }: RunVerdict): string {
  const report = {
    format: REPORT_FORMAT,
    tool: facts.tool,
    product: facts.product,
    release: suite.release,
    version: suite.version,
    specification: suite.specification,
    suite: facts.suiteHash,
    verdict: isPassed ? "passed" : "failed",
    levelReached: reached,
    levels: levels.map(({ level, name, outcome, cases: count, failed }) => ({ level, name, outcome, cases: count, failed })),
    counts,
    halves: halves.map(({ half, form, notRun, notes }) => ({ half, form, notRun, notes })),
    cases: cases.map(({ id, half, title, outcome, reason, expectedFailure, levels: own, faults, lookAt }) => ({
      id,
      half,
      title,
      outcome,
      reason,
      expectedFailure,
      levels: own,
      faults: faults.map(({ level, rule, child, at, expected, actual, message, remedy, page }) => ({
        level,
        rule,
        child,
        at,
        expected,
        actual,
        message,
        remedy,
        page,
      })),
      lookAt,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const text = { type: "string" } as const;
const textOrNull = { type: ["string", "null"] } as const;
const whole = { type: "integer", minimum: 0 } as const;
const level = { enum: [1, 2, 3, 4, 5] } as const;
const outcome = { enum: ["passed", "failed", "not-implemented", "skipped", "error"] } as const;
const half = { enum: ["producer", "validator"] } as const;

function object(properties: Readonly<Record<string, unknown>>): object {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: unknown): object {
  return { type: "array", items };
}

/** JSON Schema (2020-12) of the report. */
export function reportSchema(): string {
  const named = object({ name: text, version: text });
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:returnspec:conformance-report:1",
    title: "Report of a run of the conformance suite",
    ...object({
      format: { const: REPORT_FORMAT },
      tool: named,
      product: { anyOf: [object({ name: text, version: textOrNull }), { type: "null" }] },
      release: text,
      version: text,
      specification: text,
      suite: text,
      verdict: { enum: ["passed", "failed"] },
      levelReached: { enum: [0, 1, 2, 3, 4, 5] },
      levels: list(object({ level, name: text, outcome: { enum: ["passed", "failed", "not tested"] }, cases: whole, failed: whole })),
      counts: object({ passed: whole, failed: whole, "not-implemented": whole, skipped: whole, error: whole }),
      halves: list(object({ half, form: { enum: ["xml", "csv"] }, notRun: list(object({ rule: text, reason: text })), notes: list(text) })),
      cases: list(
        object({
          id: text,
          half,
          title: text,
          outcome,
          reason: textOrNull,
          expectedFailure: textOrNull,
          levels: list(level),
          faults: list(
            object({
              level,
              rule: textOrNull,
              child: textOrNull,
              at: textOrNull,
              expected: textOrNull,
              actual: textOrNull,
              message: text,
              remedy: textOrNull,
              page: textOrNull,
            }),
          ),
          lookAt: textOrNull,
        }),
      ),
    }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
