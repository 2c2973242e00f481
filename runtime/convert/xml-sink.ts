import { escapeText } from "../xml/escape.ts";
import { type DataRecord, type RecordTable, tableAt } from "../validator/tables.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, saysSomething, textsOf, type TextSink } from "./return-sink.ts";

/** What XML has no place for. */
export type LossSink = (record: DataRecord, what: string) => void;

/**
 * Writes a return as XML, child by child. A record that is a row of a table has its element even when nothing is in it; one that a row holds along has
 * one when something is. Of a record that a row implies, the element says what its not being there means.
 * @param lost told of everything that XML has no element for
 */
export function createXmlSink(layout: ConvertLayout, sink: TextSink, lost: LossSink): ReturnSink {
  const childTable = tableAt(layout.root, layout.child.path) ?? layout.root;
  const withRow = new Set(layout.tables.flatMap(({ record, columns }) => (isOwnRow(record, columns, layout.root) ? [record] : [])));
  const implied = new Map(layout.tables.map(({ record, implied: values }) => [record, values]));
  const around = aroundChildren(layout.root, childTable.path);
  const childDepth = around.length;

  const write = (record: DataRecord, table: RecordTable, depth: number, lines: string[]): void => {
    const indent = "  ".repeat(depth);
    for (const child of table.children) {
      if (child.kind === "item") {
        const texts = textsOf(record, child);
        if (child.inXml) for (const text of texts) lines.push(`${indent}<${child.tag}>${escapeText(text)}</${child.tag}>\n`);
        else if (texts.length > 0) lost(record, `${child.name}: XML has no element for it`);
        continue;
      }
      if (child.path === childTable.path) continue;
      const inner = recordsOf(record, child);
      if (child.inline) writeInline(inner[0] ?? null, child, depth, lines);
      else for (const one of inner) writeElement(one, child, depth, lines);
    }
  };

  const writeElement = (record: DataRecord, table: RecordTable, depth: number, lines: string[]): void => {
    if (!table.inXml) {
      lost(record, `${table.name}: XML has no element for it`);
      return;
    }
    const inner: string[] = [];
    write(record, table, depth + 1, inner);
    const indent = "  ".repeat(depth);
    if (inner.length > 0) lines.push(`${indent}<${table.tag}>\n`, ...inner, `${indent}</${table.tag}>\n`);
    else if (withRow.has(table.path)) lines.push(`${indent}<${table.tag}/>\n`);
  };

  /** A record without an element of its own is there when something in it is entered. */
  const writeInline = (record: DataRecord | null, table: RecordTable, depth: number, lines: string[]): void => {
    const values = implied.get(table.path) ?? [];
    if (record === null) {
      for (const item of table.children) {
        const text = item.kind === "item" ? (values.find((value) => value.item === item.name)?.otherwise ?? null) : null;
        if (text !== null && item.kind === "item") lines.push(`${"  ".repeat(depth)}<${item.tag}>${escapeText(text)}</${item.tag}>\n`);
      }
      return;
    }
    if (!saysSomething(record, table)) lost(record, `${table.name} in which nothing is entered`);
    write(record, table, depth, lines);
  };

  return {
    head: (root) => {
      sink('<?xml version="1.0" encoding="UTF-8"?>\n');
      let at: DataRecord | null = root;
      for (const [depth, table] of around.entries()) {
        const indent = "  ".repeat(depth);
        const lines = [`${indent}<${table.tag}>\n`];
        // What a holder of children holds beside them stands before them in every return there is.
        const inside = around[depth + 1] ?? childTable;
        if (at !== null) write(at, { ...table, children: table.children.filter((child) => child.path !== inside.path) }, depth + 1, lines);
        sink(lines.join(""));
        at = depth + 1 < around.length && at !== null ? ((at[inside.name] ?? null) as DataRecord | null) : null;
      }
    },
    child: (child) => {
      const lines: string[] = [];
      write(child, childTable, childDepth + 1, lines);
      const indent = "  ".repeat(childDepth);
      sink(lines.length === 0 ? `${indent}<${childTable.tag}/>\n` : `${indent}<${childTable.tag}>\n${lines.join("")}${indent}</${childTable.tag}>\n`);
    },
    end: () => {
      for (const [depth, table] of [...around.entries()].toReversed()) sink(`${"  ".repeat(depth)}</${table.tag}>\n`);
    },
  };
}

/** The records from the root to the one that holds the children. */
function aroundChildren(root: RecordTable, childPath: string): readonly RecordTable[] {
  const tables: RecordTable[] = [];
  let at: RecordTable | undefined = root;
  while (at !== undefined && at.path !== childPath) {
    tables.push(at);
    at = at.children.find((child): child is RecordTable => child.kind === "record" && `${childPath}/`.startsWith(`${child.path}/`));
  }
  return tables;
}

/** Whether a row of a table is a record, not an entry of a repeating item in one. */
export function isOwnRow(record: string, columns: readonly { readonly item: string | null }[], root: RecordTable): boolean {
  const table = tableAt(root, record);
  if (table === null || table.maximum !== 1) return true;
  const isEntry = (name: string | null): boolean => table.children.some((child) => child.kind === "item" && child.name === name && child.maximum !== 1);
  return !columns.some(({ item }) => isEntry(item));
}
