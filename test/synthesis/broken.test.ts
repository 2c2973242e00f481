import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JUDGE, returnspec, withFolder } from "../support/returnspec.ts";
import { judgeBatches, recordsOf, synthesise } from "./judge-children.ts";
import { specification } from "../support/specification.ts";

/** What no return of many children can break together with everything else, or no machine can. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = { cin: ["2887Q", "2888Q"], cla: ["411", "706"] };
const CHILDREN = JUDGE ? 5000 : 150;

describe("every rule broken once", () => {
  test.each(JUDGE ? specification.names : specification.liveNames)("is raised by a child of its own: %s", (name) => {
    const { synthesis, rules } = synthesise(name, { children: 0, broken: "all" });
    const left = synthesis.rules.flatMap(({ rule, why }) => (why === null ? [] : [rule]));
    const failed = new Set(judgeBatches(synthesis, rules, recordsOf(synthesis), Number.POSITIVE_INFINITY).map(({ rule }) => rule));
    const onReturn = rules.rules.filter(({ parts }) => parts.some(({ target }) => target.kind === "record" && target.record === rules.release.root.path));
    const expected = rules.rules.filter((rule) => !onReturn.includes(rule) && rule.rule.notTestable === null && !left.includes(rule.rule.id));
    expect(expected.map(({ rule }) => rule.id).filter((id) => !failed.has(id))).toEqual([]);
    if (specification.liveNames.includes(name))
      for (const id of left) expect([...(LEFT_OUT[name.split("/")[0] ?? ""] ?? []), ...onReturn.map(({ rule }) => rule.id)]).toContain(id);
  });
});

describe("the compiled validator", () => {
  test.each(JUDGE ? specification.liveNames : ["cin/2026-27", "cla/2026-27"])("finds nothing in clean returns and each rule in broken ones: %s", (name) => {
    withFolder((folder) => {
      const [clean, broken] = [join(folder, "clean"), join(folder, "broken")];
      expect(returnspec(["synthesise", "--release", name, "--children", String(CHILDREN), "--out", clean]).code).toBe(0);
      expect(returnspec(["synthesise", "--release", name, "--children", String(CHILDREN), "--break-all", "--out", broken]).code).toBe(0);
      for (const form of name.startsWith("cla/") ? ["xml", "csv"] : ["xml"]) {
        const sound = validate(name, clean, form);
        // Queries on a whole return may come from its being small.
        expect(sound.filter(({ severity, child }) => severity !== "not-run" && (severity === "error" || child !== null))).toEqual([]);
        const found = validate(name, broken, form);
        const raised = new Set(found.flatMap(({ rule, severity }) => (severity === "not-run" ? [] : [rule])));
        const wanted = brokenRules(broken).filter(({ formats }) => formats.includes(form));
        expect(wanted.length).toBeGreaterThan(100);
        expect(wanted.map(({ rule }) => rule).filter((rule) => !raised.has(rule))).toEqual([]);
        expect(found.filter(({ severity, child }) => severity === "error" && child?.startsWith("SYN"))).toEqual([]);
      }
    });
  });
});

interface FoundLine {
  readonly rule: string;
  readonly severity: string;
  readonly child: string | null;
}

function validate(name: string, folder: string, form: string): readonly FoundLine[] {
  const [input, previous] = form === "xml" ? ["this-year.xml", "last-year.xml"] : ["this-year", "last-year"];
  const tables = name.startsWith("cla/")
    ? ["postcodes", "providers"].flatMap((table) => ["--reference", `${table}=${join(folder, "reference", `${table}.csv`)}`])
    : [];
  const { out, err } = returnspec([
    "validate",
    join(folder, input ?? ""),
    "--release",
    name,
    "--previous",
    join(folder, previous ?? ""),
    "--authority",
    "998",
    "--format",
    "jsonl",
    ...tables,
  ]);
  expect(err).not.toMatch(/fault/);
  return out
    .trim()
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as FoundLine]));
}

/** The rules that `broken.csv` says are broken. */
function brokenRules(folder: string): readonly { readonly rule: string; readonly formats: readonly string[] }[] {
  const [, ...lines] = readFileSync(join(folder, "broken.csv"), "utf8").trim().split("\r\n");
  return lines.flatMap((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell ?? "");
    return cells[6] === "" ? [{ rule: cells[0] ?? "", formats: (cells[5] ?? "").split(" ") }] : [];
  });
}
