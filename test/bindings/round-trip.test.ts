import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeDocuments, everyElementOnce, minimalDocument, type SampleDocument } from "../../generators/samples/documents.ts";
import { mutantsOf } from "../../generators/samples/mutants.ts";
import { faultOf } from "../../generators/samples/tree-verdict.ts";
import { formatXml, parseXml } from "../../generators/samples/xml-tree.ts";
import { jsonSchemaTarget } from "../../generators/targets/json-schema/json-schema-target.ts";
import type { ReadingProblem } from "../../runtime/bindings/parsed.ts";
import { WritingError } from "../../runtime/bindings/writing-problem.ts";
import { isJudging, liveXmlReleases, otherReleases, tenthOf, xmlReleases } from "../samples/sample-schemas.ts";
import { returnAsJson } from "../support/return-json.ts";
import { canonicalise } from "../support/xmllint.ts";
import { bind, splitReturn, type Values } from "./bound-releases.ts";
import { canonicalTree } from "./canonical.ts";
import { randomReturns, replaceSomewhere } from "./random-records.ts";

const RUNS = isJudging ? 300 : 60;
const releases = isJudging ? xmlReleases : liveXmlReleases;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(releases.map((release) => ({ name: release.name, release })))("$name", ({ release }) => {
  const bound = bind(release);
  const { binding } = bound;
  const documents: readonly SampleDocument[] = [...completeDocuments(release), minimalDocument(release)];
  const canonical = (xml: string): string => formatXml(canonicalTree(release.root, parseXml(xml)));

  test("XML to records to XML is canonically equal, pretty and compact, as a whole and child by child", async () => {
    for (const { name, xml } of documents) {
      const { valid, value, problems } = binding.parse(xml);
      expect([name, problems]).toEqual([name, []]);
      if (!valid) continue;
      const before = canonical(xml);
      const [pretty, compact] = [binding.serialise(value, { pretty: true }), binding.serialise(value, {})];
      expect(canonical(pretty)).toBe(before);
      expect(canonical(compact)).toBe(before);
      const { head, children } = splitReturn(bound, value);
      for (const options of [{ pretty: true }, {}]) {
        let text = "";
        for await (const piece of binding.serialiseChildren(head, children, options)) text += piece;
        expect(text).toBe(options.pretty === true ? pretty : compact);
      }
    }
  });

  test("where every value is written as we write it, xmllint finds the canonical forms equal", async () => {
    for (const { tree } of [documents[0], documents.at(-1)].flatMap((one) => one ?? [])) {
      const xml = formatXml(canonicalTree(release.root, tree));
      const { value } = binding.parse(xml);
      expect(await canonicalise(binding.serialise(value, { pretty: true }))).toBe(await canonicalise(xml));
    }
  });

  test("what is read is the JSON that the schema of the return describes", () => {
    const accepts = new Ajv2020({ strict: true }).compile(JSON.parse(jsonSchemaTarget.build(release).files[0]?.content ?? "") as object);
    for (const { name, xml } of documents) {
      const { value } = binding.parse(xml);
      expect([name, value]).toEqual([name, returnAsJson(release, parseXml(xml))]);
      expect([name, accepts(value), accepts.errors]).toEqual([name, true, null]);
    }
  });

  test("records to XML to records are equal, and the document is valid by the model", () => {
    fc.assert(
      fc.property(randomReturns(release), fc.boolean(), (value, pretty) => {
        const xml = binding.serialise(value, { pretty });
        expect(faultOf(release, parseXml(xml), "strict")).toBeNull();
        expect(binding.parse(xml)).toEqual({ valid: true, value, problems: [] });
        expect(binding.parse(encode(xml)).value).toEqual(value);
      }),
      { numRuns: RUNS, seed: 903 },
    );
  });

  test("child by child, with the file cut anywhere, the same is read", async () => {
    await fc.assert(
      fc.asyncProperty(randomReturns(release), fc.integer({ min: 1, max: 400 }), async (value, size) => {
        const bytes = encode(binding.serialise(value, {}));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
        const expected = splitReturn(bound, value);
        const heads: unknown[] = [];
        const read: unknown[] = [];
        for await (const child of binding.parseChildren(chunks, { head: (head) => heads.push(head), problem: (problem) => heads.push(problem) })) {
          expect(child).toMatchObject({ valid: true, position: read.length + 1 });
          read.push(child.value);
        }
        expect(read).toEqual(expected.children);
        expect(heads).toEqual([{ valid: true, value: expected.head, problems: [] }]);
      }),
      { numRuns: RUNS / 2, seed: 903 },
    );
  });

  test("whatever stands in the records, a document that is written is valid; otherwise the error says where", () => {
    const refused = new Set<string>();
    let written = 0;
    const junk = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, "", " ", "X", "\u0000", "a\u000Bb", "\uD800", "\uFFFE", "2026-02-30", "31/02/2026", "x".repeat(5000)),
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.integer(),
      fc.anything({ maxDepth: 1 }),
    );
    fc.assert(
      fc.property(randomReturns(release), fc.infiniteStream(fc.nat()), junk, (value, numbers, replacement) => {
        const changed = replaceSomewhere(value, (limit) => (numbers.next().value ?? 0) % limit, replacement) as Values;
        try {
          const xml = binding.serialise(changed, {});
          expect(faultOf(release, parseXml(xml), "strict")).toBeNull();
          expect(binding.parse(xml).problems).toEqual([]);
          written += 1;
        } catch (error) {
          if (!(error instanceof WritingError)) throw error;
          expect(error.path).toMatch(new RegExp(`^/${bound.layout.tag}(/|$)`));
          expect(error.message).toContain(error.path);
          for (const { kind } of error.problems) refused.add(kind);
        }
      }),
      { numRuns: RUNS * 5, seed: 903 },
    );
    expect(written).toBeGreaterThan(0);
    for (const kind of ["type", "code", "empty", "missing"]) expect([...refused]).toContain(kind);
  });

  test("reading says of mutants what the model says, and what it read of them is refused or written as a valid document", () => {
    const all = mutantsOf(release, everyElementOnce(release), otherReleases(release));
    const wrong = (isJudging ? all : tenthOf(all, release.name)).flatMap(({ id, xml, expected, why }): readonly string[] => {
      const { valid, value, problems } = binding.parse(xml);
      if (valid !== (expected === "accepted")) return [`${id} should be ${expected} (${why}): ${problems[0]?.message ?? "no problem"}`];
      if (problems.some((problem) => !isPlaced(problem))) return [`${id}: a problem has no place`];
      try {
        const written = binding.serialise(value, {});
        const fault = faultOf(release, parseXml(written), "strict");
        if (fault !== null) return [`${id}: what was read of it is written as a document with a fault: ${fault}`];
        return valid && canonical(written) !== canonical(xml) ? [`${id} is written as another document`] : [];
      } catch (error) {
        if (!(error instanceof WritingError)) throw error;
        return valid ? [`${id} can be read and not written: ${error.message}`] : [];
      }
    });
    expect(wrong).toEqual([]);
  });
});

function isPlaced({ kind, path, line, column }: ReadingProblem): boolean {
  return line > 0 && column > 0 && (kind === "unreadable" || path.startsWith("/"));
}
