import type { StructureFault } from "../validator/structure-reader.ts";

/** Something about a file that its structure does not allow, or (`unreadable`) why the rest of it could not be read. */
export interface ReadingProblem {
  readonly kind: StructureFault | "unreadable";
  readonly message: string;
  /** Of the element that it is about, `/Message/Children/Child[2]/CINdetails[1]/ReferralNFA`; empty for a file that could not be read. */
  readonly path: string;
  /** The text of the element, as it stands in the file; null when it is not about a value. */
  readonly text: string | null;
  /** From 1. */
  readonly line: number;
  /** From 1, in Unicode characters. */
  readonly column: number;
}

/** What was read of something that is not as it should be: anything may be missing, and a value that is none of its type is the text of the file. */
export type Unchecked<T> = T extends readonly (infer Entry)[] ? Unchecked<Entry>[] : T extends object ? { [Name in keyof T]?: Unchecked<T[Name]> } : T | string;

/** What was read: the typed value when its structure is valid, else what could be read of it. */
export type Parsed<T> =
  | { readonly valid: true; readonly value: T; readonly problems: readonly [] }
  | { readonly valid: false; readonly value: Unchecked<T>; readonly problems: readonly ReadingProblem[] };

/** A child, read by itself. */
export type ParsedChild<Child> = Parsed<Child> & {
  /** Its number in the return, from 1. */
  readonly position: number;
  /** The line on which its element begins, from 1. */
  readonly line: number;
};

/** @param value what the structure reader made: by its tables it is a T when nothing was wrong */
export function parsedOf<T>(value: unknown, problems: readonly ReadingProblem[], isComplete = true): Parsed<T> {
  return problems.length === 0 && isComplete ? { valid: true, value: value as T, problems: [] } : { valid: false, value: value as Unchecked<T>, problems };
}
