import type { Json } from "../../specification/canonical.ts";
import { isoPartialDatePattern, ukPartialDatePattern } from "../../specification/date-pattern.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { Release } from "../../specification/model.ts";
import { asciiPattern } from "../../specification/pattern.ts";
import { noticeLines } from "../notice.ts";
import { codesOf } from "./frictionless.ts";
import { type FileColumn, primaryKeyOf, referenceOf, type TableFile } from "./table-files.ts";

type JsonObject = { readonly [key: string]: Json };

/** The tables as a table group of CSV on the Web (W3C Recommendation of 17 December 2015). */
export function tableGroup(files: readonly TableFile[], release: Release): Json {
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en-GB" }],
    "dc:title": `${release.title} ${release.period}: tables`,
    "dc:description": noticeLines(release).join(" "),
    "dc:identifier": release.id,
    "dc:license": { "@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" },
    dialect: { encoding: "utf-8", header: true, delimiter: ",", quoteChar: '"', doubleQuote: true },
    tables: files.map((file) => tableOf(file, files, release)),
  };
}

function tableOf(file: TableFile, files: readonly TableFile[], release: Release): JsonObject {
  const { table } = file;
  const reference = referenceOf(file, files, release);
  const key = primaryKeyOf(file, release);
  return {
    url: `templates/${file.file}`,
    "dc:title": table.label,
    ...(table.definition === null ? {} : { "dc:description": table.definition }),
    tableSchema: {
      columns: file.columns.map((column) => columnOf(column, release)),
      ...(key.length === 0 ? {} : { primaryKey: key }),
      ...(reference === null
        ? {}
        : {
            foreignKeys: [
              { columnReference: reference.columns, reference: { resource: `templates/${reference.to.file}`, columnReference: reference.columns } },
            ],
          }),
    },
  };
}

function columnOf({ name, label, definition, item, isMandatory }: FileColumn, release: Release): JsonObject {
  return {
    name,
    titles: name,
    "dc:title": label,
    "dc:description": definition,
    datatype: item === null ? "string" : datatypeOf(item.type, release),
    ...(isMandatory ? { required: true } : {}),
  };
}

function datatypeOf(type: ItemType, release: Release): Json {
  const isIso = release.lexical.date === "yyyy-mm-dd";
  switch (type.kind) {
    case "date":
      return { base: "date", format: isIso ? "yyyy-MM-dd" : "dd/MM/yyyy" };
    case "partial-date":
      return { base: "string", format: isIso ? isoPartialDatePattern : ukPartialDatePattern };
    case "datetime":
      return "dateTime";
    case "year":
      return "gYear";
    case "boolean":
      return "boolean";
    case "integer":
      return { base: "integer", ...limits(type.minimum, type.maximum) };
    case "decimal":
      return { base: "decimal", ...limits(type.minimum, type.maximum) };
    case "text":
      return { base: "string", ...lengths(type.minimum, type.maximum) };
    case "postcode":
      return { base: "string", ...lengths(1, 8) };
    case "code":
      return { base: "string", format: codesOf(type.set, release).join("|") };
    case "pattern":
      return { base: "string", format: asciiPattern(type.pattern) };
    case "one-of":
      return {
        base: "string",
        format: type.options
          .map((option) => (option.kind === "pattern" ? asciiPattern(option.pattern) : option.kind === "code" ? codesOf(option.set, release).join("|") : ".*"))
          .join("|"),
      };
  }
}

function limits(minimum: number | string | null, maximum: number | string | null): JsonObject {
  return { ...(minimum === null ? {} : { minimum: Number(minimum) }), ...(maximum === null ? {} : { maximum: Number(maximum) }) };
}

function lengths(minimum: number, maximum: number | null): JsonObject {
  return { ...(minimum === 0 ? {} : { minLength: minimum }), ...(maximum === null ? {} : { maxLength: maximum }) };
}
