import type { ReferenceTable, Release } from "../specification/model.ts";
import type { YamlNode } from "../specification/yaml-reader.ts";
import { exampleDate } from "./example-date.ts";
import { ExampleError } from "./example-problem.ts";
import { referenceRows, type TextRow } from "./reference-rows.ts";

/**
 * The reference tables of an example: for each a row or a list of rows, of which only what matters is given.
 * @param value what stands under `reference`
 * @throws ExampleError
 */
export function readExampleReference(value: YamlNode | undefined, release: Release): Map<string, TextRow[]> {
  if (value !== undefined && value.kind !== "map") throw new ExampleError("reference is a map of reference tables.", value.span);
  const rows = new Map<string, readonly TextRow[]>();
  for (const { key, value: given } of value?.entries ?? []) {
    const table = release.referenceTables.find(({ name }) => name === key.text);
    if (table === undefined) throw new ExampleError(`There is no reference table ${key.text} in ${release.name}.`, key.span);
    const nodes = given.kind === "list" ? given.items : [given];
    rows.set(
      table.name,
      nodes.map((node) => readRow(table, node, release)),
    );
  }
  return referenceRows(release, rows);
}

function readRow(table: ReferenceTable, node: YamlNode, release: Release): TextRow {
  if (node.kind !== "map") throw new ExampleError(`A row of ${table.name} is a map of columns and values.`, node.span);
  const row: TextRow = new Map();
  for (const { key, value } of node.entries) {
    const column = table.columns.find(({ name }) => name === key.text);
    if (column === undefined) throw new ExampleError(`The reference table ${table.name} has no column ${key.text}.`, key.span);
    if (value.kind === "scalar" && value.style === "plain" && value.text === "absent") continue;
    const { item, isList } = column.type;
    const texts = (value.kind === "list" && isList ? value.items : [value]).map((cell) => {
      if (cell.kind !== "scalar") throw new ExampleError(`${column.name} holds ${isList ? "a list of values" : "one value"}.`, cell.span);
      return (item.kind === "date" ? exampleDate(cell.text, release) : null) ?? cell.text;
    });
    row.set(column.name, texts);
  }
  if (!row.has(table.key.name)) throw new ExampleError(`A row of ${table.name} is found by ${table.key.name}: give it.`, node.span);
  return row;
}
