import type { RecordLayout } from "./layout.ts";
import { createRecordWriter, type RecordWriter } from "./record-writer.ts";
import { reportCount, type Writing, writeAround, writeRecord } from "./write-records.ts";
import { WritingError } from "./writing-problem.ts";

export interface SerialiseOptions {
  /** Line breaks, and two blanks a level; otherwise no white space between elements. */
  readonly pretty?: boolean;
}

/** Writes a return child by child, in text to be encoded as UTF-8. Each call throws a WritingError for what cannot be written; then it is as if it had not been made. */
export interface Serialiser<Child> {
  /** What stands before the children. */
  readonly start: () => string;
  readonly child: (child: Child) => string;
  /** What stands after them. */
  readonly end: () => string;
}

/** Compiled forms of a layout, made when they are first needed. */
export interface ReturnWriter {
  readonly layout: RecordLayout;
  /** Names of the records from the root down to that of a child, the root left out. */
  readonly childNames: readonly string[];
  readonly compact: () => RecordWriter;
  readonly pretty: () => RecordWriter;
}

export function createReturnWriter(layout: RecordLayout, childNames: readonly string[]): ReturnWriter {
  let compact: RecordWriter | null = null;
  let pretty: RecordWriter | null = null;
  return {
    layout,
    childNames,
    compact: () => (compact ??= createRecordWriter(layout, null)),
    pretty: () => (pretty ??= createRecordWriter(layout, 0)),
  };
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A return as an XML document.
 * @throws {WritingError} with all problems when the document would not be valid
 */
export function serialiseWhole(writer: ReturnWriter, value: unknown, { pretty = false }: SerialiseOptions): string {
  const writing: Writing = { steps: [writer.layout.tag], problems: [] };
  const text = writeRecord(pretty ? writer.pretty() : writer.compact(), value, writing);
  if (writing.problems.length > 0) throw new WritingError(writing.problems);
  return `${DECLARATION}${text}\n`;
}

/** @throws {WritingError} when the head cannot be written */
export function createSerialiser<Child>(writer: ReturnWriter, head: unknown, { pretty = false }: SerialiseOptions): Serialiser<Child> {
  const root = pretty ? writer.pretty() : writer.compact();
  const { holders, child } = chainOf(root, writer.childNames);
  const steps = holders.map(({ layout }) => layout.tag);
  const settle = <T>(step: (writing: Writing) => T, inside: readonly string[]): T => {
    const writing: Writing = { steps: [...inside], problems: [] };
    const result = step(writing);
    if (writing.problems.length > 0) throw new WritingError(writing.problems);
    return result;
  };
  const { before, after } = settle((writing) => writeAround(root, head, writer.childNames, writing), steps.slice(0, 1));
  let count = 0;
  return {
    start: () => DECLARATION + before,
    child: (value) => {
      const text = settle((writing) => {
        if (child.layout.maximum !== null && count >= child.layout.maximum) reportCount(child.layout, count + 1, writing);
        writing.steps.push(`${child.layout.tag}[${count + 1}]`);
        return writeRecord(child, value, writing);
      }, steps);
      count += 1;
      return text;
    },
    end: () => {
      settle((writing) => reportCount(child.layout, count, writing), steps);
      return `${after}\n`;
    },
  };
}

function chainOf(root: RecordWriter, names: readonly string[]): { readonly holders: readonly RecordWriter[]; readonly child: RecordWriter } {
  const holders: RecordWriter[] = [];
  let at = root;
  for (const name of names) {
    holders.push(at);
    const next = at.contains.find((one): one is RecordWriter => !("scalar" in one) && one.layout.name === name);
    if (next === undefined) throw new Error(`There is no record ${name} in ${at.layout.name}.`);
    at = next;
  }
  return { holders, child: at };
}

/** The text given at a time: fewer steps of the iteration, and still little memory. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * A return as pieces of text, from its children one by one.
 * @throws {WritingError} for a child that cannot be written: what was given until then is no whole document
 */
export async function* serialiseEach<Child>(
  writer: ReturnWriter,
  head: unknown,
  children: AsyncIterable<Child> | Iterable<Child>,
  options: SerialiseOptions,
): AsyncGenerator<string, void, undefined> {
  const serialiser = createSerialiser<Child>(writer, head, options);
  let piece = serialiser.start();
  for await (const child of children) {
    piece += serialiser.child(child);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = "";
  }
  yield piece + serialiser.end();
}
