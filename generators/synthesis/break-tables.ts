import { emptyRecord, neutralRecord, recordsInside, type TextRecord } from "../rules/record-tree.ts";
import { writeDates } from "../rules/example.ts";
import { type DeclaredTableCheck, tableChecks } from "../rules/table-checks.ts";
import type { ItemType } from "../specification/item-type.ts";
import type { RecordNode, Release } from "../specification/model.ts";
import { rowsOf } from "./table-writer.ts";

/** A check of the rows of a table, broken: only the tabular form of a return can break it. */
export interface BrokenTableCheck {
  readonly check: DeclaredTableCheck;
  readonly childId: string;
  /** A child that is written as any other; null where the row must stand alone. */
  readonly child: TextRecord | null;
  /** A row that is written besides. */
  readonly row: readonly string[];
}

/** The checks of rows that a release declares, by id, with what breaks each. */
export function breakTableChecks(release: Release, wanted: ReadonlySet<string>): readonly BrokenTableCheck[] {
  return tableChecks(release)
    .filter(({ id }) => wanted.has(id))
    .flatMap((check) => breakTableCheck(release, check) ?? []);
}

function breakTableCheck(release: Release, check: DeclaredTableCheck): BrokenTableCheck | null {
  const table = release.tables.find(({ name }) => name === check.table);
  const { child } = release;
  if (table === undefined || child === null) return null;
  const childId = `B${check.id}`;
  const record = neutralRecord(child.record, release);
  const holder = recordAt(record, child.key.path.slice(0, child.key.path.lastIndexOf("/")));
  holder.items.set(child.key.path, [childId]);
  const owner = recordAt(record, table.record.path.slice(0, table.record.path.lastIndexOf("/")));
  const without = copyShape(record);
  if (table.record.path !== holder.node.path) owner.groups.set(table.record.path, [neutralRecord(table.record, release)]);
  for (const { item, value } of table.implied) recordAt(record, item.path.slice(0, item.path.lastIndexOf("/"))).items.set(item.path, [value]);
  writeDates(record, release);
  writeDates(without, release);
  const [row = []] = rowsOf(table, record);
  if (check.kind === "orphan") return { check, childId, child: null, row };
  if (check.kind === "repeated") return { check, childId, child: record, row };
  const cells = row.map((cell, index) => (table.columns[index]?.name === check.column ? otherValue(release, table.columns[index]?.copies?.type, cell) : cell));
  return { check, childId, child: without, row: cells };
}

/** Another value of the same kind. */
function otherValue(release: Release, type: ItemType | undefined, text: string): string {
  if (type?.kind === "code") return release.codeSets.get(type.set)?.codes.find(({ code, inSpecification }) => inSpecification && code !== text)?.code ?? text;
  return `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
}

function copyShape(record: TextRecord): TextRecord {
  return {
    node: record.node,
    items: new Map(record.items),
    groups: new Map([...record.groups].map(([path, inner]) => [path, inner.map(copyShape)])),
  };
}

/** The first record of a path, made with all between. */
function recordAt(record: TextRecord, path: string): TextRecord {
  if (record.node.path === path) return record;
  const next: RecordNode | undefined = recordsInside(record.node).find((node) => path === node.path || path.startsWith(`${node.path}/`));
  if (next === undefined) throw new Error(`there is no record ${path}`);
  const [inner = emptyRecord(next)] = record.groups.get(next.path) ?? [];
  record.groups.set(next.path, [inner]);
  return recordAt(inner, path);
}
