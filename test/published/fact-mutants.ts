import { formatXml, textElement, type XmlElement } from "../../generators/samples/xml-tree.ts";
import { type ExpectedFact, followsDateRule } from "./expected-facts.ts";

/** A document and whether the facts of a public schema accept it. */
export interface FactMutant {
  readonly id: string;
  readonly xml: string;
  readonly accepted: boolean;
}

/** Valid values of the patterns of the reference. */
const patternSamples: Readonly<Record<string, string>> = {
  "\\d{3}": "998",
  "\\d{3}\\d*": "001",
  "[A-Za-z]\\d{11}(\\d|[A-Za-z])": "X998000000001",
};

const valueSamples: Readonly<Record<string, string>> = {
  "xs:string": "text",
  "xs:date": "2020-05-15",
  "xs:gYear": "2020",
  "xs:dateTime": "2020-05-15T09:30:00",
  "xs:integer": "0",
};

/** Values to try for a built-in type, and whether XML Schema takes them. Blanks around dates are not tried: libxml2 is wrong about them. */
const typeTrials: Readonly<Record<string, readonly (readonly [string, boolean])[]>> = {
  "xs:string": [
    ["", true],
    ["   ", true],
    ["&<>", true],
    ["x".repeat(500), true],
    ["Ünïcödé", true],
  ],
  "xs:date": [
    ["", false],
    ["2020-02-29", true],
    ["2019-02-29", false],
    ["2020-02-31", false],
    ["2020-04-31", false],
    ["2020-13-01", false],
    ["2020-00-10", false],
    ["2020-01-00", false],
    ["15/05/2020", false],
    ["20-05-15", false],
    ["2020-5-15", false],
    ["2020-05-15Z", true],
    ["2020-05-15+01:00", true],
    ["2020-05-15T00:00:00", false],
    ["unknown", false],
  ],
  "xs:gYear": [
    ["", false],
    ["20", false],
    ["2020-05", false],
    ["year", false],
    ["2021", true],
    ["2020Z", true],
  ],
  "xs:dateTime": [
    ["", false],
    ["2020-05-15", false],
    ["2020-05-15 09:30:00", false],
    ["2020-05-15T25:00:00", false],
    ["2020-05-15T09:30:00.5Z", true],
    ["2020-02-30T09:30:00", false],
  ],
  "xs:integer": [
    ["", false],
    ["abc", false],
    ["1.5", false],
    ["1e3", false],
    ["1,000", false],
    ["12345678901234567890", true],
    ["7", true],
  ],
};

/**
 * Mutants of a document with every element of a public schema once. Verdicts follow from the facts alone.
 * @param others facts of other years: their codes are tried where this year does not have them
 */
export function factMutants(facts: readonly ExpectedFact[], others: readonly (readonly ExpectedFact[])[]): readonly FactMutant[] {
  const found: FactMutant[] = [];
  const document = buildElement(facts, rootOf(facts));
  const add = (id: string, tree: XmlElement, accepted: boolean): number => found.push({ id, xml: formatXml(tree), accepted });
  add("unchanged", document, true);

  const visit = (fact: ExpectedFact, element: XmlElement, rebuild: (changed: XmlElement) => XmlElement): void => {
    const { path } = fact;
    add(`element inside:${path}`, rebuild({ ...element, content: [...element.content, textElement("Unknown", "1")] }), false);
    if (fact.base !== undefined) {
      for (const [text, accepted] of valueTrials(fact, others)) add(`${JSON.stringify(text)}:${path}`, rebuild(textElement(element.tag, text)), accepted);
      return;
    }
    const inner = childrenOf(facts, path);
    add(`text inside:${path}`, rebuild({ ...element, content: ["text", ...element.content] }), false);
    add(
      `emptied:${path}`,
      rebuild({ ...element, content: [] }),
      inner.every(({ min }) => min === 0),
    );
    for (const [index, child] of inner.entries()) {
      const built = buildElement(facts, child);
      const put = (...nodes: readonly XmlElement[]): XmlElement => rebuild({ ...element, content: element.content.toSpliced(index, 1, ...nodes) });
      add(`missing:${child.path}`, put(), child.min === 0);
      add(`twice:${child.path}`, put(built, built), child.max === "unbounded" || child.max >= 2);
      add(`other case:${child.path}`, put({ ...built, tag: swapCase(built.tag) }), false);
      add(`unknown before:${child.path}`, put(textElement("Unknown", "1"), built), false);
      if (index > 0) add(`before its predecessor:${child.path}`, rebuild({ ...element, content: swapped(element.content, index) }), false);
      if (child.max !== "unbounded" && child.max > 2) {
        add(`most:${child.path}`, put(...Array.from({ length: child.max }, () => built)), true);
        add(`one too many:${child.path}`, put(...Array.from({ length: child.max + 1 }, () => built)), false);
      }
      visit(child, built, (changed) => put(changed));
    }
  };
  visit(rootOf(facts), document, (changed) => changed);
  return found;
}

function valueTrials(fact: ExpectedFact, others: readonly (readonly ExpectedFact[])[]): readonly (readonly [string, boolean])[] {
  if (fact.length !== undefined) return lengthTrials(...fact.length);
  const { date } = fact;
  if (date !== undefined) {
    const texts = [
      "",
      "31/12/1999",
      "39/19/2099",
      "40/01/2020",
      "01/20/2020",
      "1/1/2020",
      "01-01-2020",
      "2020-05-15",
      "01/01/0850",
      "01/01/2150",
      "01/01/1,99",
      " 01/01/2020",
      "01/01/20200",
      "zz/01/2020",
    ];
    return texts.map((text) => [text, followsDateRule(date, text)]);
  }
  const codes = fact.facets?.["enumeration"];
  if (codes !== undefined) {
    const tried = new Set(codes.flatMap((code) => [code, code.toLowerCase(), ` ${code}`, `${code}X`]));
    for (const code of others.flatMap((facts) => facts.find(({ path }) => path === fact.path)?.facets?.["enumeration"] ?? [])) tried.add(code);
    return [...tried, "", "QQ", "true", "2"].map((text) => [text, codes.includes(text)]);
  }
  const pattern = fact.facets?.["pattern"]?.[0];
  if (pattern !== undefined) {
    const sample = patternSamples[pattern] ?? "";
    const texts = [
      sample,
      `${sample}1`,
      `${sample}A`,
      sample.slice(1),
      sample.slice(0, -1),
      ` ${sample}`,
      sample.toLowerCase(),
      `${sample.slice(0, -1)}A`,
      `${sample.slice(0, -1)}-`,
      `1${sample.slice(1)}`,
      "",
    ];
    return [...new Set(texts)].map((text) => [text, new RegExp(`^(?:${pattern})$`).test(text)]);
  }
  const minimum = fact.facets?.["minInclusive"]?.[0];
  const limits: readonly (readonly [string, boolean])[] =
    minimum === undefined
      ? []
      : [
          [minimum, true],
          [String(Number(minimum) - 1), false],
        ];
  return [...(typeTrials[fact.base ?? ""] ?? []), ...limits];
}

function lengthTrials(fewest: number, most: number): readonly (readonly [string, boolean])[] {
  const lengths = new Set([0, 1, fewest - 1, fewest, most, most + 1, most + 10].filter((length) => length >= 0));
  const isRight = (length: number): boolean => length >= fewest && length <= most;
  return [...lengths].flatMap((length): (readonly [string, boolean])[] => [
    ["x".repeat(length), isRight(length)],
    ...(length === 0 ? [] : [[`${"x".repeat(length - 1)} `, isRight(length)] as const, ["é".repeat(length), isRight(length)] as const]),
  ]);
}

function buildElement(facts: readonly ExpectedFact[], fact: ExpectedFact): XmlElement {
  const tag = fact.path.slice(fact.path.lastIndexOf("/") + 1);
  if (fact.base === undefined) return { tag, content: childrenOf(facts, fact.path).map((child) => buildElement(facts, child)) };
  return textElement(tag, sampleOf(fact));
}

function sampleOf(fact: ExpectedFact): string {
  if (fact.length !== undefined) return "x".repeat(Math.max(1, fact.length[0]));
  if (fact.date !== undefined) return "15/05/2020";
  const pattern = fact.facets?.["pattern"]?.[0];
  const sample = fact.facets?.["enumeration"]?.[0] ?? (pattern === undefined ? valueSamples[fact.base ?? ""] : patternSamples[pattern]);
  if (sample === undefined) throw new Error(`${fact.path}: no sample is known for its type`);
  return sample;
}

function rootOf(facts: readonly ExpectedFact[]): ExpectedFact {
  const root = facts.find(({ path }) => !path.includes("/"));
  if (root === undefined) throw new Error("facts without a root");
  return root;
}

function childrenOf(facts: readonly ExpectedFact[], path: string): readonly ExpectedFact[] {
  return facts.filter((fact) => fact.path.slice(0, Math.max(0, fact.path.lastIndexOf("/"))) === path).toSorted((a, b) => a.position - b.position);
}

/** The list with an entry before the one that it follows. */
function swapped<Entry>(list: readonly Entry[], index: number): readonly Entry[] {
  return [...list.slice(0, index - 1), ...list.slice(index, index + 1), ...list.slice(index - 1, index), ...list.slice(index + 1)];
}

function swapCase(tag: string): string {
  return tag === tag.toUpperCase() ? tag.toLowerCase() : tag.toUpperCase();
}
