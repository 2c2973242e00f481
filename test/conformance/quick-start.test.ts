import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import type { Suite } from "../../conformance/suite.ts";
import { guidanceTarget } from "../../generators/targets/guidance/guidance-target.ts";
import { packFiles, writeOutput } from "./packs.ts";
import { JUDGE } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

const NAME = "cin/2026-27";
const folder = mkdtempSync(join(tmpdir(), "returnspec-pack-"));
/** Where the pack is copied to: a path with a blank, as on a desktop, and nothing of the project around it. */
const copied = join(folder, "a copied folder");

beforeAll(async () => {
  writeOutput(join(folder, "generated"), await packFiles(NAME, JUDGE));
  cpSync(join(folder, "generated", "conformance"), copied, { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a line of the readme as a shell does. */
function shell(line: string): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(line, { cwd: copied, shell: true, encoding: "utf8", maxBuffer: 1 << 28 });
  return { code: status, out: stdout, err: stderr };
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** The lines of the readme that a reader types. */
function typedLines(): readonly string[] {
  const readme = readFileSync(join(copied, "readme.md"), "utf8");
  const start = readme.slice(readme.indexOf("## Ten minutes"), readme.indexOf("## What is judged"));
  return [...start.matchAll(/```\n([^`]+)\n```/g)].map(([, line = ""]) => line);
}

describe("the quick start of a pack, line by line from a copied folder", () => {
  test("judges the sample, which passes, and writes all reports", () => {
    const { code, out, err } = shell(typedLines()[0] ?? "");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("passed, level 5 (level 4 not tested)");
    const reports = "badge.svg junit.xml report.html report.json report.schema.json report.txt statement.txt times.json";
    expect(readdirSync(join(copied, "report-of-sample")).join(" ")).toBe(reports);
  });

  test("the report has the published form", () => {
    const read = (name: string): object => JSON.parse(readFileSync(join(copied, "report-of-sample", name), "utf8")) as object;
    const validate = new Ajv2020({ strict: true }).compile(read("report.schema.json"));
    expect(validate(read("report.json")), JSON.stringify(validate.errors)).toBe(true);
  });

  test("the same input gives the same bytes, times apart", () => {
    shell((typedLines()[0] ?? "").replace("report-of-sample", "again"));
    for (const name of readdirSync(join(copied, "again")).filter((one) => one !== "times.json"))
      expect(readFileSync(join(copied, "again", name), "utf8"), name).toBe(readFileSync(join(copied, "report-of-sample", name), "utf8"));
  });

  test.runIf(has("python3"))("asks the example adapter, which fails, exit code 1", () => {
    const { code, out } = shell(typedLines()[1] ?? "");
    expect(code).toBe(1);
    expect(out).toContain("failed, no level");
    expect(out).toContain("but was not found");
    expect(out).not.toContain(": error");
    expect(existsSync(join(copied, "report-of-adapter", "report.html"))).toBe(true);
  });

  test("takes a folder of single returns, ids of the product's own, and expected failures", () => {
    const scenario = "cin-001-no-further-action";
    const whole = readFileSync(join(copied, "expected/return.xml"), "utf8");
    const one = whole.replace(/<Child>[\s\S]*<\/Child>/, (children) => children.split("</Child>")[0] + "</Child>").replaceAll("CIN001A", "4711");
    mkdirSync(join(copied, "single"));
    writeFileSync(join(copied, "single", `${scenario}.xml`), one);
    writeFileSync(join(copied, "ids.csv"), "scenario child,exported child\nCIN001A,4711\n");
    expect(shell(`node conformance.mjs --outputs single --ids ids.csv --only ${scenario}`).code).toBe(0);
    expect(shell(`node conformance.mjs --outputs single --only ${scenario}`).code).toBe(1);
    writeFileSync(join(copied, "known.txt"), `${scenario} # a known fault\n`);
    expect(shell(`node conformance.mjs --outputs single --only ${scenario} --expected-failures known.txt`).code).toBe(0);
    expect(shell(`node conformance.mjs --outputs single --ids ids.csv --only ${scenario} --expected-failures known.txt`).code).toBe(1);
  });

  test("the report names the page of each rule and item, and leads to it where the guidance stands beside the pack", () => {
    const spoilt = readFileSync(join(copied, "expected/return.xml"), "utf8")
      .replace(/<CINclosureDate>[^<]*<\/CINclosureDate>/, "")
      .replace("<Sex>F</Sex>", "<Sex>X</Sex>");
    writeFileSync(join(copied, "spoilt.xml"), spoilt);
    const run = (options = ""): string => {
      expect(shell(`node conformance.mjs --outputs spoilt.xml --report report-of-spoilt ${options}`).code).toBe(1);
      return readFileSync(join(copied, "report-of-spoilt/report.html"), "utf8");
    };
    const linksOf = (page: string): readonly string[] => [...page.matchAll(/<a href="([^"]*)">/g)].map(([, href = ""]) => href);
    const plain = run();
    expect(linksOf(plain)).toEqual([]);
    expect(plain).toContain("Guidance: items/cinclosuredate.html");
    const { release } = specification.release(NAME);
    if (release === null) throw new Error(NAME);
    for (const { path, content } of guidanceTarget.build(release, targetContext(specification, release)).files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const links = linksOf(run());
    expect(links).toContain("../../guidance/items/cinclosuredate.html");
    expect(links).toContain("../../guidance/items/sex.html");
    expect(links.some((link) => link.startsWith("../../guidance/rules/"))).toBe(true);
    expect(links.filter((link) => !existsSync(join(copied, "report-of-spoilt", link)))).toEqual([]);
    const { pages } = JSON.parse(readFileSync(join(copied, "suite.json"), "utf8")) as Suite;
    const all = [...Object.values(pages.rules), ...Object.values(pages.nodes)];
    expect(all.filter((page) => !existsSync(join(folder, "guidance", page)))).toEqual([]);
    expect(linksOf(run("--guidance https://example.org/cin/"))).toContain("https://example.org/cin/items/sex.html");
    expect(shell("node conformance.mjs --outputs spoilt.xml --guidance nowhere")).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no index.html in it"),
    });
    rmSync(join(folder, "guidance"), { recursive: true });
  });

  test.each([
    ["nothing to judge", "", /--outputs PATH, or --exec/],
    ["an unknown option", "--output x", /Unknown option '--output'/],
    ["an unknown case", "--outputs expected/return.xml --only cin-999", /has no case cin-999/],
    ["a half without a program", "--outputs expected/return.xml --half validator", /name it with --exec/],
    ["a list of ids that is not there", "--outputs expected/return.xml --ids none.csv", /none\.csv/],
  ])("wrong use: %s", (_, options, message) => {
    const { code, err } = shell(`node conformance.mjs ${options}`);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
  });

  test("a return that is not there is an error of every case, told as such", () => {
    const { code, out } = shell("node conformance.mjs --outputs nowhere.xml");
    expect(code).toBe(1);
    expect(out).toContain("There is no such file");
  });
});

describe.runIf(JUDGE)("a run of the whole release", () => {
  // Idle it takes seconds; other tests may run beside this one.
  test.each([
    ["the producer half", "--outputs expected/return.xml"],
    ["the validator half", `--exec "${process.execPath} quick-adapter.mjs"`],
  ])("%s takes less than a minute", (_, options) => {
    const body = 'createInterface({ input: process.stdin }).on("line", (line) => console.log(JSON.stringify({ id: JSON.parse(line).id, findings: [] })));\n';
    writeFileSync(join(copied, "quick-adapter.mjs"), `import { createInterface } from "node:readline";\n${body}`);
    const started = performance.now();
    const { code } = shell(`node conformance.mjs ${options} --report report-of-all`);
    expect([0, 1]).toContain(code);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(existsSync(join(copied, "report-of-all/report.html"))).toBe(true);
  });
});

describe.runIf(JUDGE)("example adapters", () => {
  test.runIf(has("javac"))("Java compiles and answers", () => {
    expect(shell("javac -d java-out adapters/adapter.java").code).toBe(0);
    expect(shell('node conformance.mjs --exec "java -cp java-out Adapter" --only hostile/truncated --only hostile/comments').code).toBe(0);
  });

  test.runIf(has("mcs") && has("mono"))("C# compiles and answers", () => {
    expect(shell("mcs -r:System.Web.Extensions -out:adapter.exe adapters/adapter.cs").code).toBe(0);
    expect(shell('node conformance.mjs --exec "mono adapter.exe" --only hostile/truncated --only hostile/comments').code).toBe(0);
  });
});
