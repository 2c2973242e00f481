import { idOfChild } from "../validator/context.ts";
import { locate } from "../validator/locate.ts";
import { collapse, readValue, valueFault } from "../validator/read-value.ts";
import { type DataRecord, type ItemTable, type RecordTable, tableAt, type ValueType } from "../validator/tables.ts";
import { type ConvertLayout, recordsOf, type ReturnSink, textsOf } from "./return-sink.ts";

/** How items, records and codes of one release become those of a later one; paths are those of the older release. */
export interface UpgradeMap {
  readonly paths: ReadonlyMap<string, string>;
  readonly removed: ReadonlyMap<string, string>;
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, { readonly to: string | null; readonly why: string | null }>>;
}

/** Something in the data that a person has to look at. */
export interface Decision {
  readonly child: string | null;
  /** Where it stands in the older data: `line 12`, `Episodes, row 3`; null for what is not there. */
  readonly where: string | null;
  readonly record: string;
  readonly item: string;
  /** As it was. */
  readonly from: string;
  /** As it is now; null when it was left out. */
  readonly to: string | null;
  readonly why: string;
}

/** What stands around the children and tells one year's return from another's. */
const IS_OF_YEAR: ReadonlySet<ValueType["kind"]> = new Set<ValueType["kind"]>(["date", "datetime", "year"]);

/**
 * Hands on a return of one release as one of a later release: items under their new names, codes as the crosswalks have them. What has no place any more
 * is left out, and what has no certain successor is told; a code of which nothing follows stays, for validation to find.
 */
export function createUpgradeSink(from: ConvertLayout, to: ConvertLayout, map: UpgradeMap, sink: ReturnSink, decide: (decision: Decision) => void): ReturnSink {
  const fromChild = tableAt(from.root, from.child.path) ?? from.root;
  const toRoot = to.root.create(null);
  const toChild = tableAt(to.root, to.child.path) ?? to.root;
  const around = holderOfChildren(toRoot, to.root, toChild.path);
  let child: string | null = null;

  const copy = (record: DataRecord, table: RecordTable, target: DataRecord, targetTable: RecordTable, without: RecordTable | null): void => {
    for (const inside of table.children) {
      if (inside === without) continue;
      const path = map.paths.get(inside.path);
      if (inside.kind === "item") {
        copyItem(record, table, inside, path ?? null, target, targetTable);
        continue;
      }
      const slot = targetTable.children.findIndex((one) => one.path === path);
      const kind = targetTable.children[slot];
      for (const inner of recordsOf(record, inside)) {
        if (kind?.kind !== "record") {
          leaveOut(inner, inside);
          continue;
        }
        const made = kind.create(target);
        made.line = inner.line;
        made.column = inner.column;
        made.position = target.nextPosition(slot);
        copy(inner, inside, made, kind, without);
        target.addRecord(slot, made);
      }
    }
  };
  /** What is entered in a record that has no place any more. */
  const leaveOut = (record: DataRecord, table: RecordTable): void => {
    for (const inside of table.children) {
      if (inside.kind === "record") for (const inner of recordsOf(record, inside)) leaveOut(inner, inside);
      else
        for (const text of textsOf(record, inside))
          decide({ child, where: whereIs(record), record: table.name, item: inside.name, from: text, to: null, why: removedWords(table.path) });
    }
  };
  const removedWords = (path: string): string => `${map.removed.get(path) ?? to.release} has no place for it`;
  const copyItem = (record: DataRecord, table: RecordTable, item: ItemTable, path: string | null, target: DataRecord, targetTable: RecordTable): void => {
    const slot = targetTable.children.findIndex((one) => one.path === path);
    const kind = targetTable.children[slot];
    for (const written of textsOf(record, item)) {
      const about = { child, where: whereIs(record), record: table.name, item: item.name, from: written };
      if (kind?.kind !== "item") {
        decide({ ...about, to: null, why: removedWords(item.path) });
        continue;
      }
      const step = map.codes.get(item.path)?.get(collapse(written));
      const text = step?.to ?? written;
      if (step !== undefined && step.why !== null) decide({ ...about, to: text, why: step.why });
      const value = readValue(collapse(text), kind.type);
      const isInvalid = valueFault(collapse(text), value, kind.type) !== null;
      // A value that was right and is none any more; what was wrong already is not this command's affair.
      const wasRight = valueFault(collapse(written), readValue(collapse(written), item.type), item.type) === null;
      if (isInvalid && wasRight && step === undefined) decide({ ...about, to: text, why: `${to.release} does not allow it` });
      if (child === null && IS_OF_YEAR.has(item.type.kind))
        decide({ ...about, to: text, why: `it is of the return of ${from.release}, and was left as it is` });
      target.setItem(slot, value, text, 1, isInvalid);
    }
  };
  return {
    head: (root) => {
      copy(root, from.root, toRoot, to.root, fromChild);
      sink.head(toRoot);
    },
    child: (record) => {
      child = idOfChild(record, from.child.key);
      const made = toChild.create(around);
      made.line = record.line;
      made.column = record.column;
      made.position = record.position;
      copy(record, fromChild, made, toChild, null);
      sink.child(made);
      child = null;
    },
    end: () => sink.end(),
  };
}

function whereIs(record: DataRecord): string | null {
  const { table, row, line } = locate(record, []);
  return line !== null ? `line ${line}` : table === null || row === null ? null : `${table}, row ${row}`;
}

function holderOfChildren(root: DataRecord, table: RecordTable, childPath: string): DataRecord {
  let at = root;
  let kind: RecordTable | undefined = table;
  for (;;) {
    const inside: RecordTable | undefined = kind?.children.find((one): one is RecordTable => one.kind === "record" && childPath.startsWith(`${one.path}/`));
    if (inside === undefined) return at;
    at = inside.create(at);
    kind = inside;
  }
}
