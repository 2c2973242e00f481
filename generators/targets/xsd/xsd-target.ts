import type { Release } from "../../specification/model.ts";
import type { Target, TargetOutput } from "../target.ts";
import { publishedType } from "./published-types.ts";
import { formatSchema, type Profile } from "./schema-document.ts";
import { strictType } from "./strict-types.ts";

const strictPath = "xsd/strict.xsd";
const publishedPath = "xsd/published.xsd";

/** XML Schema 1.0 of a return: `strict.xsd` follows the specification, `published.xsd` the public schema of the period, where one is known. */
export const xsdTarget = {
  name: "xsd",
  about: "XML Schema 1.0: the strict schema, and the public one where it is known",
  build: buildSchemas,
} satisfies Target;

function buildSchemas(release: Release): TargetOutput {
  if (!release.formats.includes("xml")) {
    const why = "This return is not submitted as XML.";
    return {
      files: [],
      absent: [
        { path: strictPath, why },
        { path: publishedPath, why },
      ],
    };
  }
  const strict = { path: strictPath, content: formatSchema(release, strictProfile(release)), committed: true };
  const schema = release.publishedSchema;
  if (schema.kind === "none") return { files: [strict], absent: [{ path: publishedPath, why: schema.why }] };
  const published = { path: publishedPath, content: formatSchema(release, publishedProfile(release, schema)), committed: true };
  return { files: [strict, published], absent: [] };
}

function strictProfile(release: Release): Profile {
  return {
    about: ["Strict schema: code lists, patterns, lengths and ranges exactly as in the specification."],
    includes: () => true,
    occurs: (node) => node.occurs,
    typeOf: (item) => strictType(item, release),
  };
}

function publishedProfile(release: Release, schema: Release["publishedSchema"] & { readonly kind: "follows" }): Profile {
  return {
    about: [
      `Reconstruction of the public schema ${schema.name}: written anew from what is known of it, not the file itself.`,
      `Publisher of that schema: ${schema.publisher.replace(/[.]?$/, ".")}`,
      ...(schema.basis === "inferred" ? ["Basis: inferred; it was not seen for this period."] : []),
      ...(schema.note === null ? [] : [schema.note]),
    ],
    includes: (node) => !node.published.absent,
    occurs: (node) => node.published.occurs,
    typeOf: (item) => publishedType(item, release),
  };
}
