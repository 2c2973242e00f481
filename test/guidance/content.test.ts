import { beforeAll, describe, expect, test } from "vitest";
import { itemsRead } from "../../generators/language/reads.ts";
import { buildExample } from "../../generators/rules/example.ts";
import { definitionLookup, expressionsOf } from "../../generators/rules/rule-needs.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import { diffReleases } from "../../generators/specification/diff.ts";
import { exampleView } from "../../generators/targets/guidance/example-view.ts";
import type { Site } from "../../generators/targets/guidance/site.ts";
import { findingsOf, loadGenerated } from "../support/generated-validator.ts";
import { buildGuidance, releaseOf, siteOfRelease } from "./build-guidance.ts";
import { specification } from "../support/specification.ts";

/** The text of a page as a reader has it, blanks collapsed. */
function read(text: string | undefined): string {
  return (text ?? "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x3D;", "=")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
}

describe("pages of the children in need census 2025-26", () => {
  let files: ReadonlyMap<string, string>;
  let site: Site;
  beforeAll(() => {
    files = buildGuidance(releaseOf("cin/2025-26"));
    site = siteOfRelease(releaseOf("cin/2025-26"));
  });

  test("a rule: sentence, message, remedy, an example of each kind, where it applies, since when", () => {
    const page = read(files.get("rules/8925.html"));
    for (const words of [
      "Rule 8925 Child protection plan ends before it starts",
      "For each child protection plan: the end date must be on or after the start date (not tested when either is empty).",
      "The child protection plan ends ( [Child protection plan end date] ) before it starts ( [Child protection plan start date] ).",
      "Check both dates against the plan; a plan that has not ended has no end date.",
      "Passes: same day Child protection plan Child protection plan start date 2025-05-01 Child protection plan end date 2025-05-01",
      "Is reported: day before Child protection plan reported Child protection plan start date 2025-05-01 Child protection plan end date 2025-04-30",
      "Reported as: The child protection plan ends (2025-04-30) before it starts (2025-05-01).",
      "Error: the return cannot be accepted with it.",
      "The validator and the checker page, for XML. No schema can say it.",
      "check CPPendDate >= CPPstartDate",
      "In this specification since 2013-14. Not changed since. Seen in a source from 2021-22 on; for earlier years it is inferred.",
    ])
      expect(page).toContain(words);
    expect(files.get("rules/8925.html")).toContain('the <a class="govuk-link" href="../items/cppenddate.html">end date</a> must be');
  });

  test("an item: what it is, its format and place, codes, the rules that read it", () => {
    const page = read(files.get("items/primaryneedcode.html"));
    expect(page).toContain("Item PrimaryNeedCode");
    expect(page).toContain("N1 Abuse, neglect and exploitation Changed");
    expect(page).toContain("Before: Abuse or neglect Now: Abuse, neglect and exploitation ( The primary need of abuse or neglect names exploitation )");
    expect(page).toContain("Its codes have changed since 2024-25.");
    expect(page).toMatch(/<Message> <Children> <Child> <CINdetails> <PrimaryNeedCode>N1<\/PrimaryNeedCode>/);
    expect(read(files.get("items/cppenddate.html"))).toContain(
      "Format Date, written yyyy-mm-dd How often Optional, at most once in each Child protection plan",
    );
  });

  test("the rules of an item are those that read it", () => {
    const { rules } = site;
    for (const checked of rules.rules) {
      const expected = itemsRead(expressionsOf(checked), definitionLookup(rules)).flatMap(({ path, year }) => (year === 0 ? [path] : []));
      const reads = site.reads.get(checked.rule.id);
      for (const path of expected) {
        expect(reads?.items.get(path)?.has(0), `${checked.rule.id} ${path}`).toBe(true);
        expect(files.get(site.addresses.item(path))).toContain(`href="../${site.addresses.rule(checked.rule.id)}"`);
      }
    }
  });

  test("old addresses lead on: of rules that were renamed, of items that are gone, of names that several have", () => {
    expect(files.get("rules/4009.html")).toContain('<meta http-equiv="refresh" content="0; url=../rules/4009q.html">');
    expect(files.get("rules/4009.html")).toContain('<a class="govuk-link" href="../rules/4009q.html">4009Q</a>');
    expect(read(files.get("rules/4009q.html"))).toContain("First written as 4009");
    expect(files.get("items/gendercurrent.html")).toContain("url=../removed.html#item-GenderCurrent");
    expect(read(files.get("items/dateofinitialcpc.html"))).toContain("Several things have this name");
    expect(files.has("items/section47.dateofinitialcpc.html")).toBe(true);
  });

  test("messages of examples are those of the validator", async () => {
    const module = await loadGenerated(specification, releaseOf("cin/2025-26"));
    let shown = 0;
    for (const checked of site.rules.rules) {
      for (const example of checked.rule.fails) {
        const view = exampleView(site, checked, example, true);
        const built = buildExample(site.rules, checked, example.value);
        if (view?.message === null || view === null || "problem" in built || built.returns.last !== null) continue;
        shown += 1;
        const found = findingsOf(module, returnInXml(built.returns.root).document).filter(({ rule }) => rule === checked.rule.id);
        expect(
          found.map(({ message }) => message),
          view.caseId,
        ).toContain(view.message);
      }
    }
    expect(shown).toBeGreaterThan(150);
  });
});

describe("what changed", () => {
  test.each(["cin/2025-26", "cin/2026-27", "cla/2025-26", "cla/2026-27"])("%s names every difference to the year before under its change", (name) => {
    const release = releaseOf(name);
    const files = buildGuidance(release);
    const site = siteOfRelease(release);
    const page = files.get("changes.html") ?? "";
    const before = site.previous;
    if (before === null) throw new Error("no release before");
    for (const { kind, name: thing, change, what } of diffReleases(before, release)) {
      if (kind === "release") continue;
      const anchor = change === null ? "follows" : (site.addresses.change(change)?.split("#")[1] ?? "");
      const start = page.indexOf(`id="${anchor}"`);
      const section = page.slice(start, page.indexOf("</section>", start));
      expect(start, `${thing} ${what}`).toBeGreaterThan(0);
      expect(read(section)).toContain(kind === "item" ? (thing.split("/").at(-1) ?? "") : thing.replace("/", " › "));
    }
    for (const { title, why } of release.changes) for (const words of [title, why]) expect(read(page)).toContain(words.replaceAll(/\s+/g, " "));
  });

  test("new and changed things are marked where they stand", () => {
    const files = buildGuidance(releaseOf("cin/2026-27"));
    expect(read(files.get("items/ppstartdate.html"))).toContain("New in 2026-27");
    expect(read(files.get("modules/pre-proceedings-and-family-group-decision-making.html"))).toContain("Pre-proceedings start date PPStartDate New");
    expect(read(files.get("items/cppenddate.html"))).not.toContain("New in");
    const looked = buildGuidance(releaseOf("cla/2025-26"));
    expect(read(looked.get("codes/place.html"))).toContain("Z11 Other placements, sub-category Z11 New Label inferred");
    expect(read(looked.get("codes/place.html"))).toContain("Z1 → Z11 or Z12 or Z13 or Z14");
    expect(read(looked.get("rules/552.html"))).toContain("What this rule reads has changed since 2024-25: Placement type PLACE Changed");
  });
});

describe("pages of the children looked after return", () => {
  let files: ReadonlyMap<string, string>;
  beforeAll(() => {
    files = buildGuidance(releaseOf("cla/2025-26"));
  });

  test("tables, questions, and rules that no program can test", () => {
    expect(read(files.get("tables/episodes.html"))).toContain("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN");
    expect(read(files.get("items/place.html"))).toContain("Column PLACE of Episodes (required)");
    const questions = read(files.get("questions.html"));
    expect(questions).toContain("What do we enter when the home or placement postcode is genuinely not available");
    expect(questions).toMatch(/Can it hold a newer set\? Open Paragraph 6\.1\.6/);
    expect(read(files.get("items/pl_post.html"))).toContain("Questions What do we enter when the home or placement postcode is genuinely not available");
    expect(read(files.get("rules/411.html"))).toContain("No program can test this rule");
    expect(read(files.get("rules/int21.html"))).toContain("The validator and the checker page, for CSV. XML cannot have this fault.");
  });

  test("what rules cannot run without is said with them", () => {
    expect(read(files.get("rules/503d.html"))).toContain("Cannot run without last year’s return");
    expect(read(files.get("reference-tables/postcodes.html"))).toContain("Rows are found by it.");
  });
});
