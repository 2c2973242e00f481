import { type DataRecord, type RecordTable, tableAt } from "../validator/tables.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, textsOf, type TextSink } from "./return-sink.ts";

type Values = { [name: string]: string | readonly string[] | Values | readonly Values[] };

/**
 * Writes a return as JSON Lines: a line for what stands around the children, then one for each child. All values are the texts of the input; what may
 * occur several times is a list.
 */
export function createJsonSink(layout: ConvertLayout, sink: TextSink): ReturnSink {
  const childTable = tableAt(layout.root, layout.child.path) ?? layout.root;
  const valuesOf = (record: DataRecord, table: RecordTable): Values => {
    const values: Values = {};
    for (const child of table.children) {
      if (child.path === childTable.path) continue;
      if (child.kind === "item") {
        const texts = textsOf(record, child);
        if (texts.length > 0) values[child.name] = child.maximum === 1 ? (texts[0] ?? "") : texts;
        continue;
      }
      const inner = recordsOf(record, child).map((one) => valuesOf(one, child));
      const [first] = inner;
      if (first !== undefined && (child.maximum !== 1 || Object.keys(first).length > 0 || child.csv !== null))
        values[child.name] = child.maximum === 1 ? first : inner;
    }
    return values;
  };
  const line = (record: DataRecord, table: RecordTable): void =>
    sink(`${JSON.stringify({ release: layout.release, record: table.name, values: valuesOf(record, table) })}\n`);
  return {
    head: (root) => line(root, layout.root),
    child: (child) => line(child, childTable),
    end: () => undefined,
  };
}
