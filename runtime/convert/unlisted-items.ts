import type { DataRecord, ItemTable, RecordTable } from "../validator/tables.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, textsOf } from "./return-sink.ts";

/**
 * The sink, told of what a return says in items that no table has: a specification may leave items out of its tables, and they must not be lost in
 * silence. Most releases have no such item; then it is the sink itself.
 * @param tell takes a sentence for each record that says something in such an item
 */
export function tellUnlistedItems(layout: ConvertLayout, sink: ReturnSink, tell: (sentence: string) => void): ReturnSink {
  const listed = new Set(layout.tables.flatMap(({ record, columns, implied }) => [...columns, ...implied].map(({ item }) => `${record}/${item ?? ""}`)));
  const places = placesOf(layout.root, listed);
  if (places === null) return sink;
  const walk = (record: DataRecord, place: Place): void => {
    for (const item of place.items)
      if (textsOf(record, item).length > 0) tell(`Not carried: ${item.name} of ${record.table().name}, for which the tables have no column.`);
    for (const inner of place.inside) if (inner.table.path !== layout.child.path) for (const one of recordsOf(record, inner.table)) walk(one, inner);
  };
  const ofChild = findPlace(places, layout.child.path);
  return {
    ...sink,
    head: (root) => {
      walk(root, places);
      sink.head(root);
    },
    child: (child) => {
      if (ofChild !== null) walk(child, ofChild);
      sink.child(child);
    },
  };
}

/** A record with its items that no table has, and the records inside that have some. */
interface Place {
  readonly table: RecordTable;
  readonly items: readonly ItemTable[];
  readonly inside: readonly Place[];
}

function placesOf(table: RecordTable, listed: ReadonlySet<string>): Place | null {
  const items = table.children.filter((child): child is ItemTable => child.kind === "item" && !listed.has(child.path));
  const inside = table.children.flatMap((child) => (child.kind === "record" ? (placesOf(child, listed) ?? []) : []));
  return items.length + inside.length === 0 ? null : { table, items, inside };
}

function findPlace(place: Place, path: string): Place | null {
  if (place.table.path === path) return place;
  for (const inner of place.inside) {
    const found = findPlace(inner, path);
    if (found !== null) return found;
  }
  return null;
}
