import { describe, expect, test } from "vitest";
import type { Parsed, ReadingProblem } from "../../runtime/bindings/parsed.ts";
import { bind, type BoundRelease, type Values } from "./bound-releases.ts";
import { specification } from "../support/specification.ts";

function bound(name: string): BoundRelease {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  return bind(release);
}

const cin = bound("cin/2025-26").binding;
const cla = bound("cla/2025-26").binding;

const HEADER = `<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>
<Source><SourceLevel>L</SourceLevel><LEA>998</LEA></Source></Header>`;
const DETAILS = "<CINdetails><CINreferralDate>2025-05-01</CINreferralDate><ReferralSource>1A</ReferralSource><ReferralNFA>0</ReferralNFA></CINdetails>";
const child = (id: string, more = ""): string =>
  `<Child><ChildIdentifiers><LAchildID>${id}</LAchildID>${more}<Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>${DETAILS}</Child>`;
const message = (...children: readonly string[]): string => `<Message>${HEADER}<Children>${children.join("\n")}</Children></Message>`;

function brief({ valid, problems }: Parsed<Values>): readonly string[] {
  return [String(valid), ...problems.map(({ kind, path, line, column }) => `${kind} ${path} ${line}:${column}`)];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("reading a return", () => {
  test("values are typed: texts, numbers, truth values; blanks at the ends are no part of them", () => {
    const { value } = cin.parse(
      message(
        `<Child><ChildIdentifiers><LAchildID> A  1\n</LAchildID><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
        <CINdetails><CINreferralDate>2025-05-01</CINreferralDate><ReferralSource>1A</ReferralSource><ReferralNFA> true </ReferralNFA>
        <ChildProtectionPlans><CPPstartDate>2025-05-02</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
        <NumberOfPreviousCPP>007</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>`,
      ),
    );
    const [first] = (value as { Children: { Child: readonly Values[] } }).Children.Child;
    expect(first?.["ChildIdentifiers"]).toEqual({ LAchildID: "A 1", Sex: "F" });
    expect(first?.["CINdetails"]).toEqual([
      {
        CINreferralDate: "2025-05-01",
        ReferralSource: "1A",
        ReferralNFA: true,
        ChildProtectionPlans: [{ CPPstartDate: "2025-05-02", InitialCategoryOfAbuse: "NEG", LatestCategoryOfAbuse: "NEG", NumberOfPreviousCPP: 7 }],
      },
    ]);
  });

  test.each([
    ["a wrong code", message(child("1").replace(">F<", ">Q<")), ["code /Message/Children/Child[1]/ChildIdentifiers/Sex 2:128"]],
    ["an unknown element", message(child("1", "<Foo><Sex/></Foo>")), ["unexpected-element /Message/Children/Child[1]/ChildIdentifiers 2:128"]],
    ["something missing", message(child("1").replace("<Sex>F</Sex>", "")), ["missing /Message/Children/Child[1]/ChildIdentifiers/Sex 2:86"]],
    [
      "an item twice",
      message(child("1").replace("<Sex>F</Sex>", "<Sex>F</Sex><Sex>M</Sex>")),
      ["occurs /Message/Children/Child[1]/ChildIdentifiers/Sex 2:140"],
    ],
    ["another root", "<Other/>", ["unreadable  1:1"]],
    ["no XML", "hello", ["unreadable  1:1"]],
    ["nothing", "", ["unreadable  1:1"]],
    ["a document type", `<!DOCTYPE Message>${message(child("1"))}`, ["unreadable  1:1"]],
  ])("%s is a problem with its place", (_, xml, expected) => {
    expect(brief(cin.parse(xml))).toEqual(["false", ...expected]);
  });

  test("what cannot be taken as its type stays a text, and the first of two stays", () => {
    const { value } = cin.parse(message(child("1").replace("<Sex>F</Sex>", "<Sex>x</Sex><Sex>M</Sex>")));
    expect((value as { Children: { Child: readonly Values[] } }).Children.Child[0]?.["ChildIdentifiers"]).toEqual({ LAchildID: "1", Sex: "x" });
  });

  test("of a file that breaks off there is all that was read", () => {
    const { valid, value, problems } = cin.parse(message(child("1"), child("2")).slice(0, -60));
    expect(valid).toBe(false);
    expect((value as { Children: { Child: readonly Values[] } }).Children.Child.map(({ ChildIdentifiers: one }) => one)).toEqual([
      { LAchildID: "1", Sex: "F" },
      { LAchildID: "2", Sex: "F" },
    ]);
    expect(problems.at(-1)?.kind).toBe("unreadable");
  });

  test("a number that JavaScript cannot hold exactly is a problem, not another number", () => {
    const xml = message(
      child("1").replace(
        "</Child>",
        "<CINdetails><ChildProtectionPlans><NumberOfPreviousCPP>9007199254740993</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>",
      ),
    );
    expect(brief(cin.parse(xml)).filter((line) => line.startsWith("range"))).toHaveLength(1);
    expect(JSON.stringify(cin.parse(xml).value)).toContain('"9007199254740993"');
  });

  test("a text is read whatever encoding its declaration names; a file in the one it has", () => {
    const xml = `<?xml version="1.0" encoding="windows-1252"?>${message(child("é"))}`;
    const text = cin.parse(`\uFEFF${xml}`);
    expect(text.valid).toBe(true);
    const file = cin.parse(Uint8Array.from(Buffer.from(xml, "latin1")));
    expect(file).toEqual(text);
    expect(cin.parse(Buffer.from(`\uFEFF${xml.replace("windows-1252", "UTF-16")}`, "utf16le"))).toEqual(text);
  });

  test("an empty element is an empty text; inline records are there when one of their elements is", () => {
    const xml = (inner: string): string =>
      `<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><UPN/><SEX>M</SEX><DOB>01/02/2015</DOB><ETHNIC>WBRI</ETHNIC><UASC> </UASC>${inner}</HEADER></CHILD></EXPSSDA903>`;
    const header = (inner: string): unknown => (cla.parse(xml(inner)).value as { CHILD: readonly { HEADER: unknown }[] }).CHILD[0]?.HEADER;
    const common = { CHILDID: "1", UPN: "", SEX: "M", DOB: "01/02/2015", ETHNIC: "WBRI" };
    expect(cla.parse(xml("")).problems).toEqual([]);
    expect(header("")).toEqual({ ...common, UASC_STATUS: { UASC: "" } });
    expect(header("<IN_TOUCH/>")).toEqual({ ...common, UASC_STATUS: { UASC: "" }, OC3: { IN_TOUCH: "" } });
  });
});

describe("reading child by child", () => {
  const read = async (
    chunks: Iterable<Uint8Array>,
  ): Promise<{ readonly children: readonly unknown[]; readonly heads: readonly Parsed<Values>[]; readonly problems: readonly ReadingProblem[] }> => {
    const [heads, problems, children]: [Parsed<Values>[], ReadingProblem[], unknown[]] = [[], [], []];
    for await (const one of cin.parseChildren(chunks, { head: (head) => heads.push(head), problem: (problem) => problems.push(problem) })) children.push(one);
    return { children, heads, problems };
  };

  test("problems of a child come with it, all others by themselves", async () => {
    const xml = message(child("1"), child("2").replace(">F<", ">Q<"), "<Odd/>", child("3"));
    const { children, heads, problems } = await read([encode(xml)]);
    expect(children).toMatchObject([
      { valid: true, position: 1, line: 2, problems: [] },
      { valid: false, position: 2, line: 3, problems: [{ kind: "code", path: "/Message/Children/Child[2]/ChildIdentifiers/Sex" }] },
      { valid: true, position: 3, line: 5, problems: [] },
    ]);
    expect(problems.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["unexpected-element /Message/Children"]);
    expect(heads).toMatchObject([{ valid: true, problems: [] }]);
    expect(Object.keys(heads[0]?.value ?? {})).toEqual(["Header"]);
  });

  test("a head in which something is missing is not valid, and the problem is told at the end", async () => {
    const { children, heads, problems } = await read([encode(message(child("1")).replace(HEADER, ""))]);
    expect(children).toHaveLength(1);
    expect(heads).toEqual([{ valid: false, value: {}, problems: [] }]);
    expect(problems.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["missing /Message"]);
  });

  test("a problem before the children comes with the head and by itself", async () => {
    const { heads, problems } = await read([encode(message(child("1")).replace("<LEA>998", "<LEA>000"))]);
    expect(heads).toMatchObject([{ valid: false, problems: [{ kind: "code" }] }]);
    expect(problems).toHaveLength(1);
  });

  test("a return without children has a head and a problem; one that breaks off gives the children before", async () => {
    const none = await read([encode(message())]);
    expect([none.children.length, none.heads.length, none.problems.map(({ kind }) => kind)]).toEqual([0, 1, ["missing"]]);
    const broken = await read([encode(message(child("1"), child("2")).slice(0, -40))]);
    expect([broken.children.length, broken.problems.map(({ kind }) => kind)]).toEqual([1, ["unreadable"]]);
    const nothing = await read([]);
    expect([nothing.children.length, nothing.heads.length, nothing.problems.map(({ kind }) => kind)]).toEqual([0, 0, ["unreadable"]]);
  });

  test("nothing of a child is kept, and children wait for who asks for them", async () => {
    const count = 4000;
    let given = 0;
    function* chunks(): Generator<Uint8Array> {
      yield encode(`<Message>${HEADER}<Children>`);
      for (given = 1; given <= count; given += 1) yield encode(child(String(given)));
      yield encode("</Children></Message>");
    }
    let read = 0;
    let farthest = 0;
    for await (const { valid, position } of cin.parseChildren(chunks(), {})) {
      read += 1;
      expect([valid, position]).toEqual([true, read]);
      farthest = Math.max(farthest, given - read);
    }
    expect(read).toBe(count);
    // A child is known to be whole when the next token has come.
    expect(farthest).toBeLessThanOrEqual(3);
  });

  test("chunks that are no bytes are refused", async () => {
    await expect(read(["<Message/>"] as never)).rejects.toThrow(/must be bytes/);
  });
});
