import type { FindingStore } from "./finding-store.ts";
import { CheckProblem, type FieldName, type Progress } from "./protocol.ts";

/** What is read of a file at a time. */
const CHUNK_BYTES = 1 << 18;
/** What is taken in at a time: small enough for a page that has to do it without a worker. */
const PIECE_BYTES = 1 << 15;
/** Milliseconds between two reports of progress. */
const PROGRESS_EVERY = 100;
/** Milliseconds of work in one go. */
const WORK_FOR = 40;

/** Reads files and checks children, tells how far it has come, and leaves the page alive meanwhile. */
export interface Meter {
  /** Hands on the bytes of a file in chunks. @throws CheckProblem when it cannot be read */
  readonly read: (file: File, field: FieldName, take: (chunk: Uint8Array) => void) => Promise<void>;
  /** Runs the check to its end. */
  readonly run: (steps: Iterator<{ readonly checked: number; readonly all: number }>) => Promise<void>;
}

/** @param size bytes of all files together */
export function createMeter(size: number, store: FindingStore, tell: (progress: Progress) => void): Meter {
  let told = Number.NEGATIVE_INFINITY;
  let before = 0;
  let since = performance.now();
  const breatheWhenDue = async (): Promise<void> => {
    if (performance.now() - since < WORK_FOR) return;
    await breathe();
    since = performance.now();
  };
  const report = (at: Progress["at"], isLast: boolean): void => {
    const now = performance.now();
    if (now - told < PROGRESS_EVERY && !isLast) return;
    told = now;
    tell({ at, counts: store.counts() });
  };
  return {
    read: async (file, field, take) => {
      const { name } = file;
      for (let from = 0; from < file.size; from += CHUNK_BYTES) {
        const chunk = await readBytes(file, field, from, from + CHUNK_BYTES);
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
          take(chunk.subarray(at, at + PIECE_BYTES));
          await breatheWhenDue();
        }
        const bytes = before + Math.min(from + CHUNK_BYTES, file.size);
        report({ step: "reading", name, bytes, of: size }, bytes === size);
      }
      before += file.size;
    },
    run: async (steps) => {
      for (let next = steps.next(); next.done !== true; next = steps.next()) {
        if (performance.now() - since < WORK_FOR) continue;
        const { checked, all } = next.value;
        report({ step: "checking", children: checked, of: all }, checked === all);
        await breatheWhenDue();
      }
    },
  };
}

/** Part of a file. @throws CheckProblem when it cannot be read */
export async function readBytes(file: File, field: FieldName, from: number, to: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch {
    throw new CheckProblem(`${file.name} could not be read. Perhaps it was changed, moved or is open in another program. Choose it again.`, field);
  }
}

/** Lets the page do what waits. Not a timer: timers that follow one another are held back, and a page in the background has one a second. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
