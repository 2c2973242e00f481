import { describe, expect, test } from "vitest";
import { schemasOf, xmlReleases } from "../samples/sample-schemas.ts";
import { chosenReleases } from "../support/chosen.ts";
import { specification } from "../support/specification.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { type DateRule, type ExpectedFact, type ExpectedSchema, followsDateRule, readExpected } from "./expected-facts.ts";
import { factMutants } from "./fact-mutants.ts";
import { readSchema, type SchemaFact } from "./schema-reader.ts";

const census = readExpected("cin");
const lookedAfter = readExpected("cla");
/** Where mutants are made of the documents: of each public schema in `npm run judge`. */
const MUTATED = new Set(
  chosenReleases(
    specification,
    [...census, ...lookedAfter].map(({ release }) => release),
  ),
);

describe.each(census)("the public schema of $release", ({ release, elements }) => {
  test("reads back to the facts of the reference", () => {
    expect(readSchema(publishedSchema(release))).toEqual(inTreeOrder(elements));
  });

  test.runIf(MUTATED.has(release))("gives at least 300 mutants the verdict that follows from the facts", async () => {
    const others = census.filter((other) => other.release !== release);
    await expectVerdicts(
      release,
      elements,
      others.map((other) => other.elements),
    );
  });
});

describe.each(lookedAfter)("the public schema of $release", ({ release, elements }) => {
  const facts = readSchema(publishedSchema(release));

  test("has the elements, places and occurrences of the reference", () => {
    expect(facts.map(withoutFacets)).toEqual(inTreeOrder(elements).map(withoutFacets));
  });

  test("limits lengths as the reference says, and nothing else but dates", () => {
    const limited = elements.filter(({ length }) => length !== undefined);
    expect(limited.length).toBeGreaterThan(40);
    for (const { path, length } of limited) {
      const facets = facts.find((fact) => fact.path === path)?.facets ?? {};
      const [fewest, most] = length ?? [0, 0];
      expect({ path, ...facets }).toEqual({ path, ...(fewest === 0 ? {} : { minLength: [String(fewest)] }), maxLength: [String(most)] });
    }
  });

  test("takes the dates that the words of the reference describe", () => {
    const dated = elements.flatMap(({ path, date }) => (date === undefined ? [] : [{ path, date }]));
    expect(dated.map(({ path }) => path.slice(path.lastIndexOf("/") + 1))).toEqual(["DOB", "REVIEW", "DECOM", "DEC"]);
    for (const { path, date } of dated) {
      const { pattern = [], ...rest } = facts.find((fact) => fact.path === path)?.facets ?? {};
      expect(rest).toEqual({});
      expect(pattern.length).toBe(1);
      const expression = new RegExp(`^(?:${pattern[0] ?? ""})$`);
      const wrong = dateTrials().filter((text) => expression.test(text) !== followsDateRule(date, text));
      expect({ path, wrong }).toEqual({ path, wrong: [] });
    }
  });

  test.runIf(MUTATED.has(release))("gives at least 300 mutants the verdict that follows from the facts", () => expectVerdicts(release, elements, []));
});

describe("the reader of schemas", () => {
  const [{ release } = { release: "" }] = census;
  const xsd = publishedSchema(release);

  test.each([
    ["a choice", "<xs:sequence>", '<xs:choice maxOccurs="1">', /xs:choice|tag/],
    ["an occurrence on a sequence", "<xs:sequence>", '<xs:sequence minOccurs="0">', /sequence with minOccurs/],
    ["nillable", '<xs:element name="Header"', '<xs:element nillable="true" name="Header"', /nillable/],
    ["a type that is not there", 'type="HeaderRecord"', 'type="Nothing"', /no type Nothing/],
    ["a target namespace", "<xs:schema ", '<xs:schema targetNamespace="urn:x" ', /targetNamespace/],
  ])("passes nothing over: %s", (_, from, to, message) => {
    expect(xsd).toContain(from);
    expect(() => readSchema(xsd.replace(from, to))).toThrow(message);
  });

  test.each([
    ['name="Children" type=', 'name="Kinder" type='],
    ['minOccurs="0"', 'minOccurs="1"'],
    ['value="UN7"', 'value="UN8"'],
    ['maxOccurs="unbounded"', 'maxOccurs="9"'],
    ['value="\\d{3}"', 'value="\\d{4}"'],
  ])("sees a difference: %s", (from, to) => {
    expect(xsd).toContain(from);
    expect(readSchema(xsd.replace(from, to))).not.toEqual(readSchema(xsd));
  });
});

function publishedSchema(release: string): string {
  const found = xmlReleases.find(({ name }) => name === release);
  const schema = found === undefined ? undefined : schemasOf(found).find(({ profile }) => profile === "published");
  if (schema === undefined) throw new Error(`${release} has no published.xsd`);
  return schema.xsd;
}

function withoutFacets({ path, min, max, position, base }: SchemaFact): SchemaFact {
  return { path, min, max, position, ...(base === undefined ? {} : { base }) };
}

/** Parents before children, siblings by position: the order in which a schema is read. */
function inTreeOrder(facts: ExpectedSchema["elements"], parent = ""): readonly ExpectedFact[] {
  const children = facts.filter(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) === parent);
  return children.toSorted((a, b) => a.position - b.position).flatMap((fact) => [fact, ...inTreeOrder(facts, fact.path)]);
}

async function expectVerdicts(release: string, facts: readonly ExpectedFact[], others: readonly (readonly ExpectedFact[])[]): Promise<void> {
  const mutants = factMutants(facts, others);
  expect(new Set(mutants.map(({ xml }) => xml)).size).toBeGreaterThanOrEqual(300);
  expect(mutants.filter(({ accepted }) => accepted).length).toBeGreaterThanOrEqual(50);
  const verdicts = await validateDocuments(
    publishedSchema(release),
    mutants.map(({ id, xml }, index) => ({ name: `${index} ${id}`, xml })),
  );
  const wrong = mutants.filter(({ id, accepted }, index) => verdicts.get(`${index} ${id}`)?.valid !== accepted);
  expect(wrong.map(({ id, accepted }) => `${id} should be ${accepted ? "accepted" : "refused"}`)).toEqual([]);
}

/** Dates right and wrong in every place. */
function dateTrials(): readonly string[] {
  const characters = [..."0123456789,/zA "];
  const good: Readonly<Record<DateRule, string>> = { loose: "15/05/1720", strict: "15/05/2020", "strict-or-empty": "31/12/1999" };
  const changed = Object.values(good).flatMap((text) =>
    [...text].flatMap((_, index) => characters.map((character) => text.slice(0, index) + character + text.slice(index + 1))),
  );
  return [...changed, "", " ", "15/05/20", "15/05/20200", "2020-05-15", "15/05/2020 ", "/15/05/202"];
}
