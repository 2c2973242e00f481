import type { XmlOptions } from "../../../runtime/xml/handler.ts";
import { XmlProblem } from "../../../runtime/xml/problem.ts";
import { createXmlReader } from "../../../runtime/xml/reader.ts";

/** What reading a document gave: `<name`, `@name=value`, `"text"`, `/name`; with places, ` line:column` after each start tag. */
export interface Reading {
  readonly events: readonly string[];
  readonly problem: XmlProblem | undefined;
}

/** Reads a document, given in chunks of the sizes in turn. */
export function readEvents(document: string | Uint8Array, sizes: readonly number[] = [2 ** 30], withPlaces = true, options: XmlOptions = {}): Reading {
  const bytes = typeof document === "string" ? new TextEncoder().encode(document) : document;
  const events: string[] = [];
  const reader = createXmlReader(
    {
      open: (name, line, column) => events.push(`<${reader.nameOf(name)}${withPlaces ? ` ${line}:${column}` : ""}`),
      attribute: (name, value) => events.push(`@${reader.nameOf(name)}=${JSON.stringify(value)}`),
      text: (value) => events.push(JSON.stringify(value)),
      close: (name) => events.push(`/${reader.nameOf(name)}`),
    },
    options,
  );
  try {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      // A chunk of its own, which is overwritten, as a caller who uses one buffer again does.
      const chunk = bytes.slice(at, at + size);
      reader.write(chunk);
      chunk.fill(0x58);
      at += size;
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlProblem)) throw error;
    return { events, problem: error };
  }
  return { events, problem: undefined };
}

/** A problem as `kind line:column message`, undefined when there is none. */
export function describeProblem({ problem }: Reading): string | undefined {
  return problem === undefined ? undefined : `${problem.kind} ${problem.line}:${problem.column} ${problem.message}`;
}
