import { describe, expect, test } from "vitest";
import { allNodes } from "../../generators/specification/build-items.ts";
import { codeSetsOf } from "../../generators/specification/item-type.ts";
import type { Release } from "../../generators/specification/model.ts";
import { completeDocuments, everyElementOnce, minimalDocument, writeSample } from "../../generators/samples/documents.ts";
import { type Profile } from "../../generators/samples/profile.ts";
import { faultOf } from "../../generators/samples/tree-verdict.ts";
import { childElements, ownText, parseXml, type XmlElement } from "../../generators/samples/xml-tree.ts";
import { findTool, validateNatively } from "../judge/tools.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { isJudging, schemasOf, xmlReleases } from "./sample-schemas.ts";

describe.each(xmlReleases.map((release) => ({ name: release.name, release })))("samples of $name", ({ release }) => {
  const schemas = schemasOf(release);

  test.each(schemas)("validate against the $profile schema", async ({ profile, xsd }) => {
    const documents = samplesOf(release, profile);
    const verdicts = [...(await validateDocuments(xsd, documents))];
    expect(verdicts.filter(([, { valid }]) => !valid)).toEqual([]);
    expect(verdicts.length).toBe(documents.length);
  });

  test.runIf(isJudging && findTool("xmllint") !== null).each(schemas)("validate against the $profile schema natively", async ({ profile, xsd }) => {
    expect([...(await validateNatively(xsd, samplesOf(release, profile)))].filter(([, { valid }]) => !valid)).toEqual([]);
  });

  test("hold every element and every code", () => {
    const texts = new Map<string, Set<string>>();
    for (const { tree } of completeDocuments(release)) collect(tree, tree.tag, texts);
    const missing = elementsWithXml(release).flatMap(({ path, codes }) => {
      const found = texts.get(path);
      return found === undefined ? [path] : codes.filter((code) => !found.has(code)).map((code) => `${path}: ${code}`);
    });
    expect(missing).toEqual([]);
    expect([...texts.keys()].filter((path) => !elementsWithXml(release).some((element) => element.path === path))).toEqual([]);
  });

  test("repeat what may repeat", () => {
    const [main] = completeDocuments(release);
    const most = new Map<string, number>();
    if (main !== undefined) countRepeats(main.tree, main.tree.tag, most);
    const single = elementsWithXml(release).filter(({ path, repeats }) => repeats && (most.get(path) ?? 0) < 2);
    expect(single.map(({ path }) => path)).toEqual([]);
  });

  test("are the same every time, say that they are invented, and read back as they were", () => {
    const again = samplesOf(release, "strict");
    for (const [index, { name, xml, tree }] of samplesOf(release, "strict").entries()) {
      expect(xml).toBe(again[index]?.xml);
      expect(xml).toContain("Every child in this document is invented.");
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(parseXml(xml)).toEqual(tree);
    }
  });

  test("use the synthetic authority first, and child identifiers that look invented", () => {
    const [main] = completeDocuments(release);
    const key = release.child?.key;
    const ids = key?.xml.kind === "element" ? [...(main?.xml.matchAll(new RegExp(`<${key.xml.tag}>([^<]*)<`, "g")) ?? [])].map(([, id]) => id) : [];
    expect(ids.length).toBeGreaterThan(1);
    expect(ids.filter((id) => !/^X\d{7}$/.test(id ?? ""))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    if (release.collection === "cin") expect(main?.xml).toContain("<LEA>998</LEA>");
  });

  test("have no fault by the model", () => {
    for (const { profile } of schemas) {
      for (const { tree } of samplesOf(release, profile)) expect(faultOf(release, tree, profile)).toBeNull();
    }
  });
});

function samplesOf(release: Release, profile: Profile): readonly { readonly name: string; readonly xml: string; readonly tree: XmlElement }[] {
  const once = everyElementOnce(release, profile);
  return [...completeDocuments(release, profile), minimalDocument(release, profile), { name: "once", tree: once, xml: writeSample(release, once) }];
}

/** What the model says must occur in XML: found through paths and bindings, apart from the code that makes samples. */
function elementsWithXml(release: Release): readonly { readonly path: string; readonly codes: readonly string[]; readonly repeats: boolean }[] {
  const nodes = allNodes(release.root);
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  return nodes.flatMap((node) => {
    const steps = node.path.split("/").map((_, index, all) => byPath.get(all.slice(0, index + 1).join("/")));
    if (node.xml.kind !== "element" || steps.some((step) => step?.xml.kind === "none")) return [];
    const path = steps.flatMap((step) => (step?.xml.kind === "element" ? [step.xml.tag] : [])).join("/");
    const sets = node.kind === "item" ? codeSetsOf(node.type) : [];
    const codes = sets.flatMap((set) => release.codeSets.get(set)?.codes ?? []).filter(({ inSpecification }) => inSpecification);
    return [{ path, codes: codes.map(({ code }) => code), repeats: node.occurs.maximum === null || node.occurs.maximum > 1 }];
  });
}

function collect(element: XmlElement, path: string, texts: Map<string, Set<string>>): void {
  const found = texts.get(path) ?? new Set();
  texts.set(path, found.add(ownText(element)));
  for (const child of childElements(element)) collect(child, `${path}/${child.tag}`, texts);
}

function countRepeats(element: XmlElement, path: string, most: Map<string, number>): void {
  const counts = new Map<string, number>();
  for (const child of childElements(element)) {
    const childPath = `${path}/${child.tag}`;
    const count = (counts.get(childPath) ?? 0) + 1;
    counts.set(childPath, count);
    most.set(childPath, Math.max(count, most.get(childPath) ?? 0));
    countRepeats(child, childPath, most);
  }
}
