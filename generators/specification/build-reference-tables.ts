import { type BuildContext, checkCase, factOf, flagOf, mapOf, reportAbsent, typeOf, writtenOf } from "./build-context.ts";
import { suggestName } from "./diagnostics.ts";
import { type Entry, spanOfField, textOf, textsOf } from "./entry.ts";
import type { CellType, Fact, ReferenceColumn, ReferenceTable } from "./model.ts";
import { entryOf, type YamlNode } from "./yaml-reader.ts";

/** Builds the tables that users supply and rules look things up in, and checks that keys, coordinates and codes are there. */
export function buildReferenceTables(context: BuildContext): readonly ReferenceTable[] {
  const entries = context.resolved.sections["reference-tables"];
  checkCase(
    entries.map((entry) => ({ name: entry.name, span: entry.origin.span })),
    context,
  );
  return entries.flatMap((entry) => buildReferenceTable(entry, context) ?? []);
}

function buildReferenceTable(entry: Entry, context: BuildContext): ReferenceTable | null {
  const fact = factOf(entry, null, context);
  const parts = entry.parts.get("columns") ?? [];
  checkCase(
    parts.map((column) => ({ name: column.name, span: column.origin.span })),
    context,
  );
  const columns = parts.map((column) => buildColumn(column, fact, context));
  const key = columnNamed(entry, "key", textOf(entry, "key") ?? "", columns, context);
  const coordinates = coordinatesOf(entry, columns, context);
  if (key === null) return null;
  if (key.type.isList || (key.type.item.kind !== "text" && key.type.item.kind !== "postcode" && key.type.item.kind !== "code"))
    context.diagnostics.report("RS1433", spanOfField(entry, "key"), {
      why: `Rows are looked up by one text, postcode or code; ${key.name} holds something else`,
    });
  return {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition") ?? "",
    guidance: textOf(entry, "guidance"),
    key,
    coordinates,
    columns,
    ...fact,
    ...writtenOf(entry),
  };
}

function buildColumn(entry: Entry, table: Fact, context: BuildContext): ReferenceColumn {
  const type = cellTypeOf(entry, context);
  const set = type.item.kind === "code" ? context.codeSets.get(type.item.set) : undefined;
  const values = (mapOf(entry.fields.get("values"))?.entries ?? []).flatMap(({ key, value }) => {
    if (value.kind !== "scalar") return [];
    const codes = set?.codes.map(({ code }) => code) ?? [];
    if (!codes.includes(value.text))
      context.diagnostics.report("RS1433", value.span, { why: `${value.text} is not a code of the column ${entry.name}` }, suggestName(value.text, codes));
    return [{ value: key.text, code: value.text }];
  });
  return {
    name: entry.name,
    label: textOf(entry, "label") ?? entry.name,
    definition: textOf(entry, "definition"),
    type,
    isOptional: flagOf(entry, "optional"),
    neutral: textOf(entry, "neutral"),
    headings: textsOf(entry, "headings") ?? [],
    values: [...values, ...(textsOf(entry, "without") ?? []).map((value) => ({ value, code: null }))],
    namesOfCodes: set === undefined || set.fromTable === null ? new Map() : namesInForce(set.fromTable, context),
    ...factOf(entry, table, context),
    ...writtenOf(entry),
  };
}

function cellTypeOf(entry: Entry, context: BuildContext): CellType {
  const text = textOf(entry, "type") ?? "text";
  const [, list, name = ""] = /^(list of )?(.*)$/s.exec(text) ?? [];
  const item = typeOf(name, spanOfField(entry, "type"), context);
  if (!["text", "date", "integer", "decimal", "postcode", "code"].includes(item.kind))
    context.diagnostics.report("RS1433", spanOfField(entry, "type"), {
      why: "A column of a reference table is text, date, integer, decimal, postcode or code(SET), or a list of one of these",
    });
  return { item, isList: list !== undefined };
}

function coordinatesOf(entry: Entry, columns: readonly ReferenceColumn[], context: BuildContext): ReferenceTable["coordinates"] {
  const names = textsOf(entry, "coordinates");
  if (names === null) return null;
  const [east, north] = names.map((name) => columnNamed(entry, "coordinates", name, columns, context));
  const isWhole = (column: ReferenceColumn | null | undefined): boolean =>
    column === null || column === undefined || (column.type.item.kind === "integer" && !column.type.isList);
  if (names.length !== 2 || !isWhole(east) || !isWhole(north))
    context.diagnostics.report("RS1433", spanOfField(entry, "coordinates"), {
      why: "coordinates are two columns of whole numbers: metres east and metres north",
    });
  return east === null || east === undefined || north === null || north === undefined ? null : { east, north };
}

function columnNamed(entry: Entry, field: string, name: string, columns: readonly ReferenceColumn[], context: BuildContext): ReferenceColumn | null {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) {
    const known = columns.map((column) => column.name);
    reportAbsent("RS1432", { kind: "reference column", owner: entry.name, name, span: spanOfField(entry, field) }, { name, table: entry.name }, known, context);
  }
  return found ?? null;
}

/** An entry of a dated table, as far as finding the one in force needs it. */
interface Dated {
  readonly code: string;
  readonly names: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly replaces: readonly string[];
}

/**
 * Names and ONS codes by which files may know an authority, each with the code in force on the reference date. A directory may be older or newer
 * than the return: an authority that is not in force counts as the one that it became or that it came from, where that is one only.
 */
function namesInForce(table: string, context: BuildContext): ReadonlyMap<string, string> {
  const map = context.library.datedTables.get(table);
  const entries = map === undefined ? undefined : entryOf(map, "entries")?.value;
  const all = entries?.kind === "map" ? entries.entries.map(({ key, value }) => datedEntry(key.text, value)) : [];
  const found = new Map<string, string>();
  // Those in force come first: a name that an authority had before is that of its namesake now.
  const inOrder = [...all.filter((one) => isInForce(one, context)), ...all.filter((one) => !isInForce(one, context))];
  for (const entry of inOrder) {
    const code = inForceFor(entry, all, context);
    if (code === null) continue;
    for (const name of entry.names) if (!found.has(name)) found.set(name, code);
  }
  return found;
}

function isInForce({ from, to }: Dated, context: BuildContext): boolean {
  return (from === null || from <= context.referenceDate) && (to === null || context.referenceDate <= to);
}

function inForceFor(entry: Dated, all: readonly Dated[], context: BuildContext): string | null {
  if (isInForce(entry, context)) return entry.code;
  const isOver = entry.to !== null && entry.to < context.referenceDate;
  const others = isOver ? all.filter((other) => other.replaces.includes(entry.code)) : all.filter((other) => entry.replaces.includes(other.code));
  const [only] = others;
  return only !== undefined && others.length === 1 ? inForceFor(only, all, context) : null;
}

function datedEntry(code: string, node: YamlNode): Dated {
  const field = (name: string): YamlNode | undefined => (node.kind === "map" ? entryOf(node, name)?.value : undefined);
  const text = (name: string): string | null => {
    const value = field(name);
    return value?.kind === "scalar" ? value.text : null;
  };
  const gss = field("gss");
  const codes = (gss?.kind === "list" ? gss.items : []).flatMap((item) => {
    const value = item.kind === "map" ? entryOf(item, "code")?.value : undefined;
    return value?.kind === "scalar" ? [value.text] : [];
  });
  const replaces = field("replaces");
  return {
    code,
    names: [...codes, text("name") ?? ""].filter((name) => name !== "").map((name) => name.toUpperCase()),
    from: text("from"),
    to: text("to"),
    replaces: replaces?.kind === "list" ? replaces.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [],
  };
}
