import { formatIsoDate } from "../dates.ts";
import { compareTexts } from "../findings/order.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, textsOf } from "../convert/return-sink.ts";
import { collapse, readValue, valueFault } from "../validator/read-value.ts";
import { type DataRecord, type ItemTable, type RecordTable, tableAt, type ValueType } from "../validator/tables.ts";

/** What a return holds, in numbers. */
export interface Profile {
  readonly release: string;
  readonly children: number;
  /** Records and items in the order of the specification, those that are nowhere in the return too; without the records around the children. */
  readonly records: readonly RecordProfile[];
}

export interface RecordProfile {
  readonly path: string;
  readonly label: string;
  readonly count: number;
  readonly items: readonly ItemProfile[];
}

export interface ItemProfile {
  readonly name: string;
  readonly label: string;
  /** Records in which it is entered. */
  readonly entered: number;
  /** Records in which it is not. */
  readonly blank: number;
  /** Values that the release does not allow. */
  readonly unreadable: number;
  /** How often each code, or truth value, is there, by code; null for items of another kind. Beyond a cap, other codes are together under `…`. */
  readonly codes: Readonly<Record<string, number>> | null;
  /** The earliest and the latest date (yyyy-mm-dd), or the least and the greatest number; null where there is none. */
  readonly range: { readonly from: string; readonly to: string } | null;
}

/** Different texts that are counted in an item with codes. */
const CODE_CAP = 300;
const OTHERS = "…";

interface Tally {
  entered: number;
  unreadable: number;
  readonly codes: Map<string, number>;
  least: number | null;
  greatest: number | null;
}

/** Counts what is in a return that is handed on child by child; memory does not grow with it. */
export function createProfile(layout: ConvertLayout): ReturnSink & { readonly profile: () => Profile } {
  const { root, child } = layout;
  const childTable = tableAt(root, child.path) ?? root;
  const counts = new Map<RecordTable, number>();
  const tallies = new Map<ItemTable, Tally>();
  let children = 0;

  const add = (record: DataRecord, table: RecordTable, without: RecordTable | null): void => {
    counts.set(table, (counts.get(table) ?? 0) + 1);
    for (const inside of table.children) {
      if (inside.kind === "item") count(record, inside);
      else if (inside !== without) for (const inner of recordsOf(record, inside)) add(inner, inside, without);
    }
  };
  const count = (record: DataRecord, item: ItemTable): void => {
    const texts = textsOf(record, item);
    if (texts.length === 0) return;
    const tally = tallies.get(item) ?? { entered: 0, unreadable: 0, codes: new Map<string, number>(), least: null, greatest: null };
    tallies.set(item, tally);
    tally.entered += 1;
    for (const written of texts) {
      const text = collapse(written);
      const value = readValue(text, item.type);
      if (valueFault(text, value, item.type) !== null) tally.unreadable += 1;
      if (isCounted(item.type)) {
        const key = tally.codes.has(text) || tally.codes.size < CODE_CAP ? text : OTHERS;
        tally.codes.set(key, (tally.codes.get(key) ?? 0) + 1);
      } else if (typeof value === "number") {
        tally.least = tally.least === null ? value : Math.min(tally.least, value);
        tally.greatest = tally.greatest === null ? value : Math.max(tally.greatest, value);
      }
    }
  };
  const recordProfile = (table: RecordTable): RecordProfile => {
    const all = counts.get(table) ?? 0;
    return {
      path: table.path,
      label: table.label,
      count: all,
      items: table.children.flatMap((item) => (item.kind === "item" ? [itemProfile(item, tallies.get(item), all)] : [])),
    };
  };

  return {
    head: (record) => add(record, root, childTable),
    child: (record) => {
      children += 1;
      add(record, childTable, null);
    },
    end: () => undefined,
    profile: () => ({
      release: layout.release,
      children,
      records: tablesOf(root)
        .filter((table) => !`${childTable.path}/`.startsWith(`${table.path}/`) || table === childTable)
        .map(recordProfile),
    }),
  };
}

function isCounted(type: ValueType): boolean {
  return type.kind === "code" || type.kind === "boolean" || type.kind === "year";
}

function itemProfile({ name, label, type }: ItemTable, tally: Tally | undefined, all: number): ItemProfile {
  const entered = tally?.entered ?? 0;
  const write = (value: number): string =>
    type.kind === "date" || type.kind === "partial-date" ? formatIsoDate(value) : type.kind === "decimal" ? String(value / 1000) : String(value);
  const { least = null, greatest = null } = tally ?? {};
  return {
    name,
    label,
    entered,
    blank: all - entered,
    unreadable: tally?.unreadable ?? 0,
    codes: isCounted(type) ? Object.fromEntries([...(tally?.codes ?? [])].toSorted(([a], [b]) => compareTexts(a, b))) : null,
    range: least === null || greatest === null ? null : { from: write(least), to: write(greatest) },
  };
}

function tablesOf(table: RecordTable): readonly RecordTable[] {
  return [table, ...table.children.flatMap((child) => (child.kind === "record" ? tablesOf(child) : []))];
}
