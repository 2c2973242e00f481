import { readable } from "../findings/readable.ts";
import { idOfChild, keyOfChild } from "../validator/context.ts";
import { createKeyTable } from "../validator/key-table.ts";
import { createStructureReader, type StructureFault, type StructureProblem, tagsOf } from "../validator/structure-reader.ts";
import type { TableLayout } from "../validator/table-layout.ts";
import { type DataRecord, type RecordTable, rootOf, tableAt } from "../validator/tables.ts";
import type { XmlReader } from "../xml/handler.ts";
import { asProblem } from "../xml/problem.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { ConvertReport } from "./report.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, saysSomething, textOf, trimBlanks } from "./return-sink.ts";

/** A return in XML on its way into another form. */
export interface XmlSource {
  readonly write: (chunk: Uint8Array) => void;
  /** @returns why the file, or the rest of it, could not be read; null when it was */
  readonly end: () => { readonly message: string; readonly line: number; readonly column: number } | null;
  readonly children: () => number;
}

const SHOWN_TEXT = 60;

/** Faults of structure after which something of the file is in no record. */
const LOST: ReadonlySet<StructureFault> = new Set(["unexpected-element", "unexpected-attribute", "unexpected-text"]);

/**
 * Reads a return in XML and hands it on child by child.
 * @param toTables the rows of a child are found by its id, so one without an id of its own is a reject
 */
export function createXmlSource(layout: ConvertLayout, file: string, sink: ReturnSink, report: ConvertReport, toTables: boolean): XmlSource {
  const keys = createKeyTable();
  const inImplied = layout.tables.flatMap((table) => (table.implied.length > 0 ? [{ table, steps: stepsInside(layout, table) }] : []));
  let isHeadWritten = false;
  let stopped: ReturnType<XmlSource["end"]> = null;
  let children = 0;

  const reject = (reason: string, line: number, place: number): void =>
    report.reject({ file, table: null, row: null, column: null, cell: null, line, place, reason, cells: null });
  const writeHead = (root: DataRecord): void => {
    if (!isHeadWritten) sink.head(root);
    isHeadWritten = true;
  };
  const takeChild = (child: DataRecord): void => {
    children += 1;
    if (toTables && !isKnownByKey(child)) return;
    if (toTables) for (const { table, steps } of inImplied) for (const record of recordsBelow(child, steps)) checkImplied(table, record, child);
    sink.child(child);
  };
  const isKnownByKey = (child: DataRecord): boolean => {
    const key = keyOfChild(child, layout.child.key);
    if (key === null) reject("The child has no identifier, by which its rows in tables would be known.", child.line, child.column);
    else if (keys.add(key) !== -1) {
      const id = idOfChild(child, layout.child.key) ?? "";
      reject(`A child before this one has the identifier ${id} too, so their rows in tables could not be told apart.`, child.line, child.column);
    } else return true;
    return false;
  };
  /** A row says what it implies, and no row that it is not so; something else can be said by none. */
  const checkImplied = ({ name, implied }: TableLayout, record: DataRecord, child: DataRecord): void => {
    const table = record.table();
    for (const value of implied) {
      const item = table.children.find((one) => one.kind === "item" && one.name === value.item);
      const text = item?.kind === "item" ? trimBlanks(textOf(record, item)) : "";
      if (text === value.text) continue;
      const others = { ...table, children: table.children.filter((one) => one !== item) };
      if (text !== "" && text !== value.otherwise)
        reject(`${value.item} is ${readable(text, SHOWN_TEXT)}, which the table ${name} cannot say.`, child.line, child.column);
      else if (saysSomething(record, others))
        reject(
          `${table.label} has values, but ${value.item} does not say ${value.text}: there is no row of the table ${name} for them.`,
          child.line,
          child.column,
        );
    }
  };
  const problem = ({ fault, message, item, record, line, column }: StructureProblem): void => {
    const isSecond = fault === "occurs" && (item === null ? true : item.maximum === 1) && record !== null;
    if (LOST.has(fault) || (isSecond && !isList(message, record))) reject(message, line, column);
    if (fault === "order") report.note("Elements in another order than the specification's come back in its order.");
  };

  const structure = createStructureReader(
    layout.root,
    {
      problem,
      otherRoot: (tag, line, column) => {
        stopped ??= { message: `The root element is ${tag.slice(0, 60)}, not ${layout.root.tag}: this is no return of ${layout.release}.`, line, column };
      },
      closed: (record, table) => {
        if (table.path === layout.child.path) {
          writeHead(rootOf(record));
          takeChild(record);
          const siblings = record.parent?.[table.name];
          if (Array.isArray(siblings)) siblings.length = 0;
        } else if (record.parent === null) writeHead(record);
      },
    },
    (index) => reader?.nameOf(index) ?? "",
  );
  let reader: XmlReader | null = null;
  reader = createXmlReader(structure, { names: tagsOf(layout.root) });
  const attempt = (step: () => void): void => {
    if (stopped !== null) return;
    try {
      step();
    } catch (error) {
      const { message, line, column } = asProblem(error);
      stopped ??= { message, line, column };
    }
  };
  return {
    write: (chunk) => attempt(() => reader.write(chunk)),
    end: () => {
      attempt(() => reader.end());
      if (stopped === null) sink.end();
      return stopped;
    },
    children: () => children,
  };
}

/** Of a group of which there may be several, but not so many, all are read. */
function isList(message: string, record: DataRecord): boolean {
  const [tag] = message.split(" ");
  return record.table().children.some((child) => child.tag === tag && child.maximum !== 1);
}

function stepsInside({ root, child }: ConvertLayout, { record }: TableLayout): readonly RecordTable[] {
  const names = record.slice(child.path.length + 1).split("/");
  const steps: RecordTable[] = [];
  let at = tableAt(root, child.path);
  for (const name of names) {
    at = at?.children.find((one): one is RecordTable => one.kind === "record" && one.name === name) ?? null;
    if (at !== null) steps.push(at);
  }
  return steps;
}

function recordsBelow(from: DataRecord, [step, ...rest]: readonly RecordTable[]): readonly DataRecord[] {
  return step === undefined ? [from] : recordsOf(from, step).flatMap((inner) => recordsBelow(inner, rest));
}
