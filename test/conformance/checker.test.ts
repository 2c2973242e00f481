import { describe, expect, test } from "vitest";
import { gradeFindings, toldFindings } from "../../conformance/checker/grade.ts";
import { startAdapter } from "../../conformance/checker/adapter.ts";

/** A program in one line of JavaScript, as a user writes it on a command line. */
function program(body: string): string {
  const script = `const lines = require("node:readline").createInterface({ input: process.stdin }); ${body}`;
  return `"${process.execPath}" -e '${script}'`;
}

const ASK = { kind: "validate", document: "<a/>" };

describe("an adapter", () => {
  test("is asked and answers, one object a line", async () => {
    const adapter = startAdapter(program('lines.on("line", (line) => console.log(JSON.stringify({ id: JSON.parse(line).id, findings: [] })))'), 20_000);
    expect(await adapter.ask(ASK)).toEqual({ answer: { id: 1, findings: [] } });
    expect(await adapter.ask(ASK)).toEqual({ answer: { id: 2, findings: [] } });
    expect(await adapter.close()).toBeNull();
  });

  test.each([
    ["that breaks off", 'lines.on("line", () => process.exit(3))', /ended with exit code 3/],
    ["that hangs", 'lines.on("line", () => undefined)', /No answer came within 2 seconds/],
    ["that answers garbage", 'lines.on("line", () => console.log("ok"))', /no JSON: ok/],
    ["that answers another question", 'lines.on("line", () => console.log("{\\"id\\": 99}"))', /has the id 99/],
    ["that repeats the question", 'lines.on("line", (line) => console.log(line))', null],
  ])("%s is graded, not suffered, and started again", async (_, body, message) => {
    const adapter = startAdapter(program(body), 2000);
    const answers = [await adapter.ask(ASK), await adapter.ask(ASK)];
    await adapter.close();
    for (const found of answers) {
      if (message === null) expect("answer" in found ? toldFindings(found.answer) : "problem").toBeNull();
      else expect("problem" in found ? found.problem : "").toMatch(message);
    }
  });

  test("that cannot be started is not tried for ever", async () => {
    const adapter = startAdapter("no-such-program-anywhere", 5000);
    const answers = [];
    for (let index = 0; index < 7; index += 1) answers.push(await adapter.ask(ASK));
    expect(answers.every((found) => "problem" in found)).toBe(true);
    expect(JSON.stringify(answers.at(-1))).toContain("Not asked");
  });

  test("that goes on when its input is closed is stopped and named", async () => {
    const adapter = startAdapter(
      program('lines.on("line", (line) => console.log(JSON.stringify({ id: JSON.parse(line).id }))); setInterval(() => undefined, 1000)'),
      2000,
    );
    await adapter.ask(ASK);
    expect(await adapter.close()).toMatch(/after its input was closed/);
  });
});

describe("findings", () => {
  const wanted = [{ rule: "8925", count: 1, records: [["/a", "/b"]] }];

  test.each([
    ["the same", wanted, [{ rule: "8925", at: null }], []],
    ["the same at a place of the record", wanted, [{ rule: "8925", at: "/b" }], []],
    ["at another place", wanted, [{ rule: "8925", at: "/c" }], ["Rule 8925 was found at another place."]],
    ["none", wanted, [], ["Rule 8925 is broken, but was not found."]],
    [
      "one too many",
      wanted,
      [
        { rule: "8925", at: null },
        { rule: "8925", at: null },
      ],
      ["Rule 8925 is broken once, but was found 2 times."],
    ],
    ["of another rule", [], [{ rule: "8925", at: null }], ["Rule 8925 is not broken, but was found."]],
    ["of the form, by another name", [{ rule: "structure.missing", count: 2 }], [{ rule: "structure.order", at: null }], []],
    ["none of the form", [{ rule: "structure.missing", count: 2 }], [], ["The form of the return is wrong, but nothing was found."]],
    ["of the form, where it is right", [], [{ rule: "structure", at: null }], ["The form of the return is right, but something was found."]],
  ])("%s", (_, expected, told, messages) => {
    expect(gradeFindings(expected, told, 4).map(({ message }) => message)).toEqual(messages);
  });

  test("are read as the command line writes them, and rules that were not run are none", () => {
    const lines = [
      { rule: "8925", severity: "error", locations: [{ path: "/a", table: null, row: null }] },
      { rule: "101", severity: "error", locations: [{ path: null, table: "Episodes", row: 3 }] },
      { rule: "100", severity: "not-run", locations: [] },
    ];
    expect(toldFindings({ findings: lines })).toEqual([
      { rule: "8925", at: "/a" },
      { rule: "101", at: "Episodes 3" },
    ]);
  });
});
