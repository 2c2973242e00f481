import { describe, expect, test } from "vitest";
import { completeDocuments, everyElementOnce } from "../../generators/samples/documents.ts";
import { mutantsOf } from "../../generators/samples/mutants.ts";
import type { RecordNode, Release, TreeNode } from "../../generators/specification/model.ts";
import { allNodes } from "../../generators/specification/build-items.ts";
import type { Finding, Location } from "../../runtime/findings/finding.ts";
import { findingOrder } from "../../runtime/findings/order.ts";
import { liveXmlReleases, otherReleases, tenthOf } from "../samples/sample-schemas.ts";
import { type ElementPlace, elementPlaces, fullPath } from "../support/element-places.ts";
import { findingsOf, loadGenerated } from "../support/generated-validator.ts";
import { specification } from "../support/specification.ts";

/** What is wrong with a location: its path, place or texts are not those of the document; null when all is right. */
function faultOf(location: Location, release: Release, places: ReadonlyMap<string, ElementPlace>): string | null {
  const { record, path, line, column, items } = location;
  const element = places.get(fullPath(path ?? ""));
  if (element === undefined) return `there is no ${path}`;
  const node = allNodes(release.root).find((one): one is RecordNode => one.kind === "record" && one.name === record);
  if (node === undefined) return `${record} is no record`;
  const named = Object.entries(items).map(([name, text]) => ({ text, found: textsOf(node, name, fullPath(path ?? ""), places) }));
  for (const { text, found } of named) {
    const texts = found.map((one) => one.text);
    // An item in which a wrong element stands has the text around that element.
    if (texts.includes(null)) continue;
    if (text === null ? found.length > 0 : !texts.includes(text) && texts.join(", ") !== text && !/… and \d+ more$/.test(text))
      return `the text ${JSON.stringify(text)} is not ${JSON.stringify(texts)}`;
  }
  const present = named.find(({ found }) => found.length > 0)?.found;
  const allowed = present ?? (node.xml.kind === "inline" ? [...places.values()] : [element]);
  return allowed.some((one) => one.line === line && one.column === column)
    ? null
    : `${line}:${column} is not ${allowed.map((one) => `${one.line}:${one.column}`).join(" or ")}`;
}

/** The elements of an item of a record, or of one in a single record inside it: names in rules reach into these. */
function textsOf(record: RecordNode, name: string, path: string, places: ReadonlyMap<string, ElementPlace>): readonly ElementPlace[] {
  const item = record.contains.find((node) => node.name === name);
  if (item?.xml.kind === "element") {
    const all = Array.from(places, ([at, place]) => ({ at, place })).filter(
      ({ at }) => at.startsWith(`${path}/${tagOf(item)}[`) && !at.slice(path.length + 1).includes("/"),
    );
    return all.map(({ place }) => place);
  }
  return record.contains.flatMap((node) =>
    node.kind === "record" && node.occurs.maximum === 1 ? textsOf(node, name, `${path}/${tagOf(node)}[1]`, places) : [],
  );
}

function tagOf({ xml, name }: TreeNode): string {
  return xml.kind === "element" ? xml.tag : name;
}

describe.each(liveXmlReleases.map((release) => ({ name: release.name, release })))("findings of $name", ({ release }) => {
  test("point exactly at what they are about, and come in the order of the contract", async () => {
    const validator = await loadGenerated(specification, release);
    const mutants = tenthOf(mutantsOf(release, everyElementOnce(release), otherReleases(release)), "positions").filter(({ kind }) => kind !== "other-root");
    const order = findingOrder();
    let located = 0;
    for (const { id, xml } of [...completeDocuments(release).map(({ name, xml: text }) => ({ id: name, xml: text })), ...mutants]) {
      const places = elementPlaces(xml);
      const findings = findingsOf(validator, xml);
      for (const finding of findings) {
        // Of a wrong element the place is named, and of text or attributes the element that they are in; the record is the one around them.
        if (/^structure\.(?:unexpected|unreadable|order|occurs)/.test(finding.rule)) continue;
        const faults = finding.locations.map((location) => faultOf(location, release, places)).filter((fault) => fault !== null);
        expect([id, finding.rule, faults]).toEqual([id, finding.rule, []]);
        located += finding.locations.length;
      }
      expect([id, outOfOrder(findings, xml, order)]).toEqual([id, []]);
    }
    expect(located).toBeGreaterThan(90);
  });
});

/** Neighbours that stand the wrong way round: children as in the file, inside one by place and rule, the whole return after them. */
function outOfOrder(findings: readonly Finding[], document: string, order: (a: Finding, b: Finding) => number): readonly string[] {
  const firstLine = (child: string | null): number => (child === null ? Number.POSITIVE_INFINITY : document.indexOf(`>${child}<`));
  return findings.flatMap((after, index) => {
    const before = findings[index - 1];
    if (before === undefined || before.severity === "not-run") return before !== undefined && after.severity !== "not-run" ? [after.rule] : [];
    if (before.child !== after.child) return firstLine(before.child) <= firstLine(after.child) ? [] : [`${before.rule} before ${after.rule}`];
    return before.child === null || order(before, after) <= 0 ? [] : [`${before.rule} before ${after.rule}`];
  });
}
