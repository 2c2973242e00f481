import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { findingLine } from "../../../runtime/findings/finding.ts";
import { findingSchemas } from "../../../runtime/findings/schema.ts";
import { createReportWriter } from "../../../runtime/findings/formats.ts";
import { exampleFinding, exampleFindings, exampleRun, exampleSummary, hostileFindings, report, xmlPlace } from "./example-run.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true });
const schemaOf = (file: string): ReturnType<typeof ajv.compile> => ajv.compile(JSON.parse(findingSchemas().get(file) ?? "") as object);
const isFinding = schemaOf("finding.schema.json");
const isReport = schemaOf("report.schema.json");
const everything = [...exampleFindings, ...hostileFindings];

describe("the schemas", () => {
  it.each([...findingSchemas().keys()])("%s is the one in docs/schemas", (file) => {
    expect(readFileSync(new URL(`../../../docs/schemas/${file}`, import.meta.url), "utf8")).toBe(findingSchemas().get(file));
  });

  it("have the keys in the order of what is written", () => {
    const schema = JSON.parse(findingSchemas().get("finding.schema.json") ?? "") as { required: string[]; $defs: { location: { required: string[] } } };
    const written = JSON.parse(findingLine(exampleFinding())) as { locations: object[] };
    expect(schema.required).toEqual(Object.keys(written));
    expect(schema.$defs.location.required).toEqual(Object.keys(written.locations[0] ?? {}));
  });

  it.each([
    ["a key less", (value: Record<string, unknown>) => delete value["more"]],
    ["a key more", (value: Record<string, unknown>) => (value["extra"] = 1)],
    ["another severity", (value: Record<string, unknown>) => (value["severity"] = "fatal")],
    ["a rule not run with a child", (value: Record<string, unknown>) => (value["severity"] = "not-run")],
    ["a line 0", (value: Record<string, unknown>) => (value["locations"] = [xmlPlace(0, 1)])],
    ["a number as text of an item", (value: Record<string, unknown>) => (value["locations"] = [{ ...xmlPlace(1, 1), items: { A: 1 } }])],
  ])("refuse %s", (_, spoil) => {
    const value = JSON.parse(findingLine(exampleFinding())) as Record<string, unknown>;
    expect(isFinding(value)).toBe(true);
    spoil(value);
    expect(isFinding(value)).toBe(false);
  });
});

describe("JSON Lines", () => {
  it("hold every finding whole, one in a line", () => {
    const lines = report("jsonl", everything).split("\n");
    expect(lines.pop()).toBe("");
    const values = lines.map((line) => JSON.parse(line) as unknown);
    for (const value of values) expect(isFinding(value), ajv.errorsText(isFinding.errors)).toBe(true);
    expect(values).toEqual(everything);
  });
});

describe("JSON", () => {
  it("holds every finding, the totals and the rules that were not run", () => {
    const value = JSON.parse(report("json", everything)) as { inputs: { findings: unknown[] }[] };
    expect(isReport(value), ajv.errorsText(isReport.errors)).toBe(true);
    expect(value).toEqual({
      tool: { name: "returnspec", version: "0.1.0" },
      release: "cin/2022-23",
      specification: exampleRun.specification,
      inputs: [
        {
          input: "return.xml",
          sha256: exampleSummary.sha256,
          counts: { error: 5, query: 2, warning: 0, "not-run": 1 },
          notRun: [{ rule: "8799", message: "no last year's return" }],
          notes: exampleSummary.notes,
          findings: everything.filter(({ severity }) => severity !== "not-run"),
        },
      ],
    });
  });

  it("holds inputs without findings and inputs that could not be opened", () => {
    const pieces: string[] = [];
    const writer = createReportWriter("json", (piece) => pieces.push(piece), { children: false });
    writer.start(exampleRun);
    writer.endInput({ input: "a.xml", sha256: null, children: null, notes: [] });
    writer.finding(exampleFinding({ input: "b.xml" }));
    writer.endInput({ ...exampleSummary, input: "b.xml" });
    writer.endInput({ ...exampleSummary, input: "c.xml" });
    writer.end();
    const value = JSON.parse(pieces.join("")) as { inputs: { input: string; sha256: string | null; findings: unknown[]; counts: { error: number } }[] };
    expect(isReport(value), ajv.errorsText(isReport.errors)).toBe(true);
    expect(value.inputs.map(({ input, sha256, findings, counts }) => [input, sha256 === null, findings.length, counts.error])).toEqual([
      ["a.xml", true, 0, 0],
      ["b.xml", false, 1, 1],
      ["c.xml", false, 0, 0],
    ]);
  });

  it("of no input at all is a report too", () => {
    const pieces: string[] = [];
    const writer = createReportWriter("json", (piece) => pieces.push(piece), { children: false });
    writer.start(exampleRun);
    writer.end();
    expect(isReport(JSON.parse(pieces.join("")))).toBe(true);
  });
});
