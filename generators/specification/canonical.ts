import { createHash } from "node:crypto";
import { compareText } from "./diagnostics.ts";
import { formatItemType } from "./item-type.ts";
import type { Code, Release, TreeNode } from "./model.ts";

/** A value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON with keys in order of code units and no blanks: equal values give equal text. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}

/** SHA-256 of a text or bytes, as 64 hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * The hash of what a published version promises about structure: items, order, occurrence, types, codes and tables, with their labels.
 * The Department publishes in parts, structure first, rules and guidance later, and so does the lock: what serves the rules (order of records,
 * groups, derivations) and what explains (definitions, guidance, when to use a code) is no part of this hash, nor are the tables of a return that the
 * Department does not take as tables: they are how this toolkit converts it. Basis, sources and notes say how we know; they are part of none.
 */
export function structureHash(release: Release): string {
  return sha256(canonicalJson(structureOf(release)));
}

function structureOf(release: Release): Json {
  return {
    release: release.id,
    title: release.title,
    start: release.start,
    end: release.end,
    referenceDate: release.referenceDate,
    formats: release.formats,
    lexical: { date: release.lexical.date },
    child: release.child === null ? null : [release.child.record.path, release.child.key.path],
    root: structureOfNode(release.root),
    codeSets: Object.fromEntries([...release.codeSets].map(([name, set]) => [name, { label: set.label, codes: set.codes.map(structureOfCode) }])),
    tables: (release.formats.includes("csv") ? release.tables : []).map((table) => ({
      name: table.name,
      record: table.record.path,
      rows: occursOf(table.rows),
      columns: table.columns.map((column) => [column.name, column.item?.path ?? null, column.copies?.path ?? null, column.required]),
      implied: table.implied.map(({ item, value }) => [item.path, value]),
    })),
    crosswalks: Object.fromEntries([...release.crosswalks].map(([set, { steps }]) => [set, steps.map((step) => [step.from, step.to, step.default])])),
  };
}

function occursOf({ minimum, maximum }: { minimum: number; maximum: number | null }): Json {
  return [minimum, maximum];
}

function structureOfNode(node: TreeNode): Json {
  const common = {
    name: node.name,
    occurs: occursOf(node.occurs),
    label: node.label,
    xml: node.xml.kind === "element" ? node.xml.tag : `(${node.xml.kind})`,
  };
  if (node.kind === "record") return { ...common, contains: node.contains.map(structureOfNode) };
  return {
    ...common,
    type: formatItemType(node.type),
    pattern: node.type.kind === "pattern" ? node.type.pattern : null,
    cbds: node.cbds,
    empty: node.emptyAllowed,
    derived: node.derived !== null,
  };
}

function structureOfCode(code: Code): Json {
  return [
    code.code,
    code.label,
    code.officialLabel,
    code.publishAs,
    code.fromDate,
    code.toDate,
    code.tolerated !== null,
    code.inSpecification,
    code.inPublishedSchema,
  ];
}
