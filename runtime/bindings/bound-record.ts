import type { Value } from "../rules/logic.ts";
import { collapse } from "../validator/read-value.ts";
import type { DataRecord, RecordTable } from "../validator/tables.ts";
import { readerOf, type Scalar } from "./read-scalar.ts";

/** An object of a typed return while it is read. */
export type Values = Record<string, unknown>;

/** What a record does with an item or record inside it. */
interface Slot {
  readonly name: string;
  readonly isList: boolean;
  /** Null: the text is the value. */
  readonly read: ((text: string) => Scalar) | null;
}

/** What all records of a table have in common. */
interface Kind {
  readonly table: RecordTable;
  readonly slots: readonly Slot[];
}

/**
 * A record as the structure reader fills it. What it reads is put into `values`, a plain object with a property for each thing that is there.
 * The fields are only declared: an engine takes much longer for fields that a class defines than for those that its constructor sets.
 */
class BoundRecord implements DataRecord {
  [field: string]: unknown;
  declare readonly values: Values;
  declare readonly parent: DataRecord | null;
  declare previous: null;
  declare next: null;
  declare hasPlace: boolean;
  declare line: number;
  declare column: number;
  declare position: number;
  /** How often each record inside was met, by slot; children that were told are no more in `values`. Null: none was. */
  declare counts: number[] | null;
  declare readonly kind: Kind;

  constructor(kind: Kind, parent: DataRecord | null) {
    this.values = {};
    this.parent = parent;
    this.previous = null;
    this.next = null;
    this.hasPlace = true;
    this.line = 0;
    this.column = 0;
    this.position = 1;
    this.counts = null;
    this.kind = kind;
  }

  table(): RecordTable {
    return this.kind.table;
  }

  /** Whatever stands in the file is kept, blank or not. */
  hasContent(): boolean {
    return true;
  }

  setItem(slot: number, _value: Value, text: string, _place: number, isInvalid: boolean): void {
    const { name, isList, read } = this.kind.slots[slot] as Slot;
    const collapsed = collapse(text);
    put(this.values, name, isList, isInvalid || collapsed === "" || read === null ? collapsed : read(collapsed));
  }

  /** Records are put in their place when they begin, so that of a file that breaks off all is there that was read. */
  addRecord(): void {}

  nextPosition(slot: number): number {
    this.counts ??= [];
    const count = (this.counts[slot] ?? 0) + 1;
    this.counts[slot] = count;
    return count;
  }
}

/** Where something that may occur once occurs again, the first stays: the reader has reported it. */
function put(values: Values, name: string, isList: boolean, value: unknown): void {
  const present = values[name];
  if (present === undefined) values[name] = isList ? [value] : value;
  else if (isList) (present as unknown[]).push(value);
}

/** What was read of a record that `createRecordMaker` made. */
export function valuesOf(record: DataRecord): Values {
  return record["values"] as Values;
}

/** Makes the records of a table. The reader asks by name how often something was there, and for inline records; nothing else stands under names. */
export function createRecordMaker(table: RecordTable): (parent: DataRecord | null) => DataRecord {
  const slots = table.children.map((child) => ({ name: child.name, isList: child.maximum !== 1, read: child.kind === "item" ? readerOf(child.type) : null }));
  const kind: Kind = { table, slots };
  const inlineNames = table.children.flatMap((child) => (child.kind === "record" && child.inline ? [child.name] : []));
  class TableRecord extends BoundRecord {}
  for (const [slot, child] of table.children.entries()) {
    const { name } = child;
    const getter =
      child.kind === "record"
        ? function count(this: BoundRecord): unknown {
            return this.counts?.[slot] ?? 0;
          }
        : function places(this: BoundRecord): unknown {
            const value = this.values[name];
            return Array.isArray(value) ? value : Number(value !== undefined);
          };
    Object.defineProperty(TableRecord.prototype, child.kind === "record" ? `${name}$count` : `${name}$place`, { get: getter });
  }
  const isList = table.maximum !== 1;
  return (parent) => {
    const record = new TableRecord(kind, parent);
    for (const name of inlineNames) record[name] = null;
    if (parent !== null) put(valuesOf(parent), table.name, isList, record.values);
    return record;
  };
}
