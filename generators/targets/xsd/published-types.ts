import type { ItemType } from "../../specification/item-type.ts";
import type { ItemNode, Release } from "../../specification/model.ts";
import {
  admitsEmpty,
  builtin,
  codeFacets,
  codeSetType,
  codesOf,
  facet,
  limits,
  numberType,
  orEmpty,
  patternType,
  restriction,
  type SimpleType,
  textType,
  union,
} from "./simple-type.ts";
import { pascalCase } from "../../specification/pascal-case.ts";

/** The type of an item in the public schema: its own where one is stated, otherwise the specification's in the plain form such schemas use. */
export function publishedType(item: ItemNode, release: Release): SimpleType {
  const { codes } = item.published;
  const stated = item.published.type ?? item.type;
  if (codes !== null) return ownCodes(item, codes, release);
  const type = typeOf(stated, release);
  // A stated type is the whole truth of the public schema, emptiness included.
  return item.emptyAllowed && stated === item.type && !admitsEmpty(stated) ? orEmpty(type) : type;
}

/** Codes that the public schema lists for one item: the type is that of the item, as no code set has just these. */
function ownCodes(item: ItemNode, codes: readonly string[], release: Release): SimpleType {
  const known = item.type.kind === "code" ? codesOf(release, item.type.set) : [];
  const facets = codes.map((code) => codeFacets(known.filter((one) => one.code === code))[0] ?? facet("enumeration", code));
  return restriction(`${pascalCase(item.name)}Code`, "xs:string", facets, [item.label]);
}

function typeOf(type: ItemType, release: Release): SimpleType {
  switch (type.kind) {
    case "date":
      return release.lexical.date === "yyyy-mm-dd" ? builtin("Date", "xs:date") : builtin("Text", "xs:string");
    case "partial-date":
      return builtin("Text", "xs:string");
    case "datetime":
      return builtin("DateAndTime", "xs:dateTime");
    case "year":
      return builtin("Year", "xs:gYear");
    case "boolean":
      return builtin("Boolean", "xs:boolean");
    case "postcode":
      return restriction("Postcode", "xs:string", limits([["maxLength", 8]]));
    case "text":
      return textType("xs:string", type.minimum, type.maximum);
    case "integer":
    case "decimal":
      return numberType(type);
    case "code":
      return codeSetType(type.set, "xs:string", release, ({ inPublishedSchema }) => inPublishedSchema);
    case "pattern":
      return patternType(type.name, "xs:string", release, type.pattern);
    case "one-of":
      return union(type.options.map((option) => typeOf(option, release)));
  }
}
