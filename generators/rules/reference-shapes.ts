import type { CodeNames, ColumnShape, ReferenceShape } from "../../runtime/reference/shape.ts";
import type { ReferenceColumn, Release } from "../specification/model.ts";

/** The reference tables of a release as the runtime reads them. Plain data, to be printed into a validator. */
export function referenceShapes(release: Release): readonly ReferenceShape[] {
  return release.referenceTables.map(({ name, label, key, columns }) => ({
    name,
    label,
    key: key.name,
    columns: columns.map((column) => columnShape(column, release)),
  }));
}

function columnShape(column: ReferenceColumn, release: Release): ColumnShape {
  const { name, label, type, isOptional, headings } = column;
  return { name, label, kind: kindOf(column), isList: type.isList, isOptional, headings, codes: codeNames(column, release) };
}

function kindOf({ name, type: { item } }: ReferenceColumn): ColumnShape["kind"] {
  switch (item.kind) {
    case "text":
    case "postcode":
    case "date":
    case "integer":
    case "decimal":
    case "code":
      return item.kind;
    default:
      throw new Error(`The column ${name} has a type that the specification refuses: ${item.kind}.`);
  }
}

function codeNames({ type: { item }, values, namesOfCodes }: ReferenceColumn, release: Release): CodeNames | null {
  if (item.kind !== "code") return null;
  const codes = (release.codeSets.get(item.set)?.codes ?? []).map(({ code }) => code);
  return {
    longest: Math.max(0, ...codes.map((code) => code.length)),
    codes,
    names: Object.fromEntries(namesOfCodes),
    forms: values.map(({ value, code }) => [value, code] as const),
  };
}
