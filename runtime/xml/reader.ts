import { detectEncoding } from "./encoding.ts";
import type { XmlHandler, XmlOptions, XmlReader } from "./handler.ts";
import { createXmlScanner } from "./scanner.ts";
import { createTranscoder, type Transcoder } from "./transcode.ts";

const nothing = new Uint8Array(0);

/** How much is transcoded at a time, so that one big chunk is not held twice. */
const PIECE_BYTES = 64 * 1024;

/**
 * Reads an XML document in any encoding that detectEncoding finds, given as bytes cut anywhere. Lines and columns are those of the file, in
 * characters; a byte order mark is not one.
 */
export function createXmlReader(handler: XmlHandler, options: XmlOptions = {}): XmlReader {
  let held = nothing;
  let scanner: XmlReader | undefined;
  let transcoder: Transcoder | undefined;
  let isStopped = false;

  const start = (isAll: boolean): void => {
    const encoding = detectEncoding(held, isAll);
    if (encoding === undefined) return;
    scanner = createXmlScanner(handler, { ...options, encoding });
    transcoder = createTranscoder(encoding.form);
    const rest = held.subarray(encoding.markBytes);
    held = nothing;
    pass(rest);
  };

  const pass = (chunk: Uint8Array): void => {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const utf8 = transcoder?.write(chunk.subarray(at, at + PIECE_BYTES));
      if (utf8 !== undefined) scanner?.write(utf8);
    }
  };

  const run = (step: () => void): void => {
    if (isStopped) throw new Error("the reader has stopped: it met a problem, or the end");
    isStopped = true;
    step();
    isStopped = false;
  };

  return {
    write: (chunk) =>
      run(() => {
        if (scanner !== undefined) return pass(chunk);
        const joined = new Uint8Array(held.length + chunk.length);
        joined.set(held);
        joined.set(chunk, held.length);
        held = joined;
        start(false);
      }),
    end: () => {
      run(() => {
        if (scanner === undefined) start(true);
        const rest = transcoder?.end();
        if (rest !== undefined) scanner?.write(rest);
        scanner?.end();
      });
      isStopped = true;
    },
    nameOf: (index) => scanner?.nameOf(index) ?? "",
  };
}
