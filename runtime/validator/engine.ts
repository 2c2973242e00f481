import type { Finding } from "../findings/finding.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { XmlReader } from "../xml/handler.ts";
import { XmlProblem } from "../xml/problem.ts";
import { createChecks } from "./checks.ts";
import { nameColumns } from "./name-columns.ts";
import type { GeneratedValidator, ReadingProblem, Validation, ValidationOptions } from "./generated-validator.ts";
import { createStructureReader, tagsOf } from "./structure-reader.ts";
import { type DataRecord, type RecordTable, rootOf } from "./tables.ts";

/** Checks structure and rules of a return in XML in one pass; memory is bounded by one child and the keys of rules on the whole return. */
export function createValidation(validator: GeneratedValidator, options: ValidationOptions, give: (finding: Finding) => void): Validation {
  let root: DataRecord | null = null;
  let stopped: ReadingProblem | null = null;
  /** Records read since the last child. */
  let size = 0;
  const checks = createChecks(validator, options, { format: "xml", tables: null }, () => root, nameColumns(validator, new Map(), give));
  const sink = {
    problem: checks.problem,
    otherRoot: (tag: string, line: number, column: number) => {
      stopped = { message: otherRootMessage(tag, validator), line, column, root: tag, isBegun: false };
    },
    closed: (record: DataRecord, table: RecordTable) => {
      root ??= rootOf(record);
      size += 1;
      if (table.path !== validator.child.path) return;
      checks.child(record, size);
      size = 0;
      // A checked child is forgotten: the list of its parent stays empty.
      const siblings = record.parent?.[table.name];
      if (Array.isArray(siblings)) siblings.length = 0;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(validator.root, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(validator.root) });

  const attempt = (step: () => void): void => {
    if (stopped !== null) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error;
      stopped ??= { message: error.message, line: error.line, column: error.column, root: null, isBegun: handler.isBegun() };
    }
  };
  const giveProblem = ({ message, line, column }: ReadingProblem): void =>
    give({
      input: options.input,
      release: validator.release,
      rule: "structure.unreadable",
      severity: "error",
      child: null,
      message,
      locations: [{ record: "", path: null, table: null, row: null, line, column, in: null, items: {}, cells: null }],
      more: 0,
    });

  return {
    write: (chunk) => attempt(() => reader.write(chunk)),
    end: () => {
      attempt(() => reader.end());
      // Of a file in which no return began there is nothing to say but that.
      if (handler.isBegun()) checks.end(stopped === null);
      if (stopped !== null) giveProblem(stopped);
    },
    children: checks.children,
    asAt: checks.asAt,
    problem: () => stopped,
  };
}

function otherRootMessage(tag: string, { root, release }: GeneratedValidator): string {
  const shown = tag.length > 60 ? `${tag.slice(0, 60)}…` : tag;
  const start = `The root element is ${shown}, not ${root.tag}, so this is no return of ${release} and nothing in it was checked.`;
  if (tag.endsWith(`:${root.tag}`)) return `${start} Write the elements without a namespace prefix.`;
  if (tag.toLowerCase() === root.tag.toLowerCase()) return `${start} Capital and small letters count.`;
  return `${start} Check that this is the right file, and the whole of it.`;
}
