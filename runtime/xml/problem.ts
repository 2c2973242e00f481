/**
 * doctype: a document type declaration, which is never read; encoding: bytes that are not characters, or an encoding that cannot be read;
 * truncated: the file ends before the root element does; empty: no element at all; too-deep and too-large: a limit; not-well-formed: the rest.
 */
export type XmlProblemKind = "doctype" | "not-well-formed" | "too-deep" | "too-large" | "encoding" | "truncated" | "empty";

/** Why a file cannot be read as XML. Reading stops at the first one. */
export class XmlProblem extends Error {
  readonly kind: XmlProblemKind;
  /** Of the place the message speaks of, from 1. */
  readonly line: number;
  /** From 1, in Unicode characters. */
  readonly column: number;

  constructor(kind: XmlProblemKind, message: string, line: number, column: number) {
    super(message);
    this.name = "XmlProblem";
    this.kind = kind;
    this.line = line;
    this.column = column;
  }
}

/**
 * The problem of a file that cannot be read as XML.
 * @throws the error itself when it is another one: a fault of ours
 */
export function asProblem(error: unknown): XmlProblem {
  // A generated validator carries its own copy of the runtime, so the class of the error may be another one: its name decides.
  if (error instanceof Error && error.name === "XmlProblem" && "kind" in error && "line" in error && "column" in error) {
    return new XmlProblem(error.kind as XmlProblem["kind"], error.message, Number(error.line), Number(error.column));
  }
  throw error;
}
