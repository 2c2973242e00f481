/** Characters that a record, which is mostly a line, has at most. */
export const RECORD_CAP = 1 << 20;
/** Of how many records' size characters are read a second time, behind quotes that are not closed, before the rest of a file is given up. */
const REREAD = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * quotes: a quoted cell that is not closed, or goes on behind its closing quote; too-long: more than RECORD_CAP characters; given-up: too much of the
 * file had to be read twice, nothing behind the record is read.
 */
export type RecordFault = "given-up" | "quotes" | "too-long";

/** Records that follow each other. */
export interface RecordBatch {
  /** The records with a line feed behind each; a faulty one is an empty line. */
  readonly text: string;
  readonly count: number;
  /** By the index of the record, from 0. */
  readonly faults: ReadonlyMap<number, RecordFault>;
}

/** Where a record ends, and where the next begins; or null, when the text ends before it does; or what is wrong, where the cell begins that is, and how far one had to read to know. */
type Scanned = { readonly end: number; readonly next: number } | { readonly fault: RecordFault; readonly cell: number; readonly read: number } | null;

/**
 * Cuts the text of a CSV file where its records end: at a line end (LF, CR LF or CR) outside quotes. Quotes are such only at the start of a cell,
 * inside it they are doubled, and behind the closing one spaces and tabs are passed over; elsewhere a quote is text. Memory is bounded by a block and
 * the cap. What a quote that is never closed would swallow is not lost: the record ends where the line of that quote does, and the next line is
 * read as if nothing had been.
 * @param take the records that are complete, in order
 * @param cap characters that a record has at most
 */
export function createRecordCutter(take: (batch: RecordBatch) => void, cap = RECORD_CAP): (text: string, isLast: boolean) => void {
  /** Begins where a record does, unless `isSkipping`. */
  let pending = "";
  /** Inside the rest of a line that is too long. */
  let isSkipping = false;
  let reread = 0;
  let isGivenUp = false;

  return (text, isLast) => {
    if (isGivenUp) return;
    const whole = pending === "" ? text : pending + text;
    const batch = createBatch(whole);
    let at = 0;
    const skipLine = (from: number): void => {
      at = behindLine(whole, from, isLast);
      isSkipping = at < 0;
      // A return at the end may be the first half of a line end.
      if (isSkipping) at = !isLast && whole.endsWith("\r") ? whole.length - 1 : whole.length;
    };
    if (isSkipping) skipLine(0);
    while (at < whole.length) {
      if (isGivenUp || isSkipping) break;
      const scanned = scanRecord(whole, at, at + cap, isLast);
      if (scanned === null) break;
      if ("end" in scanned) {
        batch.add(at, scanned.end, scanned.next);
        at = scanned.next;
        continue;
      }
      skipLine(scanned.cell);
      reread += Math.max(0, scanned.read - at);
      isGivenUp = reread > REREAD * cap;
      batch.addFault(isGivenUp ? "given-up" : scanned.fault);
    }
    pending = isGivenUp ? "" : whole.slice(at);
    const records = batch.end();
    if (records.count > 0) take(records);
  };
}

/** Where the line after the one of a place begins; -1 when the text ends before it is certain. */
function behindLine(text: string, from: number, isLast: boolean): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== LINE_FEED && code !== RETURN) continue;
    if (code === RETURN && at + 1 === text.length && !isLast) return -1;
    return code === RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
  }
  return -1;
}

/** Looks for the end of the record that begins at a place. The answer is the same however the text is cut, but for null, which asks for more. */
function scanRecord(text: string, start: number, limit: number, isLast: boolean): Scanned {
  let at = start;
  for (;;) {
    const cell = at;
    if (text.charCodeAt(at) === QUOTE) {
      at = closingQuote(text, at + 1, limit);
      if (at < 0) return isLast || text.length > limit ? { fault: "quotes", cell, read: Math.min(limit, text.length) } : null;
      at += 1;
      while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at += 1;
      const code = text.charCodeAt(at);
      if (at <= limit && at < text.length && code !== COMMA && code !== LINE_FEED && code !== RETURN) return { fault: "quotes", cell, read: at };
    } else {
      while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === COMMA || code === LINE_FEED || code === RETURN) break;
        at += 1;
      }
    }
    if (at > limit) return { fault: "too-long", cell, read: cell };
    if (at >= text.length) return isLast ? { end: at, next: at } : null;
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) return { end: at, next: at + 1 };
    if (code === RETURN) {
      if (at + 1 === text.length && !isLast) return null;
      return { end: at, next: text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1 };
    }
    at += 1;
  }
}

/** The place of the quote that closes a cell; -1 when there is none before the limit. */
function closingQuote(text: string, from: number, limit: number): number {
  for (let at = text.indexOf('"', from); at >= 0 && at < limit; at = text.indexOf('"', at + 2)) if (text.charCodeAt(at + 1) !== QUOTE) return at;
  return -1;
}

interface BatchMaker {
  readonly add: (start: number, end: number, next: number) => void;
  readonly addFault: (fault: RecordFault) => void;
  readonly end: () => RecordBatch;
}

/** Records whose line ends are line feeds already are taken out of the text in one piece. */
function createBatch(text: string): BatchMaker {
  const pieces: string[] = [];
  const faults = new Map<number, RecordFault>();
  let count = 0;
  /** The run of records that stand in the text as they are to be handed on. */
  let runStart = 0;
  let runEnd = 0;
  const endRun = (): void => {
    if (runEnd > runStart) pieces.push(text.slice(runStart, runEnd));
  };
  return {
    add: (start, end, next) => {
      count += 1;
      const isPlain = next === end + 1 && text.charCodeAt(end) === LINE_FEED;
      if (isPlain && start === runEnd) {
        runEnd = next;
        return;
      }
      endRun();
      if (!isPlain) pieces.push(text.slice(start, end), "\n");
      runStart = isPlain ? start : next;
      runEnd = next;
    },
    addFault: (fault) => {
      faults.set(count, fault);
      count += 1;
      endRun();
      pieces.push("\n");
      runStart = runEnd = 0;
    },
    end: () => {
      endRun();
      return { text: pieces.join(""), count, faults };
    },
  };
}
