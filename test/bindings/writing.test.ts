import { describe, expect, test } from "vitest";
import { createScalarWriter } from "../../runtime/bindings/write-scalar.ts";
import { WritingError } from "../../runtime/bindings/writing-problem.ts";
import { bind, type BoundRelease, type Values } from "./bound-releases.ts";
import { specification } from "../support/specification.ts";

function bound(name: string): BoundRelease {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  return bind(release);
}

const cin = bound("cin/2025-26").binding;
const cla = bound("cla/2025-26").binding;

const head = {
  Header: { CollectionDetails: { Collection: "CIN", Year: "2026", ReferenceDate: "2026-03-31" }, Source: { SourceLevel: "L", LEA: "998" } },
};
const plan = { CPPstartDate: "2025-05-02", InitialCategoryOfAbuse: "NEG", LatestCategoryOfAbuse: "NEG", NumberOfPreviousCPP: 0 };
const details = { CINreferralDate: "2025-05-01", ReferralSource: "1A", ReferralNFA: false };
const child = { ChildIdentifiers: { LAchildID: "A1", Sex: "F" }, ChildCharacteristics: { Ethnicity: "WBRI" }, CINdetails: [details] };
const DETAILS = "<CINdetails><CINreferralDate>2025-05-01</CINreferralDate><ReferralSource>1A</ReferralSource><ReferralNFA>0</ReferralNFA></CINdetails>";
const whole = (...children: readonly unknown[]): Values => ({ ...head, Children: { Child: children } });

/** The problems of a return that cannot be written. */
function refusal(value: unknown, binding = cin): readonly string[] {
  try {
    binding.serialise(value as Values, {});
  } catch (error) {
    if (!(error instanceof WritingError)) throw error;
    return error.problems.map(({ kind, path }) => `${kind} ${path}`);
  }
  return [];
}

const AT = "/Message/Children/Child[1]";

describe("writing a return", () => {
  test("elements stand in the order of the return, whatever the order of the properties; values are escaped", () => {
    const value = {
      Children: { Child: [{ CINdetails: [details], ChildCharacteristics: { Ethnicity: "WBRI" }, ChildIdentifiers: { Sex: "F", LAchildID: "A&1<é𝒳>]]>" } }] },
      Header: { Source: { LEA: "998", SourceLevel: "L" }, CollectionDetails: { ReferenceDate: "2026-03-31", Year: "2026", Collection: "CIN" } },
    };
    expect(cin.serialise(value, {})).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>998</LEA></Source></Header><Children><Child><ChildIdentifiers><LAchildID>A&amp;1&lt;é𝒳&gt;]]&gt;</LAchildID><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>${DETAILS}</Child></Children></Message>
`,
    );
    expect(cin.serialise(value, { pretty: true })).toContain(
      "\n        <LAchildID>A&amp;1&lt;é𝒳&gt;]]&gt;</LAchildID>\n        <Sex>F</Sex>\n      </ChildIdentifiers>\n",
    );
  });

  test.each([
    ["a code that there is not", { ...child, ChildIdentifiers: { LAchildID: "A1", Sex: "Q" } }, [`code ${AT}/ChildIdentifiers/Sex`]],
    ["a code of an object's prototype", { ...child, ChildIdentifiers: { LAchildID: "A1", Sex: "toString" } }, [`code ${AT}/ChildIdentifiers/Sex`]],
    ["nothing where something must be", { ...child, ChildIdentifiers: { Sex: "F" } }, [`missing ${AT}/ChildIdentifiers/LAchildID`]],
    ["a record that is missing", { ChildIdentifiers: child.ChildIdentifiers, CINdetails: [details] }, [`missing ${AT}/ChildCharacteristics`]],
    ["an empty text", { ...child, ChildIdentifiers: { LAchildID: " ", Sex: "F" } }, [`empty ${AT}/ChildIdentifiers/LAchildID`]],
    ["null", { ...child, ChildIdentifiers: { LAchildID: "A1", Sex: null } }, [`type ${AT}/ChildIdentifiers/Sex`]],
    ["a day that there is not", { ...child, CINdetails: [{ ...details, CINreferralDate: "2025-02-29" }] }, [`type ${AT}/CINdetails[1]/CINreferralDate`]],
    ["a date object", { ...child, CINdetails: [{ ...details, CINreferralDate: new Date(0) }] }, [`type ${AT}/CINdetails[1]/CINreferralDate`]],
    ["a date of the other collection", { ...child, CINdetails: [{ ...details, CINreferralDate: "01/05/2025" }] }, [`type ${AT}/CINdetails[1]/CINreferralDate`]],
    [
      "a number below the range",
      { ...child, CINdetails: [{ ...details, ChildProtectionPlans: [plan, { ...plan, NumberOfPreviousCPP: -1 }] }] },
      [`range ${AT}/CINdetails[1]/ChildProtectionPlans[2]/NumberOfPreviousCPP`],
    ],
    [
      "a number that is not whole",
      { ...child, CINdetails: [{ ...details, ChildProtectionPlans: [{ ...plan, NumberOfPreviousCPP: 0.5 }] }] },
      [`type ${AT}/CINdetails[1]/ChildProtectionPlans[1]/NumberOfPreviousCPP`],
    ],
    ["a text for a truth value", { ...child, CINdetails: [{ ...details, ReferralNFA: "true" }] }, [`type ${AT}/CINdetails[1]/ReferralNFA`]],
    ["a character that XML cannot hold", { ...child, ChildIdentifiers: { LAchildID: "A\u00021", Sex: "F" } }, [`character ${AT}/ChildIdentifiers/LAchildID`]],
    ["half a pair", { ...child, ChildIdentifiers: { LAchildID: "A\uD8351", Sex: "F" } }, [`character ${AT}/ChildIdentifiers/LAchildID`]],
    ["a property that the return has not", { ...child, Sex: "F" }, [`unexpected ${AT}`]],
    ["an object for a list", { ...child, CINdetails: details }, [`type ${AT}/CINdetails`]],
    ["a list for an object", { ...child, ChildIdentifiers: [] }, [`type ${AT}/ChildIdentifiers`]],
    ["a hole in a list", { ...child, CINdetails: [undefined, details] }, [`type ${AT}/CINdetails[1]`]],
    [
      "an empty list where one must be",
      { ...child, ChildCharacteristics: { Ethnicity: "WBRI", Disabilities: { Disability: [] } } },
      [`missing ${AT}/ChildCharacteristics/Disabilities/Disability`],
    ],
  ])("%s is refused, with its path", (_, one, expected) => {
    expect(refusal(whole(one))).toEqual(expected);
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [12.5, "12.5"],
    [0.000001, "0.000001"],
    [1e-7, null],
    [5e-324, null],
    [0.1 + 0.2, null],
    [1e21, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    ["1", null],
  ])("the decimal %s is written with all its digits, or not at all", (value, text) => {
    const { write, explain } = createScalarWriter({ kind: "decimal", minimum: null, maximum: null, places: null }, false);
    expect(write(value)).toBe(text);
    if (text === null) expect(explain(value).message).toContain("which is not a number");
  });

  test("all problems are named, in the order of the document, and the message has the first", () => {
    const value = { ...whole({ ...child, ChildIdentifiers: {} }, child), Header: {} };
    expect(refusal(value)).toEqual([
      "missing /Message/Header/CollectionDetails",
      "missing /Message/Header/Source",
      `missing ${AT}/ChildIdentifiers/LAchildID`,
      `missing ${AT}/ChildIdentifiers/Sex`,
    ]);
    expect(() => cin.serialise(value, {})).toThrow("/Message/Header/CollectionDetails: Collection details (CollectionDetails) is missing. (and 3 more)");
  });

  test("properties that are undefined and lists that are empty are left out; blanks are written as they are read", () => {
    const value = whole({ ...child, ChildIdentifiers: { LAchildID: " A  1\t", Sex: " F", UPN: undefined }, CINdetails: [{ ...details, Section47: [] }] });
    expect(cin.serialise(value, {})).toContain(
      `<LAchildID>A 1</LAchildID><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>${DETAILS}</Child>`,
    );
  });

  test("an element that must be there and may be empty is written also when it is left out; one that may be left out only when it is given", () => {
    const header = { CHILDID: "1", SEX: "M", DOB: "01/02/2015", ETHNIC: "WBRI" };
    const xml = (more: object): string => cla.serialise({ CHILD: [{ HEADER: { ...header, ...more } }] }, {});
    const start = "<CHILDID>1</CHILDID><UPN/><SEX>M</SEX><DOB>01/02/2015</DOB><ETHNIC>WBRI</ETHNIC><UASC/>";
    expect(xml({})).toContain(`${start}</HEADER>`);
    expect(xml({ UASC_STATUS: { DUC: "" }, OC3: { ACCOM: "", IN_TOUCH: "YES" }, AD1: {} })).toContain(
      `${start}<DUC/><IN_TOUCH>YES</IN_TOUCH><ACCOM/></HEADER>`,
    );
    expect(refusal({ CHILD: [{ HEADER: { ...header, OC2: { SDQ_SCORE: 41 } } }] }, cla)).toEqual(["range /EXPSSDA903/CHILD[1]/HEADER/OC2/SDQ_SCORE"]);
  });

  test("what only tables hold has no place in XML, and is not dropped without a word", () => {
    const header = { CHILDID: "1", SEX: "M", DOB: "01/02/2015", ETHNIC: "WBRI", SW_EPISODE: [{}] };
    expect(() => cla.serialise({ CHILD: [{ HEADER: header }] }, {})).toThrow(
      "/EXPSSDA903/CHILD[1]/HEADER: Header (HEADER) has nothing called SW_EPISODE in XML.",
    );
  });
});

describe("writing child by child", () => {
  test("the pieces are those of the whole", () => {
    for (const options of [{}, { pretty: true }]) {
      const serialiser = cin.createSerialiser(head, options);
      const text = serialiser.start() + serialiser.child(child) + serialiser.child(child) + serialiser.end();
      expect(text).toBe(cin.serialise(whole(child, child), options));
    }
  });

  test("a child that cannot be written is as if it had not been given; the path has its number", () => {
    const serialiser = cin.createSerialiser(head, {});
    const text = serialiser.start() + serialiser.child(child);
    expect(() => serialiser.child({})).toThrow("/Message/Children/Child[2]/ChildIdentifiers: ");
    expect(text + serialiser.child(child) + serialiser.end()).toBe(cin.serialise(whole(child, child), {}));
  });

  test("a head that cannot be written is refused at once; a return without children at its end", () => {
    expect(() => cin.createSerialiser({}, {})).toThrow("/Message/Header: ");
    expect(() => cin.createSerialiser(whole(child), {})).toThrow("/Message/Children/Child: Child is written one by one, and cannot be given here.");
    expect(() => cin.createSerialiser({ ...head, Foo: 1 }, {})).toThrow("has nothing called Foo");
    expect(() => cin.createSerialiser(head, {}).end()).toThrow("/Message/Children/Child: Child is missing.");
    expect(cla.createSerialiser({}, {}).start()).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<EXPSSDA903>');
  });

  test("children come from anything that can be gone through", async () => {
    async function* children(): AsyncGenerator<Values> {
      for (let count = 0; count < 1000; count += 1) yield { ...child, ChildIdentifiers: { LAchildID: String(count), Sex: "F" } };
    }
    const pieces: string[] = [];
    for await (const piece of cin.serialiseChildren(head, children(), {})) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(cin.parse(pieces.join(""))).toMatchObject({ valid: true });
  });
});
