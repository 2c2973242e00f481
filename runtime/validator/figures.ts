import { XmlProblem } from "../xml/problem.ts";
import { createXmlReader } from "../xml/reader.ts";
import type { XmlReader } from "../xml/handler.ts";
import type { Value } from "../rules/logic.ts";
import type { Figure, RuleContext } from "./compiled-rule.ts";
import { createStructureReader, tagsOf } from "./structure-reader.ts";
import { type DataRecord, type RecordTable, rootOf } from "./tables.ts";

/** Figures of a whole return, added up child by child. */
export interface FigureSums {
  readonly add: (child: DataRecord, root: DataRecord, context: RuleContext) => void;
  readonly sums: () => Readonly<Record<string, number | boolean>>;
}

export function createFigureSums(figures: readonly Figure[]): FigureSums {
  const distinct = figures.map(() => new Set<Value>());
  const totals = figures.map(({ combine }): number | boolean => (combine === "any" ? false : combine === "all" ? true : 0));
  return {
    add: (child, root, context) => {
      for (let index = 0; index < figures.length; index += 1) {
        const { combine, add } = figures[index] as Figure;
        const value = add(child as never, root as never, context);
        if (combine === "sum") totals[index] = Number(totals[index]) + Number(value);
        else if (combine === "any") totals[index] = totals[index] === true || value === true;
        else if (combine === "all") totals[index] = totals[index] === true && value === true;
        else for (const one of value as readonly Value[]) if (one !== null && one !== undefined && typeof one !== "symbol") distinct[index]?.add(one);
      }
    },
    sums: () =>
      Object.fromEntries(figures.map(({ name, combine }, index) => [name, combine === "distinct" ? (distinct[index]?.size ?? 0) : (totals[index] ?? 0)])),
  };
}

/** Reads a return of the period before for its figures; `write` and `end` throw XmlProblem when it cannot be read. */
export interface FigureReader {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => Readonly<Record<string, number | boolean>>;
}

/** @param last tables of the return before; null when no rule asks for it */
export function createSumReader(
  last: { readonly root: RecordTable; readonly childPath: string } | null,
  figures: readonly Figure[],
  context: RuleContext,
): FigureReader {
  if (last === null) return { write: () => undefined, end: () => ({}) };
  const sums = createFigureSums(figures);
  const sink = {
    problem: () => undefined,
    otherRoot: (tag: string, line: number, column: number): never => {
      throw new XmlProblem("not-well-formed", `The root element is ${tag}, not ${last.root.tag}, so this is no return of the period before.`, line, column);
    },
    closed: (record: DataRecord, table: RecordTable) => {
      if (table.path !== last.childPath) return;
      sums.add(record, rootOf(record), context);
      const siblings = record.parent?.[table.name];
      if (Array.isArray(siblings)) siblings.length = 0;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(last.root, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(last.root) });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => {
      reader.end();
      return sums.sums();
    },
  };
}
