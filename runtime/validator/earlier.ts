import type { Figure } from "./compiled-rule.ts";
import { createContext, type EarlierReturn, keyOfChild } from "./context.ts";
import { createFigureSums, type FigureSums } from "./figures.ts";
import type { EarlierLayout, GeneratedValidator, ValidationOptions } from "./generated-validator.ts";
import { createStructureReader, tagsOf } from "./structure-reader.ts";
import { IGNORE_FAULTS } from "./table-records.ts";
import { createTableStore, type TableStore } from "./table-store.ts";
import { type DataRecord, type RecordTable, rootOf } from "./tables.ts";
import type { XmlReader } from "../xml/handler.ts";
import { XmlProblem } from "../xml/problem.ts";
import { createXmlReader } from "../xml/reader.ts";

/** Reads the return of an earlier period in XML; `write` and `end` throw XmlProblem when it cannot be read. */
export interface EarlierReader {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => EarlierReturn;
}

/** Reads the return of an earlier period in tables: rows are put into `store`, `end` makes the return of them. */
export interface EarlierTablesReader {
  readonly store: TableStore;
  readonly end: () => EarlierReturn;
}

const NOTHING: EarlierReturn = { figures: {}, child: () => null, root: null, tables: null };

/** @param year 1: the period before, 2: the one before that */
export function createEarlierReader(validator: GeneratedValidator, year: 1 | 2): EarlierReader {
  const layout = validator.earlier[year - 1];
  if (layout === null || layout === undefined) return { write: () => undefined, end: () => NOTHING };
  const { sums, add } = sumsOf(validator, year);
  const children = new Map<string, DataRecord>();
  let root: DataRecord | null = null;
  const sink = {
    problem: () => undefined,
    otherRoot: (tag: string, line: number, column: number): never => {
      throw new XmlProblem("not-well-formed", `The root element is ${tag}, not ${layout.root.tag}, so this is no return of ${layout.release}.`, line, column);
    },
    closed: (record: DataRecord, table: RecordTable) => {
      root ??= rootOf(record);
      if (table.path !== layout.child.path) return;
      add(record, root);
      if (layout.asksForChildren) keep(record, layout, children);
      const siblings = record.parent?.[table.name];
      if (Array.isArray(siblings)) siblings.length = 0;
    },
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(layout.root, sink, (index) => reader?.nameOf(index) ?? "");
  reader = createXmlReader(handler, { names: tagsOf(layout.root) });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => {
      reader.end();
      return { figures: sums(), child: (key) => children.get(key) ?? null, root, tables: null };
    },
  };
}

/** Of two children with one id the first counts. */
function keep(record: DataRecord, { child }: EarlierLayout, children: Map<string, DataRecord>): void {
  const key = keyOfChild(record, child.key);
  if (key !== null && !children.has(key)) children.set(key, record);
}

/**
 * Children are built of their rows when a rule asks for them, one at a time.
 * @returns null when no rule asks for that period, or it has no tables
 */
export function createEarlierTablesReader(validator: GeneratedValidator, year: 1 | 2): EarlierTablesReader | null {
  const layout = validator.earlier[year - 1];
  if (layout === null || layout === undefined || layout.tables.length === 0) return null;
  const store = createTableStore(layout);
  const { sums, add, isAsked } = sumsOf(validator, year);
  return {
    store,
    end: () => {
      const root = store.root();
      store.buildRoot(IGNORE_FAULTS);
      if (isAsked) for (const { record } of store.children(IGNORE_FAULTS)) add(record, root);
      let last: { readonly key: string; readonly record: DataRecord | null } | null = null;
      const child = (key: string): DataRecord | null => {
        if (last?.key !== key) last = { key, record: store.child(key) };
        return last.record;
      };
      return { figures: sums(), child, root, tables: store.given() };
    },
  };
}

function sumsOf(
  validator: GeneratedValidator,
  year: 1 | 2,
): { readonly sums: FigureSums["sums"]; readonly add: (child: DataRecord, root: DataRecord) => void; readonly isAsked: boolean } {
  const options: ValidationOptions = { input: "", authority: null, earlier: [null, null], reference: new Map(), stage: "all", asAt: null };
  const context = createContext(validator, options);
  const figures: readonly Figure[] = validator.figures.filter((figure) => figure.year === year);
  const { add, sums } = createFigureSums(figures);
  return { sums, add: (child, root) => add(child, root, context), isAsked: figures.length > 0 };
}
