import { describe, expect, test } from "vitest";
import { evaluateRule } from "../../generators/rules/evaluate.ts";
import { buildExample, type ExampleReturns } from "../../generators/rules/example.ts";
import { rulesWith } from "./trial-rules.ts";

/** What each example of T1 comes to: `passes`, `fails`, or why it cannot be built. */
function outcomes(release: string, fields: string): Readonly<Record<string, string>> {
  return Object.fromEntries(built(release, fields).map(({ name, outcome }) => [name, outcome]));
}

function built(release: string, fields: string): readonly { name: string; outcome: string; returns: ExampleReturns | null }[] {
  const rules = rulesWith(release, `T1:\n${fields.replaceAll(/^(?=.)/gm, "  ")}`);
  const rule = rules.rules.find((candidate) => candidate.rule.id === "T1");
  if (rule === undefined) throw new Error("no T1");
  return [...rule.rule.passes, ...rule.rule.fails].map(({ name, value }) => {
    const example = buildExample(rules, rule, value);
    if ("problem" in example) return { name, outcome: example.problem.message, returns: null };
    return { name, outcome: evaluateRule(rules, rule, example.returns).length > 0 ? "fails" : "passes", returns: example.returns };
  });
}

describe("derived items in examples", () => {
  test("a value of a looked-up item", () => {
    const fields = `for: EPISODE
check: PL_LA == "201"
passes: {city: {PL_LA: "201"}, not-known: {PL_LA: absent}, no-row: {PL_POST: ZZ9 9AA}}
fails: {other: {PL_LA: "202"}, own-postcode: {PL_POST: ZZ9 9AA, PL_LA: SCO}, nuk: {PL_LA: NUK}}`;
    expect(outcomes("cla/2024-25", fields)).toEqual({
      city: "passes",
      "not-known": "passes",
      "no-row": "passes",
      other: "fails",
      "own-postcode": "fails",
      nuk: "fails",
    });
    // Submitted in the first years: the same examples give the item itself.
    expect(outcomes("cla/2015-16", fields)).toEqual(outcomes("cla/2024-25", fields));
  });

  test("a distance", () => {
    const fields = `for: EPISODE
check: PL_DISTANCE < 12.5
passes: {near: {PL_DISTANCE: "12.4"}, none: {PL_DISTANCE: absent}, zero: {PL_DISTANCE: "0"}}
fails: {far: {PL_DISTANCE: "12.5"}, very-far: {PL_DISTANCE: "999.9"}, too-far: {PL_DISTANCE: "1000"}, and-place: {PL_DISTANCE: "20", PL_LA: WAL}}`;
    const expected = { near: "passes", none: "passes", zero: "passes", far: "fails", "very-far": "fails", "too-far": "fails", "and-place": "fails" };
    expect(outcomes("cla/2016-17", fields)).toEqual(expected);
    expect(outcomes("cla/2014-15", fields)).toEqual(expected);
  });

  test("inside and outside, which need the returning authority", () => {
    const fields = `for: EPISODE
check: PL_LOCATION == "IN" && PL_LA == collection.authority
passes: {inside: {PL_LOCATION: IN}, named: {authority: "201", PL_LOCATION: IN, PL_LA: "201"}, unknown: {PL_LOCATION: absent}}
fails: {outside: {PL_LOCATION: OUT}, elsewhere: {authority: "201", PL_LA: "202"}}`;
    expect(outcomes("cla/2023-24", fields)).toEqual({ inside: "passes", named: "passes", unknown: "passes", outside: "fails", elsewhere: "fails" });
  });

  test("last year", () => {
    const fields = `for: CHILD
when: present(last_return.EPISODE)
check: same(EPISODE.first().PL_LA, last_return.EPISODE.last().PL_LA) && same(EPISODE.first().PL_POST, last_return.EPISODE.last().PL_POST)
passes: {same: {EPISODE: {PL_LA: "201"}, last_return: {EPISODE: {PL_LA: "201"}}}}
fails: {other: {EPISODE: {PL_LA: "201"}, last_return: {EPISODE: {PL_LA: "202"}}}, gone: {EPISODE: {}, last_return: {EPISODE: {PL_LA: "202"}}}}`;
    expect(outcomes("cla/2024-25", fields)).toEqual({ same: "passes", other: "fails", gone: "fails" });
    expect(outcomes("cla/2024-25", fields)).toEqual({ same: "passes", other: "fails", gone: "fails" });
  });

  test("what cannot be derived is said, with what comes of it", () => {
    const fields = `for: EPISODE
check: absent(PL_LA)
passes: {none: {PL_LA: absent}}
fails:
  contradiction: {authority: "201", PL_LOCATION: IN, PL_LA: "202"}
  too-fine: {PL_DISTANCE: "1.25"}
  no-postcode: {PL_POST: absent, PL_LA: "201"}
  known: {PL_POST: ZZ9 9AA, PL_LA: absent, reference: {postcodes: {POSTCODE: ZZ99AA, LA: "201"}}}`;
    expect(outcomes("cla/2024-25", fields)).toEqual({
      none: "passes",
      contradiction: "PL_LOCATION cannot be IN here: it is derived, and what the example gives leads to OUT.",
      "too-fine": "PL_DISTANCE cannot be 1.25 here: it is derived, and what the example gives leads to 1.3.",
      "no-postcode": "PL_LA cannot be 201 here: it is derived, and what the example gives leads to nothing.",
      known: "PL_LA cannot be absent here: it is derived, and what the example gives leads to 201.",
    });
  });

  test("what is made up stands in the return and in the tables", () => {
    const [example] = built(
      "cla/2024-25",
      `for: EPISODE\ncheck: absent(PL_LA)\npasses: {}\nfails: {one: {PL_LA: "201", PL_DISTANCE: "10"}}`.replace("passes: {}\n", ""),
    );
    expect([...(example?.returns?.reference.get("postcodes") ?? [])].map((row) => Object.fromEntries(row))).toEqual([
      { POSTCODE: ["ZZ1 1AA"], LA: ["998"], EASTING: ["400000"], NORTHING: ["300000"] },
      { POSTCODE: ["ZZ1 0ZZ"], LA: ["201"], EASTING: ["416093"], NORTHING: ["300000"] },
    ]);
  });
});

describe("reference tables in examples", () => {
  const fields = `for: EPISODE
when: present(reference.providers(URN))
check: >-
  reference.providers(URN).exists(p, p.PLACES.contains(PLACE) && (absent(p.REG_END) || DECOM < p.REG_END) && p.POSTCODE == PL_POST)
passes:
  fits:
    URN: SC999001
    PLACE: K2
    DECOM: 1 May
    PL_POST: zz1 1aa
    reference: {providers: [{URN: SC999001, PLACES: [K1, K2], POSTCODE: ZZ11AA, REG_END: 2 May}]}
  second-row:
    URN: SC999001
    PLACE: K2
    PL_POST: ZZ1 1AA
    reference: {providers: [{URN: SC999001, PLACES: K1}, {URN: SC999001, PLACES: K2, POSTCODE: ZZ1 1AA}]}
  not-listed: {URN: SC999001, PLACE: K2}
fails:
  closed:
    URN: SC999001
    PLACE: K2
    DECOM: 1 May
    PL_POST: ZZ1 1AA
    reference: {providers: {URN: SC999001, PLACES: [K1, K2], POSTCODE: ZZ1 1AA, REG_END: 1 May}}
  no-table: {URN: SC999001, reference: {homes: {URN: SC999001}}}
  no-column: {URN: SC999001, reference: {providers: {URN: SC999001, PLACE: K2}}}
  no-key: {URN: SC999001, reference: {providers: {PLACES: K2}}}`;

  test("rows are found by their key", () => {
    expect(outcomes("cla/2024-25", fields)).toEqual({
      fits: "passes",
      "second-row": "passes",
      "not-listed": "passes",
      closed: "fails",
      "no-table": "There is no reference table homes in cla/2024-25.",
      "no-column": "The reference table providers has no column PLACE.",
      "no-key": "A row of providers is found by URN: give it.",
    });
  });

  test("whether a key is known", () => {
    const known = `for: EPISODE
check: PL_POST in reference.postcodes
passes: {known: {PL_POST: ZZ1 1AA, reference: {postcodes: {POSTCODE: zz11aa}}}, neutral: {}, none: {PL_POST: absent}}
fails: {unknown: {PL_POST: ZZ9 9AA}}`;
    expect(outcomes("cla/2013-14", known)).toEqual({ known: "passes", neutral: "passes", none: "passes", unknown: "fails" });
  });
});
