import { type DataRecord, type RecordTable, rootOf } from "../validator/tables.ts";
import { valuesOf, type Values } from "./bound-record.ts";
import { bytesOf, type XmlSource } from "./xml-source.ts";
import { chainTo, headOf, isHeadComplete } from "./head.ts";
import { type Parsed, type ParsedChild, parsedOf, type ReadingProblem } from "./parsed.ts";
import { readReturn } from "./read-return.ts";

/** What is told while a return is read child by child, in the order of the file. Nothing that was told is kept. */
export interface ParserHandlers<Head, Child> {
  /**
   * What stands around the children; told once, before the first child. That something is missing in it shows only at the end of the file: it is
   * not valid then, and the problem is told later.
   */
  readonly head?: (head: Parsed<Head>) => void;
  readonly child?: (child: ParsedChild<Child>) => void;
  /** Problems outside of all children and, as the last, why the rest of the file could not be read. */
  readonly problem?: (problem: ReadingProblem) => void;
}

/** Takes the bytes of one return, cut anywhere. What is wrong with the file is told to the handlers, never thrown. */
export interface Parser {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/** Reads a return as a whole. */
export function parseWhole<Return>(root: RecordTable, xml: XmlSource): Parsed<Return> {
  const problems: ReadingProblem[] = [];
  let first: DataRecord | null = null;
  const sink = {
    problem: (problem: ReadingProblem) => problems.push(problem),
    closed: (record: DataRecord) => {
      first ??= record;
    },
  };
  const reading = readReturn(root, sink);
  reading.write(bytesOf(xml));
  reading.end();
  return parsedOf(first === null ? {} : valuesOf(rootOf(first)), problems);
}

/**
 * Reads a return child by child; memory is bounded by one child.
 * @param childPath path of the record of a child in the tables
 */
export function createChildParser<Head, Child>(root: RecordTable, childPath: string, handlers: ParserHandlers<Head, Child>): Parser {
  const { child: childTable } = chainTo(root, childPath);
  /** Those of the child that is read, and those outside of all. */
  let inside: ReadingProblem[] = [];
  let outside: ReadingProblem[] = [];
  let isHeadTold = false;
  const tellHead = (values: Values): void => {
    isHeadTold = true;
    handlers.head?.(parsedOf(headOf(values, root, childPath), outside, isHeadComplete(values, root, childPath)));
    outside = [];
  };
  let last: DataRecord | null = null;
  const reading = readReturn(root, {
    problem: (problem, record) => {
      if (isInside(record, childPath)) {
        inside.push(problem);
        return;
      }
      if (!isHeadTold) outside.push(problem);
      handlers.problem?.(problem);
    },
    closed: (record, table) => {
      last = record;
      if (table !== childTable) return;
      if (!isHeadTold) tellHead(valuesOf(rootOf(record)));
      const { position, line } = record;
      handlers.child?.({ ...parsedOf<Child>(valuesOf(record), inside), position, line });
      inside = [];
      forget(record, table);
    },
  });
  return {
    write: reading.write,
    end: () => {
      reading.end();
      if (last !== null && !isHeadTold) tellHead(valuesOf(rootOf(last)));
    },
  };
}

/** Takes a record out of the list that it was put into. */
function forget({ parent }: DataRecord, { name }: RecordTable): void {
  const siblings = parent === null ? null : valuesOf(parent)[name];
  if (Array.isArray(siblings)) siblings.length = 0;
}

function isInside(record: DataRecord | null, path: string): boolean {
  for (let at = record; at !== null; at = at.parent) if (at.table().path === path) return true;
  return false;
}

/** The bytes worked on at a time: the children that begin in them are held until they are asked for. */
const PIECE_BYTES = 64 * 1024;

/**
 * The children of a return one by one, from chunks of bytes.
 * @throws TypeError when a chunk is not bytes
 */
export async function* iterateChildren<Head, Child>(
  root: RecordTable,
  childPath: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handlers: Omit<ParserHandlers<Head, Child>, "child">,
): AsyncGenerator<ParsedChild<Child>, void, undefined> {
  let ready: ParsedChild<Child>[] = [];
  const parser = createChildParser<Head, Child>(root, childPath, { ...handlers, child: (child) => ready.push(child) });
  const take = (): readonly ParsedChild<Child>[] => {
    const taken = ready;
    ready = [];
    return taken;
  };
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("The chunks of a return must be bytes (Uint8Array): open the file without an encoding.");
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      parser.write(chunk.subarray(at, at + PIECE_BYTES));
      yield* take();
    }
  }
  parser.end();
  yield* take();
}
