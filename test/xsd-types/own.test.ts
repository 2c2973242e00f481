import { compile } from "json-schema-to-typescript";
import { describe, expect, it } from "vitest";
import { completeDocuments, everyElementOnce, minimalDocument } from "../../generators/samples/documents.ts";
import { mutantsOf } from "../../generators/samples/mutants.ts";
import type { RecordNode, Release } from "../../generators/specification/model.ts";
import { jsonSchemaTarget } from "../../generators/targets/json-schema/json-schema-target.ts";
import type { TypesPackage } from "../../generators/xsd-types/types-package.ts";
import { chosenXmlReleases, liveXmlReleases, otherReleases, schemasOf, tenthOf } from "../samples/sample-schemas.ts";
import { JUDGE } from "../support/returnspec.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { canonicalXml } from "./canonical.ts";
import { loadPackage, packageOf, schemaOf, typecheck } from "./packages.ts";

/** A part of a JSON Schema. */
interface Schema {
  readonly [key: string]: unknown;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function strictPackage(release: Release): TypesPackage {
  const xsd = schemasOf(release).find(({ profile }) => profile === "strict")?.xsd ?? "";
  return packageOf(schemaOf(new Map([["strict.xsd", xsd]])).schema);
}

/** TypeScript made from schemas, and the parts of it that stand in modules of their own. */
interface JsonTypes {
  readonly root: Schema;
  /** Schemas by the name of the type that is made from each. */
  readonly parts: ReadonlyMap<string, Schema>;
}

/**
 * The JSON Schema of a release as its XML has it: the tree of the schema is the logical record. In XML some records have no element of their own:
 * their items stand in the enclosing element, all or none where the record is optional. Titles are left out, for json-schema-to-typescript makes a
 * type of each.
 */
function xmlForm(release: Release): JsonTypes {
  const whole = JSON.parse(jsonSchemaTarget.build(release).files[0]?.content ?? "{}") as Schema;
  const all = new Map<string, Schema>();
  const resolve = (schema: Schema): Schema => {
    if (schema.allOf?.length === 1 && schema.allOf[0] !== undefined) return resolve(schema.allOf[0]);
    return schema.$ref === undefined ? schema : resolve(whole.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {});
  };
  const bare = (schema: Schema): Schema =>
    Object.fromEntries(
      Object.entries(resolve(schema))
        .filter(([key]) => key !== "title" && key !== "description")
        .map(([key, value]) => [key, key === "anyOf" && Array.isArray(value) ? value.map((option: Schema) => bare(option)) : value]),
    );
  const objectOf = (record: RecordNode, schema: Schema): Schema => {
    const groups: string[] = [];
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const node of record.contains) {
      const property = schema.properties?.[node.name];
      if (property === undefined || node.xml.kind === "none") continue;
      if (node.kind === "record" && node.xml.kind === "inline") {
        const name = `Group${all.size}`;
        all.set(name, objectOf(node, resolve(property)));
        groups.push(node.occurs.minimum > 0 ? name : `AllOrNone<${name}>`);
        continue;
      }
      const tag = node.xml.kind === "element" ? node.xml.tag : node.name;
      const isRecord = node.kind === "record";
      const value = isRecord ? objectOf(node, resolve(property.items ?? property)) : bare(property.items ?? property);
      properties[tag] = property.items === undefined ? value : { ...property, title: undefined, items: value };
      // An item that may be given empty may be left out of a logical record; in XML its element must be there.
      if (schema.required?.includes(node.name) === true || (!isRecord && node.emptyAllowed && node.occurs.minimum > 0)) required.push(tag);
    }
    const own = { type: "object", additionalProperties: false, properties, required };
    if (groups.length === 0) return own;
    const name = `Own${all.size}`;
    all.set(name, own);
    return { tsType: [name, ...groups].join(" & ") };
  };
  const root = objectOf(release.root, whole);
  return { root, parts: all };
}

async function jsonModule(release: Release): Promise<string> {
  const { root, parts } = xmlForm(release);
  const options = { bannerComment: "", format: false, maxItems: -1 };
  const texts = [`export type AllOrNone<Group> = Group | { [Key in keyof Group]?: never };`];
  for (const [name, schema] of [["Return", root] as const, ...parts]) texts.push(await compile(JSON.parse(JSON.stringify(schema)), name, options));
  return texts.join("\n");
}

/**
 * Types are the same when each can be assigned to the other, which compares lists, codes and what may be left out, and when all properties have
 * the same paths, for a property that may be left out does not hinder an assignment.
 */
const COMPARISON = `type Paths<T> = T extends string | number | boolean ? never
  : T extends readonly (infer Item)[] ? Paths<Item>
  : { [Key in keyof T & string]-?: Key | \`\${Key}/\${Paths<NonNullable<T[Key]>> & string}\` }[keyof T & string];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
`;

/** The releases whose types are compared with those made from JSON Schema. */
const compared = JUDGE ? chosenXmlReleases : liveXmlReleases;

/** Kinds of mistakes that types exclude; the others are of lengths, patterns, ranges and dates, which stand in comments. */
const SEEN_BY_TYPES = new Set(
  "missing repeated repeated-apart reordered renamed other-root extra-element text-in-record emptied-record unknown-code code-of-another-year".split(" "),
);

/** The tags of items that may be one of some codes or a text of some form, as a UPN may: to types that is any text. */
function codesOrTexts(record: RecordNode): ReadonlySet<string> {
  const own = record.contains.flatMap((node): readonly string[] => {
    if (node.kind === "record") return [...codesOrTexts(node)];
    return node.type.kind === "one-of" && node.xml.kind === "element" ? [node.xml.tag] : [];
  });
  return new Set(own);
}

describe("types from our own schemas", () => {
  it("are the same as those that json-schema-to-typescript makes from our JSON Schema", async () => {
    const packages = new Map<string, TypesPackage>();
    const modules = new Map<string, string>();
    for (const release of compared) {
      const folder = release.name.replace("/", "-");
      packages.set(folder, strictPackage(release));
      modules.set(`${folder}/json.ts`, await jsonModule(release));
      const tag = release.root.xml.kind === "element" ? release.root.xml.tag : release.root.name;
      modules.set(
        `${folder}/same.ts`,
        `import type { Elements } from "./types.js";
import type { Return } from "./json.js";
${COMPARISON}type FromXsd = Elements[${JSON.stringify(tag)}];
export const there = (value: FromXsd): Return => value;
export const back = (value: Return): FromXsd => value;
export const paths: Same<Paths<FromXsd>, Paths<Return>> = true;
export const all: Same<FromXsd, Return> = true;
// @ts-expect-error: the comparison sees properties that may be left out
export const partial: Same<FromXsd, Partial<Return>> = true;
// @ts-expect-error: and such as are not there
export const more: Same<Paths<FromXsd>, Paths<Return & { more?: string }>> = true;
`,
      );
    }
    expect(packages.size).toBeGreaterThan(0);
    expect(typecheck(packages, modules)).toBe("");
  });

  it.each(liveXmlReleases.map((release) => [release.name, release] as const))("read and write all sample documents of %s", async (_, release) => {
    const { parse, serialise } = await loadPackage(strictPackage(release));
    const written: { readonly name: string; readonly xml: string }[] = [];
    for (const { name, xml } of [...completeDocuments(release), minimalDocument(release)]) {
      const document = parse(xml);
      expect(canonicalXml(serialise(document)), name).toBe(canonicalXml(xml));
      const again = serialise(structuredClone(document));
      expect(parse(again), name).toEqual(document);
      written.push({ name, xml: again });
    }
    const xsd = schemasOf(release).find(({ profile }) => profile === "strict")?.xsd ?? "";
    const judged = JUDGE ? written : written.slice(-10);
    for (const [name, { messages }] of await validateDocuments(xsd, judged)) expect([name, messages]).toEqual([name, []]);
  });

  it.each(liveXmlReleases.map((release) => [release.name, release] as const))(
    "read every mutant that the strict schema of %s accepts, and none whose elements or codes are wrong",
    async (_, release) => {
      const { parse, serialise } = await loadPackage(strictPackage(release));
      const all = mutantsOf(release, everyElementOnce(release), otherReleases(release));
      const mixed = codesOrTexts(release.root);
      let refused = 0;
      for (const { id, kind, path, xml, expected, why } of JUDGE ? all : tenthOf(all, release.name)) {
        if (expected === "accepted") expect(canonicalXml(serialise(parse(xml))), id).toBe(canonicalXml(xml));
        else if (SEEN_BY_TYPES.has(kind) && !(kind.includes("code") && mixed.has(path.replace(/^.*\//, "")))) {
          expect(() => parse(xml), `${id}: ${why}`).toThrow(expect.objectContaining({ name: "DocumentProblem" }));
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(10);
    },
  );

  /** What generators that suppliers use today were seen to do to the schema of the children in need census. */
  it.each(liveXmlReleases.flatMap((release) => schemasOf(release).map((one) => [`${one.profile} schema of ${release.name}`, one.xsd] as const)))(
    "have none of the faults of others: %s",
    (_, xsd) => {
      const types = packageOf(schemaOf(new Map([["schema.xsd", xsd]])).schema).files.get("types.ts") ?? "";
      const declared = [...xsd.matchAll(/<xs:element name="([^"]+)"/g)].map(([, name = ""]) => name);
      const properties = new Set([...types.matchAll(/^ +"?([\w.-]+)"?\??: /gm)].map(([, name = ""]) => name));
      expect(declared.filter((name) => !properties.has(name))).toEqual([]);
      // Every set of codes is there as a union of all its codes, and every type that is referred to.
      for (const [, name = "", body = ""] of xsd.matchAll(/<xs:simpleType name="([^"]+)">(.*?)<\/xs:simpleType>/gs)) {
        const codes = [...body.matchAll(/<xs:enumeration value="([^"]*)"/g)].map(([, code = ""]) => code);
        if (codes.length === 0 || body.includes("xs:union")) continue;
        const union = new RegExp(`^export type ${name} = (.*);$`, "m").exec(types)?.[1] ?? "";
        expect([name, union.split(" | ").toSorted()]).toEqual([name, codes.map((code) => JSON.stringify(code)).toSorted()]);
      }
      // A pattern stands in the comment, and is no union of characters.
      for (const [, name = "", body = ""] of xsd.matchAll(/<xs:simpleType name="([^"]+)">(.*?)<\/xs:simpleType>/gs)) {
        const isPattern = body.includes("<xs:pattern") && !body.includes("<xs:enumeration") && !body.includes("<xs:union");
        if (isPattern) expect(types).toMatch(new RegExp(`Pattern:.*(?:\\n \\*.*)*\\nexport type ${name} = (?:string|number);$`, "m"));
      }
      // Nothing says when it was made.
      expect(types).not.toMatch(/\d{2}:\d{2}/);
    },
  );

  it("compile for both schemas of the releases in one program, and say that nothing is left out", () => {
    const packages = new Map<string, TypesPackage>();
    for (const release of chosenXmlReleases) {
      for (const { profile, xsd } of schemasOf(release)) {
        const made = packageOf(schemaOf(new Map([[`${profile}.xsd`, xsd]])).schema);
        expect(made.notes).toEqual([]);
        packages.set(`${release.name.replace("/", "-")}-${profile}`, made);
      }
    }
    expect(typecheck(packages)).toBe("");
  });
});
