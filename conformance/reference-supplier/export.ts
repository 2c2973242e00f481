import { formatUkDate, parseIsoDate } from "../../runtime/dates.ts";
import type { ItemLayout, RecordLayout } from "../../runtime/bindings/layout.ts";
import { listTable, type Store } from "./store.ts";

/** What a return takes of the records of a store, in SQL: `:start` and `:end` are the first and the last day of its period. */
export interface ExportPlan {
  /** The record of a child. */
  readonly child: string;
  /** A child without any of these has no place in the return. */
  readonly childNeeds: readonly string[];
  /** Which records of a kind are in the return; the others all are. */
  readonly shown: Readonly<Record<string, string>>;
  /** What an item is, where that is not simply what was keyed in. */
  readonly items: Readonly<Record<string, string>>;
  /** Which values of an item that repeats are in the return; `value` is the value. */
  readonly values: Readonly<Record<string, string>>;
  /** Dates that are known before they come; of all others only those up to the end of the period are. */
  readonly foreseen: readonly string[];
  /** The return around the children. */
  readonly around: (children: readonly unknown[], period: Period) => unknown;
}

/** ISO dates. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

type Values = Record<string, unknown>;

/** The return of a period, in the form that the generated bindings write. */
export function exportReturn(store: Store, layout: RecordLayout, plan: ExportPlan, period: Period): unknown {
  const child = findRecord(layout, plan.child);
  const children = recordsOf(store, child, plan, period, null).filter((one) => plan.childNeeds.some((name) => one[name] !== undefined));
  return plan.around(children, period);
}

function findRecord(layout: RecordLayout, name: string): RecordLayout {
  if (layout.name === name) return layout;
  for (const inner of layout.contains) {
    if (inner.kind === "item") continue;
    const found = inner.name === name || inner.contains.length > 0 ? findOrNull(inner, name) : null;
    if (found !== null) return found;
  }
  throw new Error(`The return has no record ${name}.`);
}

function findOrNull(layout: RecordLayout, name: string): RecordLayout | null {
  if (layout.name === name) return layout;
  return layout.contains.reduce<RecordLayout | null>((found, inner) => found ?? (inner.kind === "record" ? findOrNull(inner, name) : null), null);
}

/** The records of a kind inside another (null: all there are), each with what is in it. */
function recordsOf(store: Store, layout: RecordLayout, plan: ExportPlan, period: Period, parent: number | null): readonly Values[] {
  const columns = store.tables.get(layout.name);
  if (columns === undefined) return [];
  const single = layout.contains.filter((inner): inner is ItemLayout => inner.kind === "item" && inner.maximum === 1 && columns.has(inner.name));
  const shown = plan.shown[layout.name] ?? "1";
  const selected = single.map((item) => `${itemSql(item, plan)} AS "${item.name}"`);
  const sql = `SELECT ${["id", ...selected].join(", ")} FROM "${layout.name}" WHERE parent IS :parent AND (${shown}) ORDER BY id`;
  const rows = query(store, sql, period, parent);
  return rows.flatMap((row) => {
    const values: Values = {};
    for (const inner of layout.contains) {
      const found = inner.kind === "item" ? itemOf(store, layout, inner, row, plan, period) : groupOf(store, inner, plan, period, Number(row["id"]));
      if (found !== undefined) values[inner.name] = found;
    }
    return Object.keys(values).length === 0 ? [] : [values];
  });
}

function itemSql({ name, type }: ItemLayout, { items, foreseen }: ExportPlan): string {
  const own = items[name];
  if (own !== undefined) return `(${own})`;
  return type.kind === "date" && !foreseen.includes(name) ? `CASE WHEN "${name}" <= :end THEN "${name}" END` : `"${name}"`;
}

function itemOf(store: Store, record: RecordLayout, item: ItemLayout, row: Values, plan: ExportPlan, period: Period): unknown {
  if (item.maximum === 1) return typeof row[item.name] === "string" ? written(item, String(row[item.name])) : undefined;
  const table = listTable(record.name, item.name);
  if (!store.tables.has(table)) return undefined;
  const shown = plan.values[item.name] ?? "1";
  const rows = query(store, `SELECT value FROM "${table}" AS listed WHERE parent IS :parent AND (${shown}) ORDER BY id`, period, Number(row["id"]));
  return rows.length === 0 ? undefined : rows.map(({ value }) => written(item, String(value)));
}

function groupOf(store: Store, layout: RecordLayout, plan: ExportPlan, period: Period, parent: number): unknown {
  const found = recordsOf(store, layout, plan, period, parent);
  if (found.length === 0) return undefined;
  return layout.maximum === 1 ? found[0] : found;
}

function query({ database }: Store, sql: string, { start, end }: Period, parent: number | null): readonly Values[] {
  const used = Object.entries({ ":start": start, ":end": end, ":parent": parent }).filter(([name]) => sql.includes(name));
  return database.all(sql, Object.fromEntries(used));
}

/** A value as the bindings take it: truth values and numbers as such, dates in the form of the return. */
function written({ type }: ItemLayout, text: string): unknown {
  if (type.kind === "boolean") return text === "true" || text === "1";
  if (type.kind === "integer" || type.kind === "decimal") return Number(text);
  // Partial dates are only written with the day in front.
  const day = (type.kind === "date" && type.form === "dd/mm/yyyy") || type.kind === "partial-date" ? parseIsoDate(text) : null;
  return day === null ? text : formatUkDate(day);
}
