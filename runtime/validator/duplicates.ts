import { type Location, RELATED_LOCATIONS } from "../findings/finding.ts";
import { repeats, type Value } from "../rules/logic.ts";
import type { CompiledPart, CompiledRule, RuleContext } from "./compiled-rule.ts";
import { createKeyTable } from "./key-table.ts";
import { fillEntry, fillMessage, locate, locateEntry, packPath, unpackPath } from "./locate.ts";
import type { Shelves } from "./shelves.ts";
import { columnOf, type DataRecord, lineOf } from "./tables.ts";

/** Records with equal keys; `more` counts locations that were not kept. */
export interface Duplicates {
  readonly rule: CompiledRule;
  readonly message: string;
  readonly locations: readonly Location[];
  readonly more: number;
}

/** Finds the records of `unique` rules that have equal keys. */
export interface DuplicateFinder {
  /** Takes the keys of a child that must be unique in the whole return. */
  readonly addKeys: (child: DataRecord) => void;
  /** The records inside the child on the shelves that should differ by a rule and do not. */
  readonly inside: (rule: CompiledRule) => readonly Duplicates[];
  /** Records of different children, in the order in which the first of them was read. */
  readonly ofReturn: () => readonly Duplicates[];
}

interface UniqueCheck {
  readonly rule: CompiledRule;
  readonly part: CompiledPart;
  readonly records: readonly DataRecord[];
  /** The items of the key that are the record's own. */
  readonly items: readonly KeyItem[];
  /** How many records up the one stands inside which keys must differ. */
  readonly stepsUp: number;
}

/** @param childPath path of the record of a child */
export function createDuplicateFinder(rules: readonly CompiledRule[], shelves: Shelves, childPath: string, context: RuleContext): DuplicateFinder {
  const checks = rules.flatMap((rule) =>
    rule.parts
      .filter(({ key }) => key !== null)
      .map((part): UniqueCheck => {
        const paths = part.entries === null ? part.keyItems : [`${part.path}/${part.entries}`];
        const stepsUp = part.path.split("/").length - (part.uniqueWithin ?? part.path).split("/").length;
        return {
          rule,
          part,
          records: shelves.at(part.path),
          items: paths.filter((path) => path.slice(0, path.lastIndexOf("/")) === part.path).map(keyItem),
          stepsUp,
        };
      }),
  );
  const inside = new Map(rules.map((rule) => [rule, checks.filter((check) => check.rule === rule && check.part.uniqueWithin !== null)]));
  const whole = checks.filter(({ part }) => part.uniqueWithin === null).map((check) => ({ check, index: createIndex(check) }));
  const isDeep = whole.some(({ check }) => check.part.path !== childPath);
  return {
    addKeys: (child) => {
      if (isDeep) shelves.fill(child);
      for (const { check, index } of whole)
        if (check.part.path === childPath) index.add(child, context);
        else for (const record of check.records) index.add(record, context);
    },
    inside: (rule) => {
      const found: Duplicates[] = [];
      for (const check of inside.get(rule) ?? []) addRepeated(check, context, found);
      return found;
    },
    ofReturn: () => whole.flatMap(({ index }) => index.repeated()).toSorted((a, b) => compareFirst(a.locations[0], b.locations[0])),
  };
}

/** The keys of a record: one, or for a repeating item one for each entry; null where a part of it is missing or cannot be read. */
function keysOf(record: DataRecord, part: CompiledPart, context: RuleContext): readonly (string | null)[] {
  if (part.entries === null) return [keyOf(part.key?.(record as never, context) ?? null)];
  const values = record[part.entries];
  return Array.isArray(values)
    ? (values as readonly Value[]).map((value, index) => keyOf(part.key?.(record as never, context, value as never, index as never) ?? null))
    : [];
}

function keyOf(values: readonly Value[] | null): string | null {
  if (values === null) return null;
  if (values.length === 1 && typeof values[0] === "string") return values[0];
  if (values.some((value) => value === null || value === undefined || typeof value === "symbol")) return null;
  return values.length === 1 ? String(values[0]) : JSON.stringify(values);
}

/** Records that must differ from one another stand side by side on their shelf. */
function addRepeated(check: UniqueCheck, context: RuleContext, found: Duplicates[]): void {
  const { part, records, stepsUp } = check;
  let start = 0;
  while (start < records.length) {
    const first = records[start] as DataRecord;
    const scope = enclosing(first, stepsUp);
    let end = start + 1;
    while (end < records.length && enclosing(records[end] as DataRecord, stepsUp) === scope) end += 1;
    if (end > start + 1) {
      const group = records.slice(start, end);
      if (repeats(group.flatMap((record) => keysOf(record, part, context)))) describe(check, group, context, found);
    } else if (repeats(keysOf(first, part, context))) describe(check, [first], context, found);
    start = end;
  }
}

function enclosing(record: DataRecord, stepsUp: number): DataRecord | null {
  let at: DataRecord | null = record;
  for (let step = 0; step < stepsUp && at !== null; step += 1) at = at.parent;
  return at;
}

function describe({ rule, part, items }: UniqueCheck, group: readonly DataRecord[], context: RuleContext, found: Duplicates[]): void {
  const names = items.map(({ name }) => name);
  const known = new Map<string, { readonly record: DataRecord; readonly entry: number }[]>();
  for (const record of group)
    for (const [entry, key] of keysOf(record, part, context).entries()) {
      const same = key === null ? [] : known.get(key);
      if (same === undefined && key !== null) known.set(key, [{ record, entry }]);
      else same?.push({ record, entry });
    }
  for (const same of known.values()) {
    const [first] = same;
    if (first === undefined || same.length < 2) continue;
    const shown = same.slice(0, RELATED_LOCATIONS + 1);
    const locations = shown.map(({ record, entry }) =>
      part.entries === null ? locate(record, names) : locateEntry(locate(record, []), record, part.entries, entry),
    );
    const message =
      part.entries === null ? fillMessage(part.message, first.record, {}) : fillEntry(part.message, part.entries, first.record, locations[0] as Location);
    found.push({ rule, message, locations, more: same.length - shown.length });
  }
}

/** Keys of all children. Of a key met once only three numbers and the texts of its items are kept: there are as many as children. */
function createIndex(check: UniqueCheck): {
  readonly add: (record: DataRecord, context: RuleContext) => void;
  readonly repeated: () => readonly Duplicates[];
} {
  const { rule, part, items } = check;
  const names = items.map(({ name }) => name);
  const numbers = createKeyTable();
  const lines: number[] = [];
  const columns: number[] = [];
  const paths: (number | string)[] = [];
  const texts: (string | null)[] = [];
  const repeated = new Map<number, { readonly message: string; readonly locations: Location[]; more: number }>();

  const addFirst = (record: DataRecord): void => {
    const { line, column } = placeOfItems(record, items);
    lines.push(line);
    columns.push(column);
    paths.push(packPath(record));
    for (const item of items) {
      const text = record[item.text];
      texts.push(typeof text === "string" ? text : null);
    }
  };
  /** The location of the record met first, told by another one of its kind. */
  const firstLocation = (number: number, like: DataRecord): Location => {
    const own = items.map(({ name }, index) => [name, texts[number * items.length + index] ?? null] as const);
    if (columns[number] === 0) return { ...locate(like, []), row: lines[number] ?? 0, items: Object.fromEntries(own) };
    return {
      ...locate(like, []),
      path: unpackPath(paths[number] ?? 0, like),
      line: lines[number] ?? 0,
      column: columns[number] ?? 0,
      items: Object.fromEntries(own),
    };
  };
  const addKey = (key: string, record: DataRecord): void => {
    const number = numbers.add(key);
    if (number < 0) {
      addFirst(record);
      return;
    }
    let same = repeated.get(number);
    if (same === undefined) {
      same = { message: fillMessage(part.message, record, {}), locations: [firstLocation(number, record)], more: 0 };
      repeated.set(number, same);
    }
    if (same.locations.length <= RELATED_LOCATIONS) same.locations.push(locate(record, names));
    else same.more += 1;
  };
  return {
    add: (record, context) => {
      if (part.entries === null) {
        const key = keyOf(part.key?.(record as never, context) ?? null);
        if (key !== null) addKey(key, record);
      } else for (const key of keysOf(record, part, context)) if (key !== null) addKey(key, record);
    },
    repeated: () => [...repeated.values()].map((same) => ({ rule, ...same })),
  };
}

function compareFirst(a: Location | undefined, b: Location | undefined): number {
  return (a?.line ?? a?.row ?? 0) - (b?.line ?? b?.row ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

/** An item of a key, and the fields that hold its text and its place: their names are not made up anew for each child. */
interface KeyItem {
  readonly name: string;
  readonly text: string;
  readonly place: string;
}

function keyItem(path: string): KeyItem {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { name, text: `${name}$text`, place: `${name}$place` };
}

/** Where the first of the items that is there stands, else the record. */
function placeOfItems(record: DataRecord, items: readonly KeyItem[]): { readonly line: number; readonly column: number } {
  for (const item of items) {
    const place = record[item.place];
    if (typeof place === "number" && place !== 0 && record.column !== 0) return { line: lineOf(record, place), column: columnOf(place) };
  }
  return record;
}
