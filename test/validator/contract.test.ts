import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPORT_FORMATS } from "../../runtime/findings/formats.ts";
import { findingSchemas } from "../../runtime/findings/schema.ts";
import { findingLines, measuredRun, type MeasuredRun } from "../support/measured-run.ts";
import { altered, OTHER_COLLECTION, SMALL_RETURN } from "./small-return.ts";

/** Two children with something wrong in them and in the header, which follows the children. */
const WRONG = altered("<Sex>M<", "<Sex>Q<")
  .replace("<PersonBirthDate>2016-05-01<", "<PersonBirthDate>01/05/2016<")
  .replace(
    "<Ethnicity>WBRI</Ethnicity>\n      </ChildCharacteristics>\n      <CINdetails>\n        <CINreferralDate>2025-06-14<",
    "<Ethnicity>QQQQ</Ethnicity>\n      </ChildCharacteristics>\n      <CINdetails>\n        <CINreferralDate>2025-06-14<",
  )
  .replace("<LEA>998</LEA>", "<LEA>998</LEA><LEA>998</LEA>");

const child = SMALL_RETURN.slice(SMALL_RETURN.indexOf("    <Child>"), SMALL_RETURN.indexOf("  </Children>"));

describe("validate keeps the contract", () => {
  let folder = "";
  const run = (...args: readonly string[]): MeasuredRun => measuredRun(["validate", ...args], folder);
  const validate = (...args: readonly string[]): MeasuredRun => run(...args, "--release", "cin/2025-26");
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-contract-"));
    write("good.xml", SMALL_RETURN);
    write("wrong.xml", WRONG);
    write("broken.xml", WRONG.slice(0, -20));
    write("cla.xml", OTHER_COLLECTION);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const schema = (name: string): ReturnType<Ajv2020["compile"]> =>
    new Ajv2020({ strict: false }).compile(JSON.parse(findingSchemas().get(name) ?? "") as object);

  test("JSON Lines and JSON say the same, as their schemas have it, with the hash of each input", () => {
    const inputs = ["wrong.xml", "good.xml", "broken.xml", "cla.xml", "missing.xml"];
    const lines = validate(...inputs, "--format", "jsonl");
    const report = validate(...inputs, "--format", "json");
    expect([lines.code, report.code]).toEqual([2, 2]);
    const isFinding = schema("finding.schema.json");
    const findings = findingLines(lines.out);
    for (const finding of findings) expect([isFinding(finding), isFinding.errors]).toEqual([true, null]);
    const isReport = schema("report.schema.json");
    const parsed = JSON.parse(report.out) as {
      release: string;
      inputs: { input: string; sha256: string | null; findings: unknown[]; notRun: unknown[]; counts: Record<string, number> }[];
    };
    expect([isReport(parsed), isReport.errors]).toEqual([true, null]);
    expect(parsed.release).toBe("cin/2025-26");
    expect(parsed.inputs.map(({ input }) => input)).toEqual(inputs);
    for (const { input, sha256, findings: given, notRun, counts } of parsed.inputs) {
      const own = findings.filter((finding) => finding.input === input);
      expect(given).toEqual(own.filter(({ severity }) => severity !== "not-run"));
      expect(notRun).toEqual(own.filter(({ severity }) => severity === "not-run").map(({ rule, message }) => ({ rule, message })));
      expect(counts["error"]).toBe(own.filter(({ severity }) => severity === "error").length);
      expect(sha256).toBe(
        input === "missing.xml"
          ? null
          : createHash("sha256")
              .update(readFileSync(join(folder, input)))
              .digest("hex"),
      );
    }
  });

  test("findings come child by child, in a child by place and rule, then the whole return, then rules that were not run", () => {
    const findings = findingLines(validate("wrong.xml", "--format", "jsonl").out);
    expect(
      findings.filter(({ severity }) => severity === "error").map(({ child: of, rule, locations: [place] }) => `${of} ${rule} ${place?.line}:${place?.column}`),
    ).toEqual(["X0000001 4180 15:5", "X0000002 4220 30:5", "X0000002 structure.type 33:9", "null structure.occurs 11:21"]);
    const firstNotRun = findings.findIndex(({ severity }) => severity === "not-run");
    expect(firstNotRun).toBeGreaterThan(0);
    for (const { severity, child: of, locations } of findings.slice(firstNotRun)) expect([severity, of, locations]).toEqual(["not-run", null, []]);
  });

  test("a location has path, place and the texts as read", () => {
    const finding = findingLines(validate("wrong.xml", "--format", "jsonl").out).find(({ rule }) => rule === "structure.type");
    expect(finding).toEqual({
      input: "wrong.xml",
      release: "cin/2025-26",
      rule: "structure.type",
      severity: "error",
      child: "X0000002",
      message: expect.stringContaining("“01/05/2016”, which is not a date such as 2014-03-31"),
      locations: [
        {
          record: "ChildIdentifiers",
          path: "/Message/Children/Child[2]/ChildIdentifiers",
          table: null,
          row: null,
          line: 33,
          column: 9,
          in: null,
          items: { PersonBirthDate: "01/05/2016" },
          cells: null,
        },
      ],
      more: 0,
    });
  });

  test("duplicates are one finding at the end, with locations up to a cap and the number of the others", () => {
    write("twins.xml", SMALL_RETURN.replace(child, child.repeat(20)));
    const given = findingLines(validate("twins.xml", "--format", "jsonl").out);
    const twins = given.filter(({ severity, child: of }) => severity === "error" && of === null);
    expect(twins.map(({ rule, locations, more }) => [rule, locations.length, more])).toEqual([
      ["8510", 20, 0],
      ["8510", 20, 0],
    ]);
    write("twins.xml", SMALL_RETURN.replace(child, child.repeat(30)));
    const more = findingLines(validate("twins.xml", "--format", "jsonl").out).filter(({ rule }) => rule === "8510");
    expect(more.map(({ locations, more: others }) => [locations.length, others])).toEqual([
      [21, 9],
      [21, 9],
    ]);
    expect(more[0]?.locations.slice(0, 3).map(({ path }) => path)).toEqual(
      [1, 3, 5].map((number) => expect.stringContaining(`/Message/Children/Child[${number}]`)),
    );
    expect(more[0]?.message).not.toMatch(/\{|\(\)| {2}/);
  });

  test.each(REPORT_FORMATS)("the same file gives the same bytes: %s", (format) => {
    const first = validate("wrong.xml", "--format", format);
    expect(first.code).toBe(1);
    expect(first.out.length).toBeGreaterThan(100);
    const second = validate("wrong.xml", "--format", format, "--output", "report");
    expect([second.code, second.out, second.err]).toEqual([1, "", ""]);
    expect(readFileSync(join(folder, "report"), "utf8")).toBe(first.out);
  });

  test("--children lists the findings of each child, in text and in HTML", () => {
    const text = validate("wrong.xml", "--children").out;
    expect(text.indexOf("Child X0000001")).toBeGreaterThan(0);
    expect(text.indexOf("Child X0000002")).toBeGreaterThan(text.indexOf("Child X0000001"));
    expect(text.indexOf("Whole return")).toBeGreaterThan(text.indexOf("Child X0000002"));
    expect(validate("wrong.xml", "--children", "--format", "html").out).toContain("X0000002");
  });

  test("--previous makes the rules run that compare with the year before", () => {
    const notRun = (out: string): readonly string[] => findingLines(out).flatMap(({ severity, message }) => (severity === "not-run" ? [message] : []));
    expect(notRun(validate("good.xml", "--format", "jsonl").out)).toContain("no last year's return");
    write("last.xml", SMALL_RETURN.replace("2026-03-31", "2025-03-31").replace("<Year>2026", "<Year>2025").replaceAll("2025-0", "2024-0"));
    const compared = validate("good.xml", "--previous", "last.xml", "--format", "jsonl");
    expect([compared.code, compared.err, notRun(compared.out)]).toEqual([0, "", []]);
  });

  test.each<[args: readonly string[], said: RegExp]>([
    [["good.xml", "--release", "cin/2025-27"], /There is no release cin\/2025-27\. Did you mean cin\/2025-26\?/],
    [["good.xml", "--release", "cin/2025-26@9.9"], /cin\/2025-26 has no version 9\.9/],
    [["good.xml"], /required option '--release/],
    [["--release", "cin/2025-26"], /missing required argument 'input'/],
    [["good.xml", "--release", "cin/2025-26", "--format", "yaml"], /Use one of text, jsonl, json, csv, junit, html/],
    [
      ["good.xml", "--release", "cin/2025-26", "--previous", "missing.xml"],
      /^missing\.xml: There is no such file or folder\. .* leave out --previous to check the rest/,
    ],
    [["good.xml", "--release", "cin/2025-26", "--previous", "cla.xml"], /^cla\.xml:2:1: The root element is EXPSSDA903, not Message/],
    [["good.xml", "--release", "cin/2025-26", "--previous", "broken.xml"], /^broken\.xml:\d+:\d+: The file ends .* leave out --previous to check the rest/],
    [["good.xml", "--release", "cin/2025-26", "--output", "good.xml"], /^good\.xml: this file is an input\. Name another file for the report/],
    [["good.xml", "--release", "cin/2025-26", "--output", "no-folder/report"], /^A file or folder cannot be used/],
  ])("wrong use: validate %j -> 2", (args, said) => {
    const { code, out, err } = run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/\n {4}at /);
    expect(readFileSync(join(folder, "good.xml"), "utf8")).toBe(SMALL_RETURN);
  });
});
