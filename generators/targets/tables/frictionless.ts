import type { Json } from "../../specification/canonical.ts";
import { dateTimePattern, isoPartialDatePattern, ukPartialDatePattern } from "../../specification/date-pattern.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { Release } from "../../specification/model.ts";
import { asciiPattern } from "../../specification/pattern.ts";
import { noticeLines } from "../notice.ts";
import { type FileColumn, primaryKeyOf, referenceOf, type TableFile } from "./table-files.ts";

type JsonObject = { readonly [key: string]: Json };

/** The tables as a Frictionless Data Package, each with its Table Schema. */
export function dataPackage(files: readonly TableFile[], release: Release): Json {
  return {
    name: release.id.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-"),
    title: `${release.title} ${release.period}: tables`,
    description: noticeLines(release).join(" "),
    version: release.version,
    profile: "tabular-data-package",
    resources: files.map((file) => resourceOf(file, files, release)),
  };
}

function resourceOf(file: TableFile, files: readonly TableFile[], release: Release): JsonObject {
  const { table } = file;
  const reference = referenceOf(file, files, release);
  const key = primaryKeyOf(file, release);
  return {
    name: file.file.replace(/\.csv$/, ""),
    title: table.label,
    ...(table.definition === null ? {} : { description: table.definition }),
    path: `templates/${file.file}`,
    profile: "tabular-data-resource",
    encoding: "utf-8",
    dialect: { delimiter: ",", lineTerminator: "\r\n", doubleQuote: true, header: true },
    schema: {
      fields: file.columns.map((column) => fieldOf(column, release)),
      missingValues: [""],
      ...(key.length === 0 ? {} : { primaryKey: key }),
      ...(reference === null
        ? {}
        : { foreignKeys: [{ fields: reference.columns, reference: { resource: reference.to.file.replace(/\.csv$/, ""), fields: reference.columns } }] }),
    },
  };
}

function fieldOf({ name, label, definition, item, isMandatory }: FileColumn, release: Release): JsonObject {
  const { constraints = {}, ...type } = item === null ? { type: "string" } : fieldType(item.type, release);
  const all = { ...(isMandatory ? { required: true } : {}), ...constraints };
  return { name, title: label, description: definition, ...type, ...(Object.keys(all).length === 0 ? {} : { constraints: all }) };
}

interface FieldType extends JsonObject {
  readonly type: string;
  readonly constraints?: JsonObject;
}

function fieldType(type: ItemType, release: Release): FieldType {
  const isIso = release.lexical.date === "yyyy-mm-dd";
  switch (type.kind) {
    case "date":
      return { type: "date", format: isIso ? "default" : "%d/%m/%Y" };
    case "partial-date":
      return { type: "string", constraints: { pattern: isIso ? isoPartialDatePattern : ukPartialDatePattern } };
    case "datetime":
      return { type: "string", constraints: { pattern: dateTimePattern } };
    case "year":
      return { type: "year" };
    case "boolean":
      return { type: "boolean", trueValues: ["true", "1"], falseValues: ["false", "0"] };
    case "integer":
      return { type: "integer", constraints: limits(type.minimum, type.maximum) };
    case "decimal":
      return { type: "number", constraints: limits(type.minimum === null ? null : Number(type.minimum), type.maximum === null ? null : Number(type.maximum)) };
    case "text":
      return { type: "string", constraints: lengths(type.minimum, type.maximum) };
    case "postcode":
      return { type: "string", constraints: lengths(1, 8) };
    case "code":
      return { type: "string", constraints: { enum: codesOf(type.set, release) } };
    case "pattern":
      return { type: "string", constraints: { pattern: asciiPattern(type.pattern) } };
    case "one-of":
      return { type: "string", constraints: { pattern: type.options.map((option) => patternOf(option, release)).join("|") } };
  }
}

/** One of several types: as a pattern, in which a code stands for itself. */
function patternOf(type: ItemType, release: Release): string {
  if (type.kind === "pattern") return `(${asciiPattern(type.pattern)})`;
  return type.kind === "code" ? `(${codesOf(type.set, release).join("|")})` : "(.*)";
}

export function codesOf(set: string, release: Release): readonly string[] {
  return (release.codeSets.get(set)?.codes ?? []).flatMap(({ code, inSpecification }) => (inSpecification ? [code] : []));
}

function limits(minimum: number | null, maximum: number | null): JsonObject {
  return { ...(minimum === null ? {} : { minimum }), ...(maximum === null ? {} : { maximum }) };
}

function lengths(minimum: number, maximum: number | null): JsonObject {
  return { ...(minimum === 0 ? {} : { minLength: minimum }), ...(maximum === null ? {} : { maxLength: maximum }) };
}
