import { DocumentProblem, pathText, type Step } from "./problem.ts";
import type { SchemaTable } from "./table.ts";
import type { XmlWriter } from "./writer.ts";

/** What every step of writing a value needs. */
export interface Writing {
  readonly table: SchemaTable;
  readonly xml: XmlWriter;
  readonly steps: Step[];
  readonly isCompact: boolean;
}

/** A property of its own: an element may be called `constructor`. */
export function propertyOf(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A value with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Refuses what is being written, with its path. */
export function fail(writing: Writing, problem: string): never {
  throw new DocumentProblem(`${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`, pathText(writing.steps));
}
