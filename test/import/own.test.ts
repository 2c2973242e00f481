import { describe, expect, it } from "vitest";
import { completeDocuments, everyElementOnce, minimalDocument } from "../../generators/samples/documents.ts";
import { publishedMutantsOf } from "../../generators/samples/mutants.ts";
import { contentOf, type Particle } from "../../generators/samples/profile.ts";
import { formatItemType, type ItemType } from "../../generators/specification/item-type.ts";
import type { Release } from "../../generators/specification/model.ts";
import { asciiPattern } from "../../generators/specification/pattern.ts";
import { admitsEmpty } from "../../generators/targets/xsd/simple-type.ts";
import { chosenXmlReleases, liveXmlReleases, otherReleases, schemasOf, tenthOf, xmlReleases } from "../samples/sample-schemas.ts";
import { JUDGE } from "../support/returnspec.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { type Imported, importFiles } from "./imported.ts";

/** How many sample documents of a release are put to xmllint. */
const MOST_DOCUMENTS = JUDGE ? Number.POSITIVE_INFINITY : 10;

function schemaText(release: Release, profile: "strict" | "published"): string | null {
  return schemasOf(release).find((one) => one.profile === profile)?.xsd ?? null;
}

function importStrict(release: Release): Imported {
  return importFiles(new Map([["strict.xsd", schemaText(release, "strict") ?? ""]]), release.collection, release.period);
}

/** Documents for one call of xmllint: more would only need more memory. */
const BATCH = 600;

/** The public schemas that are looked at: that of one live release, all in `npm run judge`. */
const publicSchemas = (JUDGE ? xmlReleases : liveXmlReleases.slice(0, 1)).flatMap((release) => {
  const xsd = schemaText(release, "published");
  return xsd === null ? [] : [{ release, xsd }];
});

/** What XML shows of a release: elements in order, how often, what they hold, and what is said of them. */
function formOf(release: Release): unknown {
  const typeOf = (type: ItemType): unknown => {
    if (type.kind === "pattern") return `pattern ${asciiPattern(type.pattern)}`;
    if (type.kind === "one-of") return type.options.map(typeOf);
    if (type.kind !== "code") return formatItemType(type);
    const set = release.codeSets.get(type.set);
    const codes = (set?.codes ?? []).filter(({ inSpecification }) => inSpecification);
    return { set: set?.label, codes: codes.map(({ code, label, labelIsInferred, tolerated }) => [code, label ?? code, labelIsInferred, tolerated]) };
  };
  const particlesOf = (particles: readonly Particle[]): readonly unknown[] =>
    particles.flatMap((particle): readonly unknown[] => {
      if (particle.kind === "group") {
        const inner = particlesOf(particle.particles);
        // A group is seen in XML only where something in it must be there, though the group need not.
        return particle.minimum === 0 && particle.particles.some(({ minimum }) => minimum > 0) ? [{ group: inner }] : inner;
      }
      const { node, tag, minimum, maximum } = particle;
      const { label, definition, basis } = node;
      const common = { tag, minimum, maximum, label, definition: definition.replaceAll(/\s+/g, " "), basis };
      if (node.kind === "record") return [{ ...common, contains: particlesOf(contentOf(node, "strict")) }];
      return [{ ...common, cbds: node.cbds, type: typeOf(node.type), empty: node.emptyAllowed && !admitsEmpty(node.type) }];
    });
  const { root } = release;
  return {
    tag: root.xml.kind === "element" ? root.xml.tag : root.name,
    label: root.label,
    dates: release.lexical.date,
    contains: particlesOf(contentOf(root, "strict")),
  };
}

/** A schema without what it says to people, and which version of the specification it is of. */
function withoutWords(xsd: string): string {
  return xsd
    .replace(/(<xs:schema[^>]*) version="[^"]*"/, "$1")
    .replaceAll(/<!--[^]*?-->\s*/g, "")
    .replaceAll(/\s*<xs:annotation>[^]*?<\/xs:annotation>/g, "")
    .replaceAll(/>\s*<\/xs:(?:element|enumeration)>/g, "/>");
}

describe.each(chosenXmlReleases.map((release) => ({ name: release.name, release })))("the strict schema of $name, imported", ({ release }) => {
  const imported = importStrict(release);

  it("gives back the same model: names, order, occurrence, types, codes and words", () => {
    expect(formOf(imported.release)).toEqual(formOf(release));
  });

  it("gives back the same schema, but for words", () => {
    expect(withoutWords(imported.xsd)).toBe(withoutWords(schemaText(release, "strict") ?? ""));
  });

  it("leaves nothing to note", () => {
    expect(imported.notes).toEqual([]);
  });
});

it.each(liveXmlReleases.map((release) => [release.name, release] as const))("what is imported of %s accepts its sample documents", async (_, release) => {
  const documents = [...completeDocuments(release), minimalDocument(release)].slice(-MOST_DOCUMENTS);
  for (const [name, { valid, messages }] of await validateDocuments(importStrict(release).xsd, documents))
    expect([name, valid, messages]).toEqual([name, true, []]);
});

describe.each(publicSchemas)("the public schema of $release.name, imported", ({ release, xsd }) => {
  const imported = importFiles(new Map([["published.xsd", xsd]]), release.collection, release.period);

  it("gives a schema with the same verdicts, but that it refuses time zones, which the notes say, and digits other than 0 to 9, and trims values", async () => {
    const all = publishedMutantsOf(release, everyElementOnce(release, "published"), otherReleases(release));
    const mutants = (JUDGE ? all : tenthOf(all, release.name)).map(({ id, kind, xml }) => ({ name: id, kind, xml }));
    const valid = [...completeDocuments(release, "published"), minimalDocument(release, "published")].slice(-MOST_DOCUMENTS);
    const documents = [...valid.map(({ name, xml }) => ({ name, kind: "valid", xml })), ...mutants];
    // The dates of looked after children are texts of digits and slashes, which have no time zone.
    const hasTimeZones = /"xs:(?:date|dateTime|gYear)"/.test(xsd);
    expect(imported.notes.some(({ text }) => text.endsWith("time zones are not accepted."))).toBe(hasTimeZones);
    expect(hasTimeZones).toBe(release.collection === "cin");
    let accepted = 0;
    for (let start = 0; start < documents.length; start += BATCH) {
      const batch = documents.slice(start, start + BATCH);
      const old = await validateDocuments(xsd, batch);
      const now = await validateDocuments(imported.xsd, batch);
      for (const { name, kind, xml } of batch) {
        const verdicts = [old, now].map((one) => one.get(name)?.valid);
        if (verdicts[0] === true) accepted += 1;
        // The digits of the language are 0 to 9; what has no pattern takes others, and an element may have none.
        const hasOtherDigits = kind === "pattern-digits" && /[^\P{Nd}0-9]/u.test(xml) && hasPattern(xsd, name.slice(name.lastIndexOf("/") + 1));
        if (kind === "time-zone" || hasOtherDigits) expect(verdicts[1], name).toBe(false);
        // Where the public schema keeps blanks (xs:string), a text of blanks alone is some characters; trimmed it is none.
        else if (kind === "blank" && xsd.includes('base="xs:string"'))
          expect(verdicts[1], name).toBe(now.get(name.replace("blank/blank:", "empty/empty:"))?.valid ?? verdicts[1]);
        else if (kind !== "padded") expect([name, verdicts[1]]).toEqual([name, verdicts[0]]);
        // libxml2 does not trim dates itself; nothing that it takes with blanks may be lost.
        else if (verdicts[0] === true) expect(verdicts[1], name).toBe(true);
      }
    }
    expect(accepted).toBeGreaterThanOrEqual(valid.length);
    expect(accepted).toBeLessThan(documents.length);
  });
});

/** Whether a schema has a pattern for an element: in its type, which has a name, or inside it. Other texts take any digits. */
function hasPattern(xsd: string, tag: string): boolean {
  const [element = "", type] = new RegExp(`<xs:element name="${tag}"(?: type="(\\w+)")?[^]*?</xs:element>`).exec(xsd) ?? [];
  const own = type === undefined ? element : (new RegExp(`<xs:simpleType name="${type}">[^]*?</xs:simpleType>`).exec(xsd)?.[0] ?? "");
  return own.includes("<xs:pattern");
}
