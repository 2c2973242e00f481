import { readMark, splitEntries } from "./list-cell.ts";
import { describeType, nameOfTable, shorten } from "./describe-type.ts";
import { putInOrder } from "./order-records.ts";
import { collapse, readValue, valueFault } from "./read-value.ts";
import type { Cell, HolderStep, ListCells, RowBuilder, RowBuilders, Step } from "./row-builders.ts";
import type { StructureProblem } from "./structure-reader.ts";
import type { ColumnLayout, TableLayout } from "./table-layout.ts";
import type { DataRecord, ItemTable, RecordTable } from "./tables.ts";

/** A row that is kept: where its cells begin, and which columns the file had. */
export interface RowRef {
  readonly row: number;
  readonly cells: readonly string[];
  readonly at: number;
  readonly given: readonly boolean[];
}

/** The rows of one child, or those of the return itself. */
export interface ChildRows {
  /** In all tables together. */
  readonly count: () => number;
  readonly of: (table: string) => readonly RowRef[];
}

/** A row that has no place in the child, or a cell that says nothing: nothing of it is in the records. */
export interface UnplacedRow {
  /** repeated: a second row of what there is once, which checks of rows report in words of their own. */
  readonly kind: "cell" | "orphan" | "repeated";
  readonly layout: TableLayout;
  readonly row: number;
  /** The column concerned. */
  readonly column: string;
  readonly text: string;
  readonly message: string;
}

/** Told what is wrong with rows. */
export interface RowFaults {
  readonly fault: (problem: StructureProblem) => void;
  readonly unplaced: (row: UnplacedRow) => void;
}

/** For whoever wants the records alone. */
export const IGNORE_FAULTS: RowFaults = { fault: () => undefined, unplaced: () => undefined };

/** Where a record of a table stands when no row says so: any place but none. */
const SOME_PLACE = 1;

/** Records that columns identify, by path, row of the record around them and text; null where two have the same. */
type Places = Map<string, DataRecord | null>;

/** Builds the record of a child of its rows. @param parent the record that holds the children */
export function buildChild(builders: RowBuilders, parent: DataRecord, rows: ChildRows, faults: RowFaults): DataRecord {
  const child = builders.childTable.create(parent);
  child.line = builders.hasChildRow ? 0 : 1;
  const places: Places = new Map();
  for (const builder of builders.rows) for (const row of rows.of(builder.layout.name)) addRow(builder, child, row, places, faults);
  addCopies(builders, child, rows);
  finishGroups(child, builders.childTable, faults);
  return child;
}

/** Puts the rows that are of no child into the root of the return. */
export function buildReturn(builders: RowBuilders, root: DataRecord, rows: ChildRows, faults: RowFaults): void {
  const places: Places = new Map();
  for (const builder of builders.ofReturn) for (const row of rows.of(builder.layout.name)) addRow(builder, root, row, places, faults);
}

/** Puts groups in their order, and reports those of which there must be one. */
function finishGroups(record: DataRecord, table: RecordTable, faults: RowFaults): void {
  for (const group of table.children) {
    if (group.kind === "item") continue;
    const inner = record[group.name];
    if (Array.isArray(inner)) {
      for (const one of inner as DataRecord[]) finishGroups(one, group, faults);
      if (group.orderedBy.length > 0) putInOrder(inner as DataRecord[], group);
      if (inner.length === 0 && group.minimum > 0) {
        const message = `${nameOfTable(group)} is missing in ${table.tag}: no row of the table ${group.csv?.name ?? group.name} belongs to it.`;
        faults.fault({ fault: "missing", message, record, item: null, text: null, line: 0, column: 0 });
      }
    } else if (inner !== null && inner !== undefined) finishGroups(inner as DataRecord, group, faults);
  }
}

/** The record at the end of some single records; null when one of them is not there. */
function recordAt(child: DataRecord, steps: readonly Step[]): DataRecord | null {
  let at: DataRecord | null = child;
  for (const { table } of steps) at = (at?.[table.name] ?? null) as DataRecord | null;
  return at;
}

/** The same, made where it is not there: a record without a row, for its values and what it holds, or one in the row of that around it. */
export function holderOf(from: DataRecord, steps: readonly Step[], line = 0, column = 0): DataRecord {
  let at = from;
  for (const { table, slot } of steps) {
    const known = at[table.name];
    if (typeof known === "object" && known !== null) {
      at = known as DataRecord;
      continue;
    }
    const made = table.create(at);
    made.line = line;
    made.column = column;
    at.addRecord(slot, made);
    at = made;
  }
  return at;
}

function addRow(builder: RowBuilder, top: DataRecord, ref: RowRef, places: Places, faults: RowFaults): void {
  const holder = findHolder(builder, top, ref, places, faults);
  const record = holder === null ? null : recordOfRow(builder, top, holder, ref, places);
  const { layout } = builder;
  if (holder !== null && record === null)
    faults.unplaced({
      kind: "repeated",
      layout,
      row: ref.row,
      column: "",
      text: "",
      message: `A row of ${layout.name} before this one says the same of the same.`,
    });
  if (holder === null || record === null) return;
  const { row, cells, at, given } = ref;
  for (let index = 0; index < builder.columns.length; index += 1) {
    const cell = builder.columns[index];
    if (cell !== null && cell !== undefined && given[index] === true)
      setCell(record, cell, layout.columns[index] as ColumnLayout, cells[at + index] ?? "", row, faults);
  }
  for (const list of builder.lists) addEntries(builder, record, list, ref, faults);
  for (const { slot, item, text } of builder.implied) record.setItem(slot, readValue(text, item.type), text, SOME_PLACE, false);
  if (!builder.isChild && !builder.isEntry) holder.addRecord(builder.slot, record);
}

/** The record that a row is, or adds to; null for a second row of what there is once. */
function recordOfRow(builder: RowBuilder, top: DataRecord, holder: DataRecord, { row, cells, at, given }: RowRef, places: Places): DataRecord | null {
  const { table, ownKey } = builder;
  if (builder.isChild) {
    if (top.line !== 0) return null;
    top.line = row;
    top.column = 0;
    return top;
  }
  if (!builder.isEntry && table.maximum === 1 && isRow(holder[table.name])) return null;
  if (builder.isEntry) return holderOf(holder, [{ table, slot: builder.slot }], row);
  const record = table.create(holder);
  record.line = row;
  record.column = 0;
  record.position = holder.nextPosition(builder.slot);
  const key = ownKey !== -1 && given[ownKey] === true ? (cells[at + ownKey] ?? "").trim() : "";
  if (key !== "") {
    const place = placeKey(table, holder, key);
    places.set(place, places.has(place) ? null : record);
  }
  return record;
}

function isRow(record: unknown): boolean {
  return typeof record === "object" && record !== null && (record as DataRecord).line !== 0;
}

function placeKey({ path }: RecordTable, holder: DataRecord, key: string): string {
  return `${path}\n${holder.line}\n${key}`;
}

/** The record that a row belongs to; null when it cannot be found. */
function findHolder({ holders, layout }: RowBuilder, top: DataRecord, { row, cells, at }: RowRef, places: Places, { unplaced }: RowFaults): DataRecord | null {
  let holder = top;
  for (const step of holders) {
    if (step.key === -1) {
      holder = holderOf(holder, [step]);
      continue;
    }
    const text = (cells[at + step.key] ?? "").trim();
    const found = text === "" ? undefined : places.get(placeKey(step.table, holder, text));
    if (found === undefined || found === null) {
      const column = layout.columns[step.key]?.name ?? "";
      unplaced({ kind: "orphan", layout, row, column, text, message: unplacedWords(step, column, text, found === null) });
      return null;
    }
    holder = found;
  }
  return holder;
}

function unplacedWords({ table }: HolderStep, column: string, text: string, isAmbiguous: boolean): string {
  const name = nameOfTable(table);
  if (text === "") return `The row has nothing in the column ${column}, so it is not known which it belongs to: ${name}. It was left out.`;
  if (isAmbiguous) return `Two rows have the ${column} “${shorten(text)}”, so it is not known to which of them this one belongs: ${name}. It was left out.`;
  return `No row has the ${column} “${shorten(text)}” for this child, so the row belongs to nothing: ${name}. It was left out.`;
}

function setCell(record: DataRecord, cell: Cell, column: ColumnLayout, written: string, row: number, { fault }: RowFaults): void {
  const { slot, item, inner } = cell;
  const text = collapse(written);
  const isOptional = text === "" && inner.some(({ table }) => table.minimum === 0);
  if (isOptional && recordAt(record, inner) === null) return;
  const owner = holderOf(record, inner, row);
  const isEntry = item.maximum !== 1;
  if (text === "") {
    if (item.minimum > 0 && !item.emptyAllowed)
      fault(problem(owner, item, written, row, "missing", `${nameOfTable(item)} is missing: the cell in the column ${column.name} is blank.`));
    if (!isEntry) owner.setItem(slot, null, written, SOME_PLACE, false);
    return;
  }
  setText(owner, slot, item, text, written, isEntry ? row : SOME_PLACE, row, fault);
}

function setText(owner: DataRecord, slot: number, item: ItemTable, text: string, written: string, place: number, row: number, fault: RowFaults["fault"]): void {
  const value = readValue(text, item.type);
  const wrong = valueFault(text, value, item.type);
  owner.setItem(slot, value, written, place, wrong !== null);
  if (wrong !== null) fault(problem(owner, item, written, row, wrong, `${nameOfTable(item)} is “${shorten(text)}”, which is not ${describeType(item.type)}.`));
}

/** What a row says in cells of the table around. An entry that stands in a cell and has a column as well counts once. */
function addEntries({ layout }: RowBuilder, record: DataRecord, list: ListCells, { row, cells, at, given }: RowRef, { fault, unplaced }: RowFaults): void {
  const entries = list.cell !== -1 && given[list.cell] === true ? [...splitEntries(cells[at + list.cell] ?? "")] : [];
  const joined = entries.length;
  for (const { index, code } of list.codes) {
    if (given[index] !== true) continue;
    const text = cells[at + index] ?? "";
    const mark = readMark(text);
    if (mark === true && !entries.slice(0, joined).includes(code)) entries.push(code);
    if (mark !== null) continue;
    const column = layout.columns[index]?.name ?? "";
    const message = `The column ${column} holds “${shorten(text.trim())}”. Write 1 when ${code} is there, 0 or nothing when it is not.`;
    unplaced({ kind: "cell", layout, row, column, text, message });
  }
  if (entries.length === 0) return;
  const owner = holderOf(record, list.inner, row, -1);
  for (const entry of entries) setText(owner, list.slot, list.item, collapse(entry), entry, row, row, fault);
}

function problem(record: DataRecord, item: ItemTable, text: string, row: number, fault: StructureProblem["fault"], message: string): StructureProblem {
  return { fault, message, record, item, text, line: row, column: 0 };
}

/** A child whose header has no row is still known by its id, and by what other tables repeat of the header. */
function addCopies({ key, rows: builders }: RowBuilders, child: DataRecord, rows: ChildRows): void {
  const header = recordAt(child, key.holders);
  const isMadeUp = header === null || header.line === 0;
  for (const { layout, copies } of builders) {
    if (!isMadeUp && copies.length === 0) continue;
    for (const { cells, at, given } of rows.of(layout.name)) {
      const keyColumn = layout.columns.findIndex(({ isKey }) => isKey);
      if (isMadeUp) setIfAbsent(holderOf(child, key.holders), key, cells[at + keyColumn] ?? "");
      for (const { index, holders, slot, item } of copies) {
        const target = recordAt(child, holders);
        if (given[index] === true && (target === null || target.line === 0)) setIfAbsent(holderOf(child, holders), { slot, item }, cells[at + index] ?? "");
      }
    }
  }
}

function setIfAbsent(record: DataRecord, { slot, item }: { readonly slot: number; readonly item: ItemTable }, written: string): void {
  const text = collapse(written);
  if (text === "" || (record[item.name] ?? null) !== null) return;
  const value = readValue(text, item.type);
  record.setItem(slot, value, written, SOME_PLACE, valueFault(text, value, item.type) !== null);
}
