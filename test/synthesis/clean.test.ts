import { describe, expect, test } from "vitest";
import type { TextRecord } from "../../generators/rules/record-tree.ts";
import type { TreeNode } from "../../generators/specification/model.ts";
import { tellChildren } from "../../generators/synthesis/tell.ts";
import { countFaults } from "../../generators/targets/vectors/structure-faults.ts";
import { returnOf } from "../../generators/synthesis/synthesise.ts";
import { JUDGE } from "../support/returnspec.ts";
import { BATCH, judgeBatches, open, recordsOf, synthesise } from "./judge-children.ts";
import { specification } from "../support/specification.ts";

/** Code 998 is no place of a child's placement in the years in which that is submitted; 201 is. */
const AUTHORITY_IS_SUBMITTED = /^cla\/201[345]-/;
const USUAL = ["cla/2026-27", "cla/2025-26", "cla/2023-24", "cla/2016-17", "cla/2013-14", "cin/2026-27", "cin/2025-26", "cin/2013-14"];
const CHILDREN = JUDGE ? 1000 : 75;

describe("clean children", () => {
  test.each(JUDGE ? specification.names : USUAL)("raise no finding: %s", (name) => {
    const authority = AUTHORITY_IS_SUBMITTED.test(name) ? "201" : "998";
    const { synthesis, rules } = synthesise(name, { children: CHILDREN, broken: [] }, { authority });
    const failures = judgeBatches(synthesis, rules, recordsOf(synthesis), BATCH);
    expect(failures.map(({ rule, records }) => `${rule} on ${records[0]?.path}`)).toEqual([]);
  });

  test.each(JUDGE ? specification.names : USUAL)("have the form of the release: %s", (name) => {
    const authority = AUTHORITY_IS_SUBMITTED.test(name) ? "201" : "998";
    const { plan } = open(name, { authority }).stories;
    const children = [...tellChildren(plan, CHILDREN)];
    const [release] = plan.releases;
    if (release === undefined) throw new Error("no release");
    const root = returnOf(
      plan,
      release,
      children.flatMap(({ years }) => years[0] ?? []),
      new Map(),
    );
    expect([...countFaults(release, root, "xml", [])]).toEqual([]);
  });

  test("live every story", () => {
    for (const name of specification.liveNames) {
      const { plan } = open(name).stories;
      const told = new Set([...tellChildren(plan, 1000)].map(({ story }) => story));
      expect([...told].toSorted()).toEqual(plan.book.stories.map(({ name: story }) => story).toSorted());
    }
  });

  test("have all records and items of the release between them", () => {
    const missing: string[] = [];
    for (const name of specification.liveNames) {
      const { plan } = open(name).stories;
      const [release] = plan.releases;
      const seen = new Set<string>();
      const visit = (record: TextRecord): void => {
        for (const [path, texts] of record.items) if (texts.some((text) => text !== "")) seen.add(path);
        for (const inner of [...record.groups.values()].flat()) visit(inner);
      };
      for (const { years } of tellChildren(plan, 1000)) if (years[0] !== null && years[0] !== undefined) visit(years[0]);
      const all = (node: TreeNode): readonly string[] => (node.kind === "record" ? node.contains.flatMap(all) : node.derived === null ? [node.path] : []);
      if (release?.child !== undefined && release.child !== null)
        missing.push(
          ...all(release.child.record)
            .filter((path) => !seen.has(path))
            .map((path) => `${name} ${path}`),
        );
    }
    expect(missing).toEqual([]);
  });
});

describe("a life", () => {
  test("is the same whatever other children there are", () => {
    const { plan } = open("cla/2025-26").stories;
    const texts = (count: number): readonly string[] => [...tellChildren(plan, count)].map(({ years }) => JSON.stringify(years, replacer));
    expect(texts(40).slice(0, 10)).toEqual(texts(10));
  });

  test("is seen from each year as it was then: an open episode goes on as it began", () => {
    const { plan } = open("cla/2025-26", { years: 3 }).stories;
    let carriedOn = 0;
    for (const { years } of tellChildren(plan, 300)) {
      const [now, last] = years;
      const episodes = (child: typeof now): readonly (readonly (string | undefined)[])[] =>
        (child?.groups.get("EXPSSDA903/CHILD/EPISODE") ?? []).map(({ items }) =>
          ["DECOM", "RNE", "LS", "CIN", "PLACE", "PL_POST", "URN", "PLACE_PROVIDER", "DEC"].map((name) => items.get(`EXPSSDA903/CHILD/EPISODE/${name}`)?.[0]),
        );
      const carried = episodes(last).find((episode) => episode.at(-1) === "");
      const first = episodes(now)[0];
      if (carried === undefined || first === undefined) continue;
      carriedOn += 1;
      // Z1 of the year before stands for the codes that came in its place.
      const comparable = (episode: readonly (string | undefined)[]): readonly (string | undefined)[] =>
        episode.slice(0, -1).map((text) => text?.replace(/^Z1\d$/, "Z1"));
      expect(comparable(first)).toEqual(comparable(carried));
    }
    expect(carriedOn).toBeGreaterThan(100);
  });
});

function replacer(key: string, value: unknown): unknown {
  if (key === "node") return undefined;
  return value instanceof Map ? [...value] : value;
}
