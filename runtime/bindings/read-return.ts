import { pathOf } from "../validator/locate.ts";
import { createStructureReader, type StructureProblem, tagsOf } from "../validator/structure-reader.ts";
import type { DataRecord, RecordTable } from "../validator/tables.ts";
import type { XmlReader } from "../xml/handler.ts";
import { XmlProblem } from "../xml/problem.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { ReadingProblem } from "./parsed.ts";

/** What is told while a return is read. */
export interface ReadingSink {
  /** @param record the one in which it was found; null outside of all */
  readonly problem: (problem: ReadingProblem, record: DataRecord | null) => void;
  readonly closed: (record: DataRecord, table: RecordTable) => void;
}

/** Takes the bytes of a return; after the first thing that cannot be read they are passed over. */
export interface Reading {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/** Reads a return by its tables. Whatever is wrong with the file is told to the sink; nothing is thrown for it. */
export function readReturn(root: RecordTable, sink: ReadingSink): Reading {
  let isStopped = false;
  const stop = (message: string, line: number, column: number): void => {
    isStopped = true;
    sink.problem({ kind: "unreadable", message, path: "", text: null, line, column }, null);
  };
  let reader: XmlReader | null = null;
  const structure = createStructureReader(
    root,
    {
      problem: (problem) => sink.problem(describe(problem, root), problem.record),
      otherRoot: (tag, line, column) => stop(`The root element is ${tag}, not ${root.tag}, so this is no such return.`, line, column),
      closed: sink.closed,
    },
    (index) => reader?.nameOf(index) ?? "",
  );
  reader = createXmlReader(structure, { names: tagsOf(root) });
  const attempt = (step: () => void): void => {
    if (isStopped) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error;
      stop(error.message, error.line, error.column);
    }
  };
  return { write: (chunk) => attempt(() => reader.write(chunk)), end: () => attempt(() => reader.end()) };
}

function describe({ fault, message, record, item, text, line, column }: StructureProblem, root: RecordTable): ReadingProblem {
  const path = record === null ? `/${root.tag}` : pathOf(record);
  return { kind: fault, message, path: item === null ? path : `${path}/${item.tag}`, text, line, column };
}
