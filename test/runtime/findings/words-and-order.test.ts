import { describe, expect, it } from "vitest";
import { createFinding, createNotRun, findingLine, type Finding } from "../../../runtime/findings/finding.ts";
import { countWords, formatMessage } from "../../../runtime/findings/message.ts";
import { findingOrder } from "../../../runtime/findings/order.ts";
import { createTally, exitCodeOf } from "../../../runtime/findings/tally.ts";
import { exampleFinding, exampleFindings, planEnds, tablePlace, xmlPlace } from "./example-run.ts";

/** The messages of findings, put in order. */
function sorted(findings: readonly Finding[], tables: readonly string[] = []): readonly string[] {
  return findings.toSorted(findingOrder(tables)).map(({ message }) => message);
}

describe("messages", () => {
  it("show values as given, and say what is not there", () => {
    const values = new Map<string, string | null>([
      ["CPPstartDate", " 2014-05-01 "],
      ["CPPendDate", null],
      ["a.X", ""],
      ["blank", " \t"],
      ["braces", "{CPPendDate} $& $1"],
    ]);
    const format = (template: string): string => formatMessage(template, (name) => values.get(name));
    expect(format(planEnds.message)).toBe("The plan ends ((not given)) before it starts ( 2014-05-01 ).");
    expect(format("{a.X} {blank} {unknown}")).toBe("(empty) (empty) (not given)");
    expect(format("{braces}")).toBe("{CPPendDate} $& $1");
    expect(format("no value, {} and { alone")).toBe("no value, {} and { alone");
  });

  it.each([
    [0, "0 findings"],
    [1, "1 finding"],
    [999, "999 findings"],
    [1000, "1,000 findings"],
    [1234567, "1,234,567 findings"],
  ])("count %d", (count, words) => expect(countWords(count, "finding")).toBe(words));
});

describe("a finding", () => {
  it("has the keys of the contract in their order, however it was made", () => {
    const shuffled = {
      more: 0,
      locations: [{ cells: null, items: { B: "b", A: null }, in: null, column: 2, line: 1, row: null, table: null, path: "/M", record: "M" }],
      message: "m",
      child: null,
      severity: "error",
      rule: "1",
      release: "cin/2022-23",
      input: "i.xml",
      unknown: true,
    } as const;
    expect(findingLine(shuffled)).toBe(
      '{"input":"i.xml","release":"cin/2022-23","rule":"1","severity":"error","child":null,"message":"m","locations":[' +
        '{"record":"M","path":"/M","table":null,"row":null,"line":1,"column":2,"in":null,"items":{"B":"b","A":null},"cells":null}],"more":0}',
    );
  });

  it.each([
    [1, 1, 0],
    [21, 21, 0],
    [22, 21, 1],
    [50_000, 21, 49_979],
  ])("of %d places keeps %d and counts %d", (count, kept, more) => {
    const finding = exampleFinding({ locations: Array.from({ length: count }, (_, index) => xmlPlace(index + 1, 1)) });
    expect([finding.locations.length, finding.more]).toEqual([kept, more]);
    expect(finding.locations[0]?.line).toBe(1);
  });

  it("that a rule was not run has a reason and no place", () => {
    expect(createNotRun("i", "r/1", "8925", "no authority")).toEqual(
      createFinding({ input: "i", release: "r/1", rule: "8925", severity: "not-run", child: null, message: "no authority", locations: [] }),
    );
  });
});

describe("the order inside a child", () => {
  it("is by first location, then rule, then the other locations", () => {
    expect(
      sorted([
        exampleFinding({ message: "i", rule: "1", severity: "not-run", locations: [] }),
        exampleFinding({ message: "h", rule: "1", locations: [] }),
        exampleFinding({ message: "g", rule: "1", locations: [{ ...xmlPlace(1, 1), in: "last_return" }] }),
        exampleFinding({ message: "f", rule: "1", locations: [xmlPlace(100, 1)] }),
        exampleFinding({ message: "e", rule: "8926", locations: [xmlPlace(20, 3)] }),
        exampleFinding({ message: "d", locations: [xmlPlace(20, 3), xmlPlace(30, 1)] }),
        exampleFinding({ message: "c", locations: [xmlPlace(20, 3), xmlPlace(29, 1)] }),
        exampleFinding({ message: "b", locations: [xmlPlace(20, 3)] }),
        exampleFinding({ message: "a", rule: "9", locations: [xmlPlace(20, 2)] }),
      ]),
    ).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
  });

  it("is that of the release's tables, then by row, for tables", () => {
    const findings = [
      exampleFinding({ message: "d", locations: [tablePlace("OTHER", 1)] }),
      exampleFinding({ message: "c", locations: [tablePlace("AD1", 1)] }),
      exampleFinding({ message: "b", locations: [tablePlace("HEADER", 10)] }),
      exampleFinding({ message: "a", locations: [tablePlace("HEADER", 9)] }),
    ];
    expect(sorted(findings, ["HEADER", "AD1"])).toEqual(["a", "b", "c", "d"]);
    expect(sorted(findings)).toEqual(["c", "a", "b", "d"]);
  });
});

describe("totals and exit codes", () => {
  it("are exact by severity", () => {
    const tally = createTally();
    for (const finding of exampleFindings) tally.add(finding);
    expect(tally.counts()).toEqual({ error: 2, query: 2, warning: 0, "not-run": 1 });
    expect(tally.isUnreadable()).toBe(false);
    tally.add(exampleFinding({ rule: "structure.unreadable" }));
    expect(tally.isUnreadable()).toBe(true);
  });

  it.each([
    [{ error: 0, query: 0, warning: 0, "not-run": 0 }, false, 0],
    [{ error: 0, query: 5, warning: 5, "not-run": 5 }, false, 0],
    [{ error: 1, query: 0, warning: 0, "not-run": 0 }, false, 1],
    [{ error: 1, query: 0, warning: 0, "not-run": 0 }, true, 2],
  ])("%j, unreadable %s: %d", (counts, isUnreadable, code) => expect(exitCodeOf(counts, isUnreadable)).toBe(code));
});
