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
