import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import { acceptsText } from "../../generators/samples/value-verdict.ts";
import { allNodes } from "../../generators/specification/build-items.ts";
import { completeDocuments, everyElementOnce, minimalDocument } from "../../generators/samples/documents.ts";
import { type Mutant, mutantsOf } from "../../generators/samples/mutants.ts";
import { parseXml } from "../../generators/samples/xml-tree.ts";
import type { Release } from "../../generators/specification/model.ts";
import { jsonSchemaTarget } from "../../generators/targets/json-schema/json-schema-target.ts";
import type { Finding } from "../../runtime/findings/finding.ts";
import { isJudging, otherReleases, tenthOf, xmlReleases } from "../samples/sample-schemas.ts";
import { chosenReleases } from "../support/chosen.ts";
import { findingsOf, loadGenerated } from "../support/generated-validator.ts";
import { returnAsJson } from "../support/return-json.ts";
import { specification } from "../support/specification.ts";

/**
 * What the JSON of a mutant cannot say or the JSON Schema does not ask, so that a document refused as XML is accepted as JSON. Each kind is met in
 * some release, or it has no place here.
 */
const JSON_EXCEPTIONS: readonly { readonly what: string; readonly covers: (mutant: Mutant, release: Release) => boolean }[] = [
  { what: "order: the members of a JSON object have none", covers: ({ kind }) => kind === "reordered" || kind === "repeated-apart" },
  { what: "text between elements: a JSON object has no place for it", covers: ({ kind }) => kind === "text-in-record" },
  { what: "the name of the root: a JSON document has none", covers: ({ kind, path }) => kind === "renamed" && !path.includes("/") },
  {
    what: "an element that may be empty must be there in XML; in JSON what is not entered is left out",
    covers: ({ kind, why }, release) => (kind === "missing" || kind === "emptied-record") && isMayBeEmpty(release, why),
  },
  {
    what: "decimal places: multipleOf counts in binary fractions, so that the schema leaves them to validators",
    covers: ({ kind }) => kind === "decimal-places",
  },
];

/** Whether the first thing missing according to the model is an item that may be given empty. */
function isMayBeEmpty(release: Release, why: string): boolean {
  const tag = /^(\S+) is missing/.exec(why)?.[1];
  const visit = (node: Release["root"]): boolean =>
    node.contains.some((child) => (child.kind === "record" ? visit(child) : child.emptyAllowed && child.xml.kind === "element" && child.xml.tag === tag));
  return visit(release.root);
}

/** Whether the finding of a rule takes the place of a structural one: the rule enforces the form of an item that is at fault where it points. */
function statesFault({ rule: id, severity, locations }: Finding, release: Release): boolean {
  const enforces = release.rules.find((rule) => rule.id === id)?.enforces ?? [];
  if (severity === "not-run" || enforces.length === 0) return false;
  return allNodes(release.root).some((item) => {
    if (item.kind !== "item" || !enforces.some((check) => check.startsWith(`${item.name} `))) return false;
    return locations.some(({ items }) => {
      const text = items[item.name];
      if (text === undefined) return false;
      return text === null ? enforces.includes(`${item.name} missing`) : !acceptsText(release, item, text, "strict");
    });
  });
}

const met = new Set<string>();

const chosen = new Set(
  chosenReleases(
    specification,
    xmlReleases.map(({ name }) => name),
  ),
);

describe.each(xmlReleases.filter(({ name }) => chosen.has(name)).map((release) => ({ name: release.name, release })))(
  "the validator of $name",
  ({ release }) => {
    let validator: ValidatorModule;
    const isStructural = (finding: Finding): boolean => finding.rule.startsWith("structure.") || statesFault(finding, release);
    let mutants: readonly Mutant[];
    beforeAll(async () => {
      const all = mutantsOf(release, everyElementOnce(release), otherReleases(release));
      mutants = isJudging ? all : tenthOf(all, release.name);
      validator = await loadGenerated(specification, release);
    });

    test("finds nothing wrong with the form of valid documents", () => {
      for (const { name, xml } of [...completeDocuments(release), minimalDocument(release)])
        expect([name, findingsOf(validator, xml).filter(isStructural)]).toEqual([name, []]);
    });

    test("has a structural or enforcing finding on a mutant exactly when the schema refuses it", () => {
      const wrong = mutants.flatMap((mutant) => {
        const found = findingsOf(validator, mutant.xml).filter(isStructural);
        return found.length > 0 === (mutant.expected === "refused")
          ? []
          : [`${mutant.id} should be ${mutant.expected} (${mutant.why}): ${found[0]?.message ?? "no finding"}`];
      });
      expect(wrong).toEqual([]);
    });

    test("as JSON the same mutants get the same verdict from the JSON Schema, but for what JSON cannot say", () => {
      const [schema] = jsonSchemaTarget.build(release).files;
      const accepts = new Ajv2020({ strict: true }).compile(JSON.parse(schema?.content ?? "") as object);
      const wrong = mutants.flatMap((mutant) => {
        const isAccepted = accepts(returnAsJson(release, parseXml(mutant.xml)));
        if (isAccepted === (mutant.expected === "accepted")) return [];
        const exception = JSON_EXCEPTIONS.find(({ covers }) => covers(mutant, release));
        if (exception !== undefined && isAccepted) met.add(exception.what);
        else return [`${mutant.id} should be ${mutant.expected} (${mutant.why}): ${accepts.errors?.[0]?.instancePath} ${accepts.errors?.[0]?.message}`];
        return [];
      });
      expect(wrong).toEqual([]);
    });
  },
);

describe("the exceptions of JSON", () => {
  test.runIf(isJudging)("are all met", () => {
    expect(JSON_EXCEPTIONS.map(({ what }) => what).filter((what) => !met.has(what))).toEqual([]);
  });
});
