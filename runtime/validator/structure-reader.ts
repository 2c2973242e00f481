import type { XmlHandler } from "../xml/handler.ts";
import { collapse, readValue, type ValueFault, valueFault } from "./read-value.ts";
import { type DataRecord, type ItemTable, packPlace, type RecordTable, type ValueType } from "./tables.ts";

/** What is wrong with the structure of a return; the end of the id `structure.…`. */
export type StructureFault = ValueFault | "unexpected-element" | "unexpected-attribute" | "unexpected-text" | "missing" | "order" | "occurs" | "empty";

/** A structural fault and where it is. */
export interface StructureProblem {
  readonly fault: StructureFault;
  readonly message: string;
  /** The record in which it was found. */
  readonly record: DataRecord | null;
  /** The item concerned; null when it is about a record or an unknown element. */
  readonly item: ItemTable | null;
  readonly text: string | null;
  readonly line: number;
  readonly column: number;
}

export interface StructureSink {
  readonly problem: (problem: StructureProblem) => void;
  /** A record has been read whole, with all that is inside it. Children come here one by one and may be forgotten afterwards. */
  readonly closed: (record: DataRecord) => void;
}

interface Frame {
  readonly table: RecordTable;
  readonly record: DataRecord;
  readonly children: ReadonlyMap<number, number>;
  /** Index of the particle read last. */
  at: number;
  /** How often it was there. */
  count: number;
}

/** The names of a tree of tables, in the order in which the XML reader must know them. */
export function tagsOf(root: RecordTable): readonly string[] {
  const tags = new Set<string>();
  const visit = (table: RecordTable | ItemTable): void => {
    tags.add(table.tag);
    if (table.kind === "record") for (const child of table.children) visit(child);
  };
  visit(root);
  return [...tags];
}

const SCHEMA_HINTS: ReadonlySet<string> = new Set(["schemaLocation", "noNamespaceSchemaLocation"]);

/**
 * Turns XML events into records by the tables of a release, and reports what the tables do not allow. It goes on after every problem: an unknown
 * element is passed over with all that is inside it, an element in the wrong place is read all the same.
 * @param nameOf text of a name that is not in the tables, for messages
 */
export function createStructureReader(root: RecordTable, sink: StructureSink, nameOf: (index: number) => string): XmlHandler {
  const tags = tagsOf(root);
  const indexes = new Map(tags.map((tag, index) => [tag, index]));
  const particles = new Map<RecordTable, ReadonlyMap<number, number>>();
  const frames: Frame[] = [];
  let frame: Frame | null = null;
  let item: ItemTable | null = null;
  let itemText = "";
  let itemLine = 0;
  let itemColumn = 0;
  /** Elements open inside something unknown; nothing in there is looked at. */
  let skipped = 0;
  let line = 0;
  let column = 0;
  let isRootOpen = false;

  const childrenOf = (table: RecordTable): ReadonlyMap<number, number> => {
    const known = particles.get(table);
    if (known !== undefined) return known;
    const made = new Map(table.children.map((child, index) => [indexes.get(child.tag) ?? -1, index]));
    particles.set(table, made);
    return made;
  };
  const report = (
    fault: StructureFault,
    message: string,
    about: ItemTable | null = null,
    text: string | null = null,
    atLine = line,
    atColumn = column,
  ): void => {
    sink.problem({ fault, message, record: frame?.record ?? null, item: about, text, line: atLine, column: atColumn });
  };
  const tagOf = (name: number): string => tags[name] ?? nameOf(name);

  const openRecord = (table: RecordTable, parent: DataRecord | null, position: number): void => {
    const record = table.create(parent);
    record.line = line;
    record.column = column;
    record.position = position;
    frame = { table, record, children: childrenOf(table), at: 0, count: 0 };
    frames.push(frame);
  };

  /** Reports particles that should have come before one that has come (or before the end). */
  const requireUpTo = (current: Frame, until: number): void => {
    for (let index = current.at; index < until; index += 1) {
      const child = current.table.children[index];
      const count = index === current.at ? current.count : 0;
      if (child !== undefined && count < child.minimum) {
        report(
          "missing",
          `${child.label} (${child.tag}) is missing in ${current.table.tag}.`,
          child.kind === "item" ? child : null,
          null,
          current.record.line,
          current.record.column,
        );
      }
    }
  };

  const openChild = (current: Frame, name: number): void => {
    const index = current.children.get(name);
    const child = index === undefined ? undefined : current.table.children[index];
    if (index === undefined || child === undefined) {
      report("unexpected-element", `${current.table.tag} does not have an element ${tagOf(name)}.`);
      skipped = 1;
      return;
    }
    if (index < current.at) {
      report(
        "order",
        `${child.tag} must come before ${current.table.children[current.at]?.tag} in ${current.table.tag}.`,
        child.kind === "item" ? child : null,
      );
    } else if (index === current.at) {
      current.count += 1;
      if (current.count > child.maximum) {
        const often = child.maximum === 1 ? "once" : `${child.maximum} times`;
        report("occurs", `${child.tag} may occur ${often} only in ${current.table.tag}.`, child.kind === "item" ? child : null);
      }
    } else {
      requireUpTo(current, index);
      current.at = index;
      current.count = 1;
    }
    if (child.kind === "record") {
      // Children are forgotten once they are checked, so their number is kept apart from the list.
      const counter = `${child.name}$count`;
      const before = current.record[counter];
      const position = (typeof before === "number" ? before : 0) + 1;
      current.record[counter] = position;
      openRecord(child, current.record, position);
    } else {
      item = child;
      itemText = "";
      itemLine = line;
      itemColumn = column;
    }
  };

  const closeItem = (current: Frame, closed: ItemTable): void => {
    const text = collapse(itemText);
    const { record } = current;
    const place = packPlace(itemLine, itemColumn);
    if (text === "") {
      if (!closed.emptyAllowed && !allowsEmpty(closed.type))
        report(
          "empty",
          `${closed.label} (${closed.tag}) is empty. Leave the element out when there is nothing to say.`,
          closed,
          itemText,
          itemLine,
          itemColumn,
        );
      store(record, closed, null, itemText, place, false);
      return;
    }
    const value = readValue(text, closed.type);
    const fault = valueFault(text, value, closed.type);
    store(record, closed, value, itemText, place, fault !== null);
    if (fault !== null)
      report(
        fault,
        `${closed.label} (${closed.tag}) is “${shorten(text)}”, which is not ${describeType(closed.type)}.`,
        closed,
        itemText,
        itemLine,
        itemColumn,
      );
  };

  const closeRecord = (current: Frame): void => {
    requireUpTo(current, current.table.children.length);
    frames.pop();
    frame = frames.at(-1) ?? null;
    const { record, table } = current;
    for (const child of table.children)
      if (child.kind === "record" && child.orderedBy.length > 0 && child.maximum !== 1) putInOrder(record[child.name] as DataRecord[], child);
    const parent = frame?.record;
    if (parent !== undefined) {
      if (table.maximum === 1) parent[table.name] ??= record;
      else (parent[table.name] as DataRecord[]).push(record);
    }
    sink.closed(record);
  };

  return {
    open: (name, atLine, atColumn) => {
      line = atLine;
      column = atColumn;
      if (skipped > 0) {
        skipped += 1;
      } else if (item !== null) {
        report("unexpected-element", `${item.tag} holds a value, not an element ${tagOf(name)}.`, item);
        skipped = 1;
      } else if (frame !== null) openChild(frame, name);
      else if (!isRootOpen && tagOf(name) === root.tag) {
        isRootOpen = true;
        openRecord(root, null, 1);
      } else {
        report("unexpected-element", `The root of the return is ${root.tag}, not ${tagOf(name)}.`);
        skipped = 1;
      }
    },
    attribute: (name, value) => {
      if (skipped > 0) return;
      const [prefix, local] = tagOf(name).split(":");
      if (prefix === "xmlns" && (local !== undefined || value === "")) return;
      if (local !== undefined && SCHEMA_HINTS.has(local)) return;
      report(
        "unexpected-attribute",
        prefix === "xmlns"
          ? `The elements of a return are in no namespace; here they are put into “${shorten(value)}”.`
          : `Elements of a return have no attributes; here is ${tagOf(name)}.`,
      );
    },
    text: (value) => {
      if (skipped > 0) return;
      if (item !== null) itemText += value;
      else if (frame !== null && collapse(value) !== "")
        report("unexpected-text", `${frame.table.tag} holds elements only, but here is the text “${shorten(collapse(value))}”.`);
    },
    close: () => {
      if (skipped > 0) {
        skipped -= 1;
      } else if (item !== null && frame !== null) {
        const closed = item;
        item = null;
        closeItem(frame, closed);
      } else if (frame !== null) closeRecord(frame);
    },
  };
}

function allowsEmpty(type: ValueType): boolean {
  return type.kind === "text" ? type.minimum === 0 : type.kind === "one-of" && type.options.some(allowsEmpty);
}

function store(record: DataRecord, item: ItemTable, value: unknown, text: string, place: number, invalid: boolean): void {
  const { name } = item;
  if (item.maximum === 1) {
    if (record[`${name}$place`] !== 0) return;
    record[name] = value;
    record[`${name}$text`] = text;
    record[`${name}$place`] = place;
    record[`${name}$invalid`] = invalid;
  } else {
    (record[name] as unknown[]).push(value);
    (record[`${name}$text`] as string[]).push(text);
    (record[`${name}$place`] as number[]).push(place);
    if (invalid) record[`${name}$invalid`] = true;
  }
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join("")}…`;
}

function describeType(type: ValueType): string {
  switch (type.kind) {
    case "date":
      return `a date such as ${type.form === "yyyy-mm-dd" ? "2014-03-31" : "31/03/2014"}`;
    case "partial-date":
      return "a date, or one with zz for what is not known";
    case "datetime":
      return "a date and time such as 2014-03-31T12:00:00";
    case "year":
      return "a year of four digits";
    case "boolean":
      return "true, false, 1 or 0";
    case "text":
      return type.maximum === Number.POSITIVE_INFINITY
        ? `a text of at least ${type.minimum} characters`
        : `a text of ${type.minimum} to ${type.maximum} characters`;
    case "integer":
      return `a whole number${rangeWords(type.minimum, type.maximum)}`;
    case "decimal":
      return `a number${rangeWords(type.minimum / 1000, type.maximum / 1000)}`;
    case "code":
      return `one of the codes of ${type.set} in this year`;
    case "pattern":
      return `of the form “${type.name}”`;
    case "one-of":
      return type.options.map(describeType).join(", nor ");
  }
}

function rangeWords(minimum: number, maximum: number): string {
  if (minimum === Number.NEGATIVE_INFINITY && maximum === Number.POSITIVE_INFINITY) return "";
  return maximum === Number.POSITIVE_INFINITY ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}

/** Puts the records of a group in the order that the specification gives, and links neighbours; records without a place come last. */
function putInOrder(records: DataRecord[], table: RecordTable): void {
  const key = (record: DataRecord, names: readonly string[]): unknown =>
    names.map((name) => record[name]).find((value) => value !== null && value !== undefined);
  const [first] = table.orderedBy;
  let isSorted = true;
  for (const record of records) record.hasPlace = first !== undefined && typeof key(record, first) !== "symbol" && key(record, first) !== undefined;
  const compare = (a: DataRecord, b: DataRecord): number => {
    if (a.hasPlace !== b.hasPlace) return a.hasPlace ? -1 : 1;
    for (const names of table.orderedBy) {
      const [x, y] = [key(a, names), key(b, names)];
      const [hasX, hasY] = [typeof x === "number" || typeof x === "string", typeof y === "number" || typeof y === "string"];
      if (hasX !== hasY) return hasX ? -1 : 1;
      if (hasX && hasY && x !== y) return (x as number | string) < (y as number | string) ? -1 : 1;
    }
    return a.position - b.position;
  };
  for (let index = 1; index < records.length && isSorted; index += 1) isSorted = compare(records[index - 1] as DataRecord, records[index] as DataRecord) <= 0;
  if (!isSorted) records.sort(compare);
  let before: DataRecord | null = null;
  for (const record of records) {
    if (!record.hasPlace) continue;
    record.previous = before;
    if (before !== null) before.next = record;
    before = record;
  }
}
