import { describe, expect, test } from "vitest";
import { xsdTarget } from "../../generators/targets/xsd/xsd-target.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { toyRelease } from "./xsd-toy.ts";

const types = String.raw`
serial: {pattern: '[A-Z]\d{2}', label: Serial, definition: A letter and two digits., source: [PAPER], basis: seen}
`;
const codesets = `
COLOUR:
  label: Colour
  source: [PAPER]
  basis: seen
  codes: {R: Red, P: {label: Puce, tolerated: Old stock.}, X: {label: None, published: only}, Y: {label: Yellow, published: absent}}
`;

/** The schemas of a return whose root `R` holds one element `V` of the type. */
function schemasOf(type: string, more: { readonly empty?: boolean; readonly date?: string } = {}): { readonly strict: string; readonly published: string } {
  const release = toyRelease({
    release: `formats: [xml]\nlexical: {date: ${more.date ?? "yyyy-mm-dd"}}\npublished-schema: {follows: toys.xsd, publisher: Nobody, source: [PAPER], basis: seen}\n`,
    items: `R: {occurs: "1", label: R, definition: R., source: [PAPER], basis: seen, contains: {V: {occurs: "1", type: "${type}", empty: ${more.empty ?? false}, label: V, definition: V.}}}\n`,
    codesets,
    types,
  });
  const [strict, published] = xsdTarget.build(release).files;
  return { strict: strict?.content ?? "", published: published?.content ?? "" };
}

/** Which values of `V` the schema accepts. */
async function accepted(schema: string, values: readonly string[]): Promise<readonly string[]> {
  const results = await validateDocuments(
    schema,
    values.map((value) => ({ name: value, xml: `<R><V>${value}</V></R>` })),
  );
  return values.filter((value) => results.get(value)?.valid);
}

const cases: readonly { type: string; date?: string; empty?: boolean; good: readonly string[]; bad: readonly string[] }[] = [
  { type: "date", good: ["2024-02-29", "0001-01-01", " 2024-01-31 "], bad: ["2023-02-29", "2024-01-01Z", "12024-01-01", "01/01/2024", ""] },
  {
    type: "date",
    date: "dd/mm/yyyy",
    good: ["29/02/2024", "29/02/2000", " 31/12/9999 "],
    bad: ["29/02/1900", "31/04/2024", "1/1/2024", "01/01/0000", "2024-01-01", ""],
  },
  { type: "date", empty: true, good: ["2024-02-29", "", " "], bad: ["2023-02-29", "none"] },
  { type: "date", date: "dd/mm/yyyy", empty: true, good: ["29/02/2024", ""], bad: ["29/02/2023"] },
  { type: "partial-date", date: "dd/mm/yyyy", good: ["01/02/2024", "zz/02/2024", "ZZ/ZZ/2024", "zz/zz/zzzz"], bad: ["01/zz/2024", "zz/13/2024", ""] },
  { type: "partial-date", good: ["2024-02-01", "2024-02-zz", "2024-zz-zz", "zzzz-zz-zz"], bad: ["2024-zz-01", ""] },
  {
    type: "datetime",
    good: ["2024-02-29T09:30:00", "2024-02-29T09:30:00.25Z", "2024-02-29T09:30:00+01:00"],
    bad: ["2024-02-30T09:30:00", "2024-02-29", "2024-02-29T24:00:00", "2024-02-29T09:30"],
  },
  { type: "year", good: ["2024", "0001"], bad: ["24", "12024", "2024Z", "-2024", ""] },
  { type: "boolean", good: ["true", "false", "0", "1"], bad: ["TRUE", "yes", ""] },
  { type: "postcode", good: ["SW1A 1AA", "N"], bad: ["", "SW1A  1AAX"] },
  { type: "text(2..3)", good: ["ab", " abc ", "äöü", "a  b"], bad: ["a", "abcd", "", "  a "] },
  { type: "text(1..)", good: ["a"], bad: ["", "  "] },
  { type: "text", good: ["", "anything"], bad: [] },
  { type: "integer(0..40)", good: ["0", "40", "007"], bad: ["-1", "41", "1.0", "", "x"] },
  { type: "integer(-5..)", good: ["-5", "999999"], bad: ["-6"] },
  { type: "integer(0..40)", empty: true, good: ["0", ""], bad: ["41"] },
  { type: "decimal(0..999.9, 1)", good: ["0", "999.9", "12.5"], bad: ["999.95", "1000", "-0.1", "1.25", ""] },
  { type: "code(COLOUR)", good: ["R", "P", "Y", " R "], bad: ["X", "r", "", "Red"] },
  { type: "code(COLOUR)", empty: true, good: ["R", ""], bad: ["X"] },
  { type: "pattern(serial)", good: ["A12"], bad: ["a12", "A1", "A123", "A١٢", ""] },
  { type: "one-of(pattern(serial), code(COLOUR))", good: ["A12", "R"], bad: ["X", "A1", ""] },
  { type: "one-of(pattern(serial), code(COLOUR), boolean)", empty: true, good: ["A12", "R", "true", ""], bad: ["X"] },
];

describe("strict.xsd", () => {
  test.each(cases)("$type (date $date, empty $empty)", async ({ type, date, empty, good, bad }) => {
    const { strict } = schemasOf(type, { ...(date === undefined ? {} : { date }), ...(empty === undefined ? {} : { empty }) });
    expect(await accepted(strict, [...good, ...bad])).toEqual(good);
  });

  test("what an optional record without its own element needs is needed only when the record is there", async () => {
    const items = `
R:
  occurs: "1"
  label: R
  definition: R.
  source: [PAPER]
  basis: seen
  contains:
    S:
      occurs: 0..1
      xml: inline
      label: S
      definition: S.
      contains: {A: {occurs: "1", type: text, label: A, definition: A.}, B: {occurs: 0..1, type: text, label: B, definition: B.}}
    C: {occurs: 0..2, type: text, label: C, definition: C.}
    D: {occurs: 0..1, type: text, derived: '"x"', label: D, definition: D.}
`;
    const release = toyRelease({ items, release: "formats: [xml]\nlexical: {date: yyyy-mm-dd}\npublished-schema: {none: None.}\n" });
    const verdicts = {
      "": true,
      "<A/><B/>": true,
      "<A/><C/><C/>": true,
      "<C/>": true,
      "<B/>": false,
      "<B/><A/>": false,
      "<C/><A/>": false,
      "<C/><C/><C/>": false,
      "<D/>": false,
      "<S/>": false,
    };
    const documents = Object.keys(verdicts).map((name) => ({ name, xml: `<R>${name}</R>` }));
    const results = await validateDocuments(xsdTarget.build(release).files[0]?.content ?? "", documents);
    expect(Object.fromEntries([...results].map(([name, { valid }]) => [name, valid]))).toEqual(verdicts);
  });
});

describe("published.xsd", () => {
  test.each([
    { type: "date", good: ["2024-02-29", "2024-02-29Z"], bad: ["2023-02-29", ""] },
    { type: "date", empty: true, good: ["2024-02-29", ""], bad: ["2023-02-29"] },
    { type: "year", good: ["2024", "2024Z"], bad: ["24"] },
    { type: "code(COLOUR)", good: ["R", "P", "X"], bad: ["Y", " R ", ""] },
    { type: "pattern(serial)", good: ["A12", "A١٢"], bad: ["a12"] },
    { type: "integer(0..)", good: ["0"], bad: ["-1"] },
  ])("$type, empty $empty", async ({ type, empty, good, bad }) => {
    const { published } = schemasOf(type, empty === undefined ? {} : { empty });
    expect(await accepted(published, [...good, ...bad])).toEqual(good);
  });
});

test("the checker tells documents apart, and says what it cannot read", async () => {
  const { strict } = schemasOf("boolean");
  const results = await validateDocuments(strict, [
    { name: "good", xml: "<R><V>1</V></R>" },
    { name: "broken", xml: "<R><V>1</R>" },
    { name: "bad", xml: "<R><V>2</V></R>" },
    { name: "good again", xml: "<R><V>true</V></R>" },
  ]);
  expect([...results].map(([name, { valid, messages }]) => [name, valid, messages.length > 0])).toEqual([
    ["good", true, false],
    ["broken", false, true],
    ["bad", false, true],
    ["good again", true, false],
  ]);
  await expect(validateDocuments("<xs:schema/>", [{ name: "any", xml: "<R/>" }])).rejects.toThrow("schema.xsd");
});
