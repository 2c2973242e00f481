import type { Finding, Location } from "./finding.ts";
import { compareTexts } from "./order.ts";
import { type Counts, SEVERITIES } from "./tally.ts";

/** JSON Schemas (2020-12) of what machines read. Keys stand in the order of the contract, and the compiler holds them to the types. */

type JsonSchema = { readonly [keyword: string]: JsonSchema | readonly (JsonSchema | string)[] | string | number | boolean | null };

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const HASH = "^[0-9a-f]{64}$";

const text = (description: string): JsonSchema => ({ description, type: "string" });
const count = (description: string): JsonSchema => ({ description, type: "integer", minimum: 0 });
const nullable = (description: string, schema: JsonSchema): JsonSchema => ({ description, anyOf: [schema, { type: "null" }] });
const ordinal: JsonSchema = { type: "integer", minimum: 1 };

/** Every key is always there, and no other. */
function object(description: string, properties: Readonly<Record<string, JsonSchema>>, more: JsonSchema = {}): JsonSchema {
  return { description, type: "object", properties, required: Object.keys(properties), additionalProperties: false, ...more };
}

const LOCATION_KEYS = {
  record: text("Name of the record."),
  path: nullable("Path of its XML element, positions from 1; null in tables.", { type: "string" }),
  table: nullable("Name of the CSV table; null in XML.", { type: "string" }),
  row: nullable("Row of the table, 1 for the first row of data; null in XML.", ordinal),
  line: nullable("Line, from 1, of the < of the first item named in items, else of the record; null in tables.", ordinal),
  column: nullable("Column, from 1, in Unicode characters; null in tables.", ordinal),
  in: nullable("The return that holds the record; null for the return that was checked.", { type: "string", enum: ["last_return", "return_before_last"] }),
  items: {
    description: "The texts of the items concerned, as read; null where there is none.",
    type: "object",
    additionalProperties: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
  cells: nullable(
    "The columns of the table that these items stand in, by name, each with its cell in a workbook, such as Assessments!F12, or null where there is none; by the empty name the first cell of the row, where no other is concerned. Null in XML.",
    { type: "object", additionalProperties: { anyOf: [{ type: "string" }, { type: "null" }] } },
  ),
} satisfies Record<keyof Location, JsonSchema>;

const FINDING_KEYS = {
  input: text("The input, as it was named."),
  release: { description: "The release: collection/period, with @version where it was given.", type: "string", pattern: "^[a-z0-9-]+/[^/]+$" },
  rule: { description: "Id of the rule; structure.<kind> for the form of the return.", type: "string", minLength: 1 },
  severity: { description: "not-run: the rule could not be checked.", type: "string", enum: [...SEVERITIES] },
  child: nullable("Identifier of the child; null for findings about the whole return.", { type: "string" }),
  message: text("What is wrong; for not-run, why the rule could not be checked."),
  locations: { description: "Where: the checked record first.", type: "array", items: { $ref: "#/$defs/location" } },
  more: count("How many locations were left out."),
} satisfies Record<keyof Finding, JsonSchema>;

const COUNT_KEYS = {
  error: count("Errors."),
  query: count("Queries."),
  warning: count("Warnings."),
  "not-run": count("Rules that were not run."),
} satisfies Record<keyof Counts, JsonSchema>;

const NOT_RUN: JsonSchema = { type: "object", properties: { severity: { type: "string", const: "not-run" } } };
const finding = object("One failing record, pair of records or set of duplicates; or a rule that was not run.", FINDING_KEYS, {
  if: NOT_RUN,
  // oxlint-disable-next-line unicorn/no-thenable
  then: { type: "object", properties: { child: { type: "null" }, locations: { type: "array", maxItems: 0 } } },
});
const location = object("A place in a return.", LOCATION_KEYS);

const input = object("What was found in one input.", {
  input: text("The input, as it was named."),
  sha256: nullable("SHA-256 of its bytes, in hexadecimal; null when it could not be opened.", { type: "string", pattern: HASH }),
  counts: object("How many findings of each severity.", COUNT_KEYS),
  notRun: {
    description: "The rules that were not run, and why.",
    type: "array",
    items: object("A rule that was not run.", { rule: text("Its id."), message: text("Why.") }),
  },
  notes: {
    description: "What was read beside the input, and what was left out: reference tables with file, date and hash, the day of --as-at.",
    type: "array",
    items: text("A sentence."),
  },
  findings: { description: "All findings, without the rules that were not run.", type: "array", items: { $ref: "#/$defs/finding" } },
});

const report = object("The report of validate --format json.", {
  tool: object("What wrote the report.", { name: text("Its name."), version: text("Its version.") }),
  release: FINDING_KEYS.release,
  specification: { description: "SHA-256 of the specification, in hexadecimal.", type: "string", pattern: HASH },
  inputs: { description: "The inputs in the order in which they were given.", type: "array", items: input },
});

/** The schemas by file name, as text. */
export function findingSchemas(): ReadonlyMap<string, string> {
  const schemas: readonly (readonly [string, JsonSchema])[] = [
    ["finding.schema.json", { $schema: DIALECT, title: "A line of validate --format jsonl", ...finding, $defs: { location } }],
    ["report.schema.json", { $schema: DIALECT, title: "The output of validate --format json", ...report, $defs: { finding, location } }],
  ];
  return new Map(schemas.toSorted(([a], [b]) => compareTexts(a, b)).map(([file, schema]) => [file, `${JSON.stringify(schema, null, 2)}\n`]));
}
