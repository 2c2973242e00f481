import { describe, expect, test } from "vitest";
import { formatIsoDate, parseIsoDate } from "../../runtime/dates.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { readYaml } from "../../generators/specification/yaml-reader.ts";
import { checkStories } from "../../generators/synthesis/check-stories.ts";
import { compileStories } from "../../generators/synthesis/compile-stories.ts";
import { createRandom, evenFractions } from "../../generators/synthesis/random.ts";
import { Scope, type Value } from "../../generators/synthesis/scope.ts";
import { compileStoryExpression } from "../../generators/synthesis/story-expression.ts";
import { tellChildren } from "../../generators/synthesis/tell.ts";
import { specification } from "../support/specification.ts";

describe("the numbers", () => {
  test("are these for ever, so that a seed gives the same children", () => {
    const random = createRandom(1, 4);
    expect([random.whole(0, 999), random.whole(0, 999), random.whole(0, 999)]).toMatchInlineSnapshot(`
      [
        929,
        246,
        809,
      ]
    `);
    expect(evenFractions(1, 1).map((fraction) => Math.floor(fraction * 1000))).toMatchInlineSnapshot(`
      [
        543,
        821,
      ]
    `);
  });

  test("are even, each stream for itself", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let stream = 0; stream < 20_000; stream += 1) {
      const at = Math.floor(createRandom(7, stream).fraction() * 10);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test("choose by weight evenly in few children too", () => {
    const low = Array.from({ length: 100 }, (_, number) => evenFractions(3, number)[0]).filter((fraction) => fraction < 0.3);
    expect(Math.abs(low.length - 30)).toBeLessThanOrEqual(2);
  });

  test("have nothing between a number and a lower one", () => {
    expect(createRandom(1, 1).whole(5, 4)).toBeNull();
  });
});

describe("expressions", () => {
  const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;
  const names = new Map<string, Value>([
    ["start", day("2025-04-01")],
    ["end", day("2026-03-31")],
    ["born", day("2008-02-29")],
    ["code", "S"],
    ["nothing", null],
  ]);
  const cases: readonly (readonly [string, unknown])[] = [
    ["start + days(10)", "2025-04-11"],
    ["start - weeks(2)", "2025-03-18"],
    ["end + months(1)", "2026-04-30"],
    ["start - years(1)", "2024-04-01"],
    ["birthday(born, 17)", "2025-03-01"],
    ["latest(start, end, nothing)", "2026-03-31"],
    ["earliest(nothing)", null],
    ['weekday_from(date("2026-03-28"))', "2026-03-30"],
    ["end - start", 364],
    ["any(3, 3)", 3],
    ["any(4, 3)", null],
    ["nothing < start", null],
    ['nothing < start || code == "S"', true],
    ['nothing < start && code == "L"', false],
    ["!(nothing < start)", null],
    ['code in ["S", "L"]', true],
    ["present(code) && absent(nothing)", true],
    ["first_present(nothing, code)", "S"],
    ["digits(7, 3) + letters(21, 2)", "007BB"],
    ['upn("201000000011")', "L201000000011"],
    ["quotient(27, 10) * 10 + remainder(27, 10)", 27],
    ["age(born, end)", 18],
  ];

  test.each(cases)("%s", (text, expected) => {
    const compiled = compileStoryExpression(text, { has: (name) => names.has(name), names: () => names.keys() });
    if ("problem" in compiled) throw new Error(compiled.problem.message);
    const scope = new Scope(null, createRandom(1, 1));
    for (const [name, value] of names) scope.set(name, value);
    const value = compiled.compute(scope);
    expect(typeof expected === "string" && /^\d{4}-/.test(expected) && typeof value === "number" ? formatIsoDate(value) : value).toEqual(expected);
  });

  test.each([
    ["strat + days(1)", "Nothing is called strat. Did you mean start?"],
    ["birthdy(born, 3)", "There is no function birthdy. Did you mean birthday?"],
    ["any(1)", "any takes 2 values, not 1."],
    ["code.all(x)", "A list has first() and last() here, nothing else."],
    ["start +", "The expression ends where a value is expected."],
  ])("%s is refused", (text, message) => {
    const compiled = compileStoryExpression(text, { has: (name) => names.has(name), names: () => names.keys() });
    expect("problem" in compiled ? compiled.problem.message : "").toContain(message.split(".")[0]);
  });
});

const HEAD = `about: Nobody.
anchors: {"0": 1}
child: {LAchildID: {is: 'digits(number, 5)'}}
`;

/** What is said of a story file for the children in need census. */
function said(text: string): readonly string[] {
  const diagnostics = new Diagnostics();
  const map = readYaml("specs/cin/stories.yaml", new TextEncoder().encode(text), diagnostics);
  if (map?.kind !== "map") throw new Error("no map");
  const releases = specification.names.filter((name) => name.startsWith("cin/")).flatMap((name) => specification.release(name).release ?? []);
  return compileStories(map, releases, releases.slice(-1), "998").diagnostics.sorted.map(({ message, suggestion, span }) => {
    const place = span.file.text.slice(span.start, span.end);
    return `${place}: ${message}${suggestion === null ? "" : ` ${suggestion}`}`;
  });
}

describe("a story file", () => {
  test("of the project has no mistakes", () => {
    expect(checkStories(specification)).toEqual([]);
  });

  const story = (has: string, names = ""): string => `${HEAD}stories:\n  one:\n    about: One.\n    weight: 1\n${names}    has: ${has}\n`;
  test.each([
    [
      "an item that no release has",
      story("{PersonBirthDat: start}"),
      ["PersonBirthDat: PersonBirthDat is no item or record of any release. Did you mean PersonBirthDate?"],
    ],
    ["a code that no release has", story("{Ethnicity: WBRX}"), ["WBRX: No release knows WBRX as a code of Ethnicity."]],
    ["a name that nothing gives", story("{PersonBirthDate: birth}"), ["birth: Nothing is called birth."]],
    [
      "a code that YAML takes for a number",
      story("{CINdetails: {AssessmentFactors: 21}}"),
      ['21: YAML tools read 21 as a number, not as text. Write "21", in quotes.'],
    ],
    ["a part that is not there", story("{CINdetails: {use: referal}}"), ["referal: referal is not the name of a part."]],
    ["a pool that is not there", story("{}", "    let: {home: {pick: homes}}\n"), ["homes: homes is not the name of a pool."]],
    ["two ways to give a value", story("{Sex: {is: '\"M\"', choose: [M, F]}}"), ["choose: A value is given by one of is, choose, first, pick, some, all."]],
    [
      "a key that is none",
      story("{Sex: {chose: [M, F]}}"),
      ["chose: chose is no way to give a value. Did you mean choose?", "chose: A value is given by one of is, choose, first, pick, some, all."],
    ],
    ["a weight that is no number", story("{Sex: {choose: {M: many}}}"), ["many: A weight is a number."]],
    ["a record that is a text", story("{CINdetails: start}"), ["start: A record is a map of names and values."]],
  ])("says what is wrong with it: %s", (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test("that puts nobody into a return comes to an end", () => {
    const diagnostics = new Diagnostics();
    const text = `${story("{}")}views: {Child: {shown: 'false'}}\n`;
    const map = readYaml("specs/cin/stories.yaml", new TextEncoder().encode(text), diagnostics);
    const releases = specification.names.filter((name) => name.startsWith("cin/")).flatMap((name) => specification.release(name).release ?? []);
    if (map?.kind !== "map") throw new Error("no map");
    const involved = releases.slice(-1);
    const { book } = compileStories(map, releases, involved, "998");
    expect([...tellChildren({ book, releases: involved, seed: 1, authority: "998" }, 5)]).toEqual([]);
  });
});
