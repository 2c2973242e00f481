import { readdirSync, readFileSync } from "node:fs";
import { stringify } from "yaml";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { entryOf, readYaml, type YamlMap, type YamlNode } from "../../generators/specification/yaml-reader.ts";
import type { Answer } from "../support/toy-language.ts";

/**
 * The cases of the language, `cases/*.yaml`. A file has groups; a group has `about`, the records (`given`, written as in the examples of rules),
 * the record that the expressions stand on (`for`, with `[2]` the second one; left out: Child), and one of
 *
 * - `cases`: a list of `{name, expression, value}`, each with its own `given` or `for` where they differ;
 * - `table`: `expression`, `rows` and `columns` (an item and its states) and `values`, a row of results for each state of the row's item;
 * - `rules`: a list of `{name, rule, given, finds}`: a whole rule and the records of each of its findings.
 */
export interface ExpressionCase {
  readonly name: string;
  readonly record: string;
  /** Which of the records of that name in the return, from 0. */
  readonly index: number;
  readonly given: YamlNode;
  readonly expression: string;
  readonly value: Answer;
}

export interface RuleCase {
  readonly name: string;
  /** The rule as YAML text. */
  readonly rule: string;
  readonly given: YamlNode;
  readonly finds: readonly (readonly string[])[];
}

export interface CaseFile {
  readonly file: string;
  readonly expressions: readonly ExpressionCase[];
  readonly rules: readonly RuleCase[];
}

const CASES = new URL("cases/", import.meta.url);

export function readCaseFiles(): readonly CaseFile[] {
  return readdirSync(CASES)
    .toSorted()
    .map((file) => {
      const groups = listOf(readMap(readFileSync(new URL(file, CASES)), file), "groups").map(asMap);
      return { file, expressions: groups.flatMap(expressionsOf), rules: groups.flatMap(rulesOf) };
    });
}

function readMap(bytes: Uint8Array, file: string): YamlMap {
  const diagnostics = new Diagnostics();
  const node = readYaml(file, bytes, diagnostics);
  if (node === null || !diagnostics.isEmpty) throw new Error(diagnostics.sorted.map(formatDiagnostic).join("\n\n"));
  return asMap(node);
}

function expressionsOf(group: YamlMap): readonly ExpressionCase[] {
  const table = entryOf(group, "table")?.value;
  return [
    ...(entryOf(group, "cases") === undefined ? [] : listOf(group, "cases").map((one) => singleCase(asMap(one), group))),
    ...(table === undefined ? [] : tableCases(asMap(table), group)),
  ];
}

function singleCase(one: YamlMap, group: YamlMap): ExpressionCase {
  const [, record = "", index = "1"] = /^(\w+)(?:\[(\d+)\])?$/.exec(optional(one, "for") ?? optional(group, "for") ?? "Child") ?? [];
  const given = entryOf(one, "given")?.value ?? entryOf(group, "given")?.value ?? EMPTY;
  return {
    name: `${textOf(group, "about")}: ${textOf(one, "name")}`,
    record,
    index: Number(index) - 1,
    given,
    expression: textOf(one, "expression"),
    value: answerIn(valueOf(one, "value")),
  };
}

function tableCases(table: YamlMap, group: YamlMap): readonly ExpressionCase[] {
  const { entries: columns } = asMap(valueOf(table, "columns"));
  const [column] = columns;
  const rowItem = optional(table, "rows");
  if (column === undefined || column.value.kind !== "list") throw new Error("A table has columns: an item with its states.");
  const states = column.value.items;
  return asMap(valueOf(table, "values")).entries.flatMap(({ key, value }) => {
    if (value.kind !== "list" || value.items.length !== states.length) throw new Error(`Row ${key.text} of a table has not one value per column.`);
    return value.items.map((result, index): ExpressionCase => {
      const state = states[index] ?? EMPTY;
      const expression = rowItem === null ? key.text : textOf(table, "expression");
      const shared = entryOf(group, "given")?.value;
      const rowEntry = rowItem === null ? [] : [{ key: { ...key, text: rowItem }, value: key }];
      const given: YamlMap = { ...EMPTY, entries: [...(shared?.kind === "map" ? shared.entries : []), ...rowEntry, { key: column.key, value: state }] };
      const described = `${rowItem === null ? "" : `${rowItem} ${key.text}, `}${column.key.text} ${describe(state)}`;
      return { name: `${textOf(group, "about")}: ${expression} with ${described}`, record: "Child", index: 0, given, expression, value: answerIn(result) };
    });
  });
}

function rulesOf(group: YamlMap): readonly RuleCase[] {
  if (entryOf(group, "rules") === undefined) return [];
  return listOf(group, "rules").map((node) => {
    const one = asMap(node);
    const finds = valueOf(one, "finds");
    if (finds.kind !== "list") throw new Error("finds is a list of findings, each a list of records.");
    return {
      name: `${textOf(group, "about")}: ${textOf(one, "name")}`,
      rule: stringify(plain(entryOf(one, "rule")?.value ?? valueOf(group, "rule")), { lineWidth: 0 }),
      given: entryOf(one, "given")?.value ?? valueOf(group, "given"),
      finds: finds.items.map((found) => (found.kind === "list" ? found.items : [found]).map(scalarText)),
    };
  });
}

const EMPTY: YamlMap = { kind: "map", entries: [], span: { file: { path: "", text: "", lines: readEmptyLines() }, start: 0, end: 0 } };

function readEmptyLines(): YamlMap["span"]["file"]["lines"] {
  const node = readYaml("empty", new TextEncoder().encode("{}"), new Diagnostics());
  if (node === null) throw new Error("an empty map is YAML");
  return node.span.file.lines;
}

function asMap(node: YamlNode): YamlMap {
  if (node.kind !== "map") throw new Error("Expected a map.");
  return node;
}

function valueOf(map: YamlMap, key: string): YamlNode {
  const entry = entryOf(map, key);
  if (entry === undefined) throw new Error(`${key} is missing beside ${map.entries.map((other) => other.key.text).join(", ")}.`);
  return entry.value;
}

function listOf(map: YamlMap, key: string): readonly YamlNode[] {
  const value = valueOf(map, key);
  if (value.kind !== "list") throw new Error(`${key} is a list.`);
  return value.items;
}

function textOf(map: YamlMap, key: string): string {
  return scalarText(valueOf(map, key));
}

function optional(map: YamlMap, key: string): string | null {
  return entryOf(map, key) === undefined ? null : textOf(map, key);
}

function scalarText(node: YamlNode): string {
  if (node.kind !== "scalar") throw new Error("Expected text.");
  return node.text;
}

function answerIn(node: YamlNode): Answer {
  return node.kind === "list" ? node.items.map(answerIn) : scalarText(node);
}

function describe(node: YamlNode): string {
  return node.kind === "list" ? `[${node.items.map(describe).join(", ")}]` : scalarText(node);
}

function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}
