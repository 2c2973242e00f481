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
  /** The root is not that of the return; called once, and nothing else is. */
  readonly otherRoot: (tag: string, line: number, column: number) => void;
  /** A record has been read whole, with all that is inside it. Children come here one by one and may be forgotten afterwards. */
  readonly closed: (record: DataRecord) => void;
}

export interface StructureReader extends XmlHandler {
  /** Whether the root of a return was met. */
  readonly isBegun: () => boolean;
}

/** An element that may stand in the element of a record, and the inline records on the way from that record to it, outermost first. */
interface Particle {
  readonly child: ItemTable | RecordTable;
  readonly inline: readonly RecordTable[];
}

/** What may stand in the element of a record, in order. */
interface Content {
  readonly particles: readonly Particle[];
  /** By index of the tag: the place among the particles. */
  readonly places: ReadonlyMap<number, number>;
  readonly required: readonly Particle[];
}

interface Frame {
  readonly table: RecordTable;
  readonly record: DataRecord;
  readonly content: Content;
  /** Index of the particle read last. */
  at: number;
  /** How often it was there. */
  count: number;
}

/** The names of a tree of tables, in the order in which the XML reader must know them. */
export function tagsOf(root: RecordTable): readonly string[] {
  const tags = new Set<string>();
  const visit = (table: RecordTable | ItemTable): void => {
    if (table.tag !== "") tags.add(table.tag);
    if (table.kind === "record") for (const child of table.children) visit(child);
  };
  visit(root);
  return [...tags];
}

function particlesOf(table: RecordTable, inline: readonly RecordTable[]): readonly Particle[] {
  return table.children.flatMap((child): readonly Particle[] =>
    child.kind === "record" && child.inline ? particlesOf(child, [...inline, child]) : [{ child, inline }],
  );
}

const SCHEMA_HINTS: ReadonlySet<string> = new Set(["schemaLocation", "noNamespaceSchemaLocation"]);

/**
 * Turns XML events into records by the tables of a release, and reports what the tables do not allow. It goes on after every problem: an unknown
 * element is passed over with all that is inside it, an element in the wrong place is read all the same.
 * @param nameOf text of a name that is not in the tables, for messages
 */
export function createStructureReader(root: RecordTable, sink: StructureSink, nameOf: (index: number) => string): StructureReader {
  const tags = tagsOf(root);
  const indexes = new Map(tags.map((tag, index) => [tag, index]));
  const contents = new Map<RecordTable, Content>();
  const frames: Frame[] = [];
  let frame: Frame | null = null;
  let item: ItemTable | null = null;
  /** The record that the open item belongs to: that of the frame, or an inline one in it. */
  let itemRecord: DataRecord | null = null;
  let itemText = "";
  let itemLine = 0;
  let itemColumn = 0;
  /** Elements open inside something unknown; nothing in there is looked at. */
  let skipped = 0;
  let line = 0;
  let column = 0;
  let isRootOpen = false;

  const contentOf = (table: RecordTable): Content => {
    const known = contents.get(table);
    if (known !== undefined) return known;
    const particles = particlesOf(table, []);
    const made: Content = {
      particles,
      places: new Map(particles.map(({ child }, index) => [indexes.get(child.tag) ?? -1, index])),
      required: particles.filter(({ child }) => child.minimum > 0),
    };
    contents.set(table, made);
    return made;
  };
  const report = (
    fault: StructureFault,
    message: string,
    about: ItemTable | null = null,
    text: string | null = null,
    atLine = line,
    atColumn = column,
    record = frame?.record ?? null,
  ): void => {
    sink.problem({ fault, message, record, item: about, text, line: atLine, column: atColumn });
  };
  const tagOf = (name: number): string => tags[name] ?? nameOf(name);

  const openRecord = (table: RecordTable, parent: DataRecord | null, position: number): void => {
    const record = table.create(parent);
    record.line = line;
    record.column = column;
    record.position = position;
    frame = { table, record, content: contentOf(table), at: 0, count: 0 };
    frames.push(frame);
  };

  /** The record that holds a particle; inline records on the way are made where the first of their elements stands. */
  const holderOf = (current: Frame, { inline }: Particle): DataRecord => {
    let holder = current.record;
    for (const table of inline) {
      const known = holder[table.name];
      if (known === null) {
        const made = table.create(holder);
        made.line = line;
        made.column = column;
        holder[table.name] = made;
        holder = made;
      } else holder = known as DataRecord;
    }
    return holder;
  };

  /** Reports what the element of a record should have held. Where an optional inline record has none of its elements, none is missing. */
  const requireAll = (current: Frame): void => {
    for (const { child, inline } of current.content.required) {
      let holder: DataRecord | null = current.record;
      let isAsked = true;
      for (const table of inline) {
        const inner: unknown = holder?.[table.name] ?? null;
        if (inner === null && table.minimum === 0) isAsked = false;
        holder = inner as DataRecord | null;
      }
      const count = holder === null ? 0 : countOf(holder, child);
      if (!isAsked || count >= child.minimum) continue;
      const message =
        count === 0
          ? `${nameOfTable(child)} is missing in ${current.table.tag}.`
          : `${child.tag} must occur ${child.minimum} times in ${current.table.tag}; it is there ${count === 1 ? "once" : `${count} times`}.`;
      report("missing", message, child.kind === "item" ? child : null, null, current.record.line, current.record.column, holder ?? current.record);
    }
  };

  const openChild = (current: Frame, name: number): void => {
    const index = current.content.places.get(name);
    const particle = index === undefined ? undefined : current.content.particles[index];
    if (index === undefined || particle === undefined) {
      report("unexpected-element", `${current.table.tag} does not have an element ${shorten(tagOf(name))}.`);
      skipped = 1;
      return;
    }
    const { child } = particle;
    const holder = particle.inline.length === 0 ? current.record : holderOf(current, particle);
    const about = child.kind === "item" ? child : null;
    if (index < current.at) {
      const before = current.content.particles[current.at]?.child.tag;
      report("order", `${child.tag} must come before ${before} in ${current.table.tag}.`, about, null, line, column, holder);
    } else if (index === current.at) {
      current.count += 1;
      if (current.count > child.maximum) {
        const often = child.maximum === 1 ? "once" : `${child.maximum} times`;
        report("occurs", `${child.tag} may occur ${often} only in ${current.table.tag}.`, about, null, line, column, holder);
      }
    } else {
      current.at = index;
      current.count = 1;
    }
    if (child.kind === "record") {
      // Children are forgotten once they are checked, so their number is kept apart from the list.
      const counter = `${child.name}$count`;
      const before = holder[counter];
      const position = (typeof before === "number" ? before : 0) + 1;
      holder[counter] = position;
      openRecord(child, holder, position);
    } else {
      item = child;
      itemRecord = holder;
      itemText = "";
      itemLine = line;
      itemColumn = column;
    }
  };

  const closeItem = (record: DataRecord, closed: ItemTable): void => {
    const text = collapse(itemText);
    const place = packPlace(itemLine, itemColumn);
    if (text === "") {
      if (!closed.emptyAllowed && !allowsEmpty(closed.type))
        report("empty", `${nameOfTable(closed)} is empty. Leave the element out when there is nothing to say.`, closed, itemText, itemLine, itemColumn, record);
      store(record, closed, null, itemText, place, false);
      return;
    }
    const value = readValue(text, closed.type);
    const fault = valueFault(text, value, closed.type);
    store(record, closed, value, itemText, place, fault !== null);
    if (fault !== null)
      report(fault, `${nameOfTable(closed)} is “${shorten(text)}”, which is not ${describeType(closed.type)}.`, closed, itemText, itemLine, itemColumn, record);
  };

  const closeRecord = (current: Frame): void => {
    requireAll(current);
    frames.pop();
    frame = frames.at(-1) ?? null;
    const { record, table } = current;
    settle(record, table);
    const { parent } = record;
    if (parent !== null) {
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
        report("unexpected-element", `${item.tag} holds a value, not an element ${shorten(tagOf(name))}.`, item, null, line, column, itemRecord);
        skipped = 1;
      } else if (frame !== null) openChild(frame, name);
      else if (!isRootOpen && tagOf(name) === root.tag) {
        isRootOpen = true;
        openRecord(root, null, 1);
      } else {
        // Nothing is read from another root: what is in it is no return.
        sink.otherRoot(tagOf(name), line, column);
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
      } else if (item !== null && itemRecord !== null) {
        const closed = item;
        item = null;
        closeItem(itemRecord, closed);
      } else if (frame !== null) closeRecord(frame);
    },
    isBegun: () => isRootOpen,
  };
}

/** How often an item or a record is there. */
function countOf(record: DataRecord, child: ItemTable | RecordTable): number {
  if (child.kind === "item") {
    const places = record[`${child.name}$place`];
    return Array.isArray(places) ? places.length : Number(places !== 0);
  }
  return Number(record[`${child.name}$count`] ?? 0);
}

/** Puts the groups of a record that was read whole in their order; inline records in which nothing is entered do not occur. */
function settle(record: DataRecord, table: RecordTable): void {
  for (const child of table.children) {
    if (child.kind === "item") continue;
    const inner = record[child.name];
    if (child.inline) {
      if (inner === null) continue;
      settle(inner as DataRecord, child);
      if (!(inner as DataRecord).hasContent()) record[child.name] = null;
    } else if (child.orderedBy.length > 0 && child.maximum !== 1) putInOrder(inner as DataRecord[], child);
  }
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

/** An item or record for a message: its label, and its tag where that says something else. */
function nameOfTable({ label, tag }: ItemTable | RecordTable): string {
  return label === tag ? tag : `${label} (${tag})`;
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
