import type { Typed } from "./typed.ts";
import type { Type, Year } from "./types.ts";

/** What compiled code calls the things of a release. */
export interface CompilerNames {
  /** The field of a record class that holds an item or group. */
  readonly field: (path: string) => string;
  /** The type of a record, as the return of a year has it. */
  readonly recordClass: (path: string, year: Year) => string;
  /** The function that computes a definition, in a year, and the types of what it is given. */
  readonly definition: (name: string, year: Year) => { readonly name: string; readonly parameters: readonly Type[] };
  /** How many steps up from one record to an enclosing one. */
  readonly stepsUp: (from: string, to: string) => number;
  /** Path of the child record, whose list is replaced by the child at hand when a figure of the whole return is added up. */
  readonly child: string;
  /** Name of the constant set for a list of codes. */
  readonly codes: (codes: readonly string[], name: string) => string;
  /** Told that codes of two years are compared, so that the validator knows which became which. */
  readonly compareCodes: (set: string, a: Year, b: Year) => void;
  /** Code for a figure of the whole return, which is added up child by child; null for everything else. */
  readonly figure: (node: Typed) => string | null;
  /** The reference table that says where places lie, and its columns; null when there is none. */
  readonly places: { readonly table: string; readonly east: string; readonly north: string } | null;
}

/** Compiles expressions inside another: handed to the parts of the compiler, so that they need not import each other. */
export interface Coder {
  readonly names: CompilerNames;
  /** The value of an expression; for a condition true, false or null. */
  readonly value: (node: Typed) => string;
  /** `record.` or `record?.`: a record that is always there needs no question mark. */
  readonly access: (node: Typed) => string;
  /** Code that says whether the entry in a variable is one that the specification does not allow; null for any other variable. */
  readonly invalidity: (variable: string) => string | null;
}
