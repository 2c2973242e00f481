import { parseIsoDate } from "../dates.ts";
import type { XmlHandler } from "../xml/handler.ts";
import { describeType, nameOfTable, shorten } from "./describe-type.ts";
import { putInOrder } from "./order-records.ts";
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
  readonly closed: (record: DataRecord, table: RecordTable) => void;
}

export interface StructureReader extends XmlHandler {
  /** Whether the root of a return was met. */
  readonly isBegun: () => boolean;
}

/** An element that may stand in the element of a record, with what is asked about it again and again. */
interface Particle {
  readonly child: ItemTable | RecordTable;
  /** The child, when it is an item. */
  readonly item: ItemTable | null;
  /** The child and what may stand in it, when it is a record. */
  readonly group: Content | null;
  /** The index of the child among the children of the table that it belongs to. */
  readonly slot: number;
  readonly maximum: number;
  /** The inline records on the way from the record to the child, outermost first. */
  readonly inline: readonly RecordTable[];
  /** For a code in capitals, as nearly all are: the codes. */
  readonly codes: ReadonlySet<string> | null;
  readonly isIsoDate: boolean;
}

/** What may stand in the element of a record, in order. */
interface Content {
  readonly table: RecordTable;
  readonly particles: readonly Particle[];
  /** By index of the tag: the place among the particles, or -1. */
  readonly places: Int32Array;
  readonly required: readonly Particle[];
  /** A bit for each required particle; null when bits cannot say it. */
  readonly requiredBits: number | null;
  /** Groups that are ordered, or inline, and so are put right when the record is closed. */
  readonly unsettled: readonly RecordTable[];
}

interface Frame {
  record: DataRecord;
  /** The slot of the record in the one that holds it. */
  slot: number;
  content: Content;
  /** Index of the particle read last. */
  at: number;
  /** How often it was there. */
  count: number;
  /** A bit for each of the first particles that was there. */
  seen: number;
}

/** The names of a tree of tables, in the order in which the XML reader must know them. */
export function tagsOf(root: RecordTable): readonly string[] {
  const tags = new Set<string>();
  const visit = (table: RecordTable | ItemTable): void => {
    if (table.tag !== "" && table.inXml) tags.add(table.tag);
    if (table.kind === "record") for (const child of table.children) visit(child);
  };
  visit(root);
  return [...tags];
}

/** Built once for all records of a kind, so that reading looks nothing up but the tag. */
function contentOf(table: RecordTable, tags: ReadonlyMap<string, number>): Content {
  const particles = particlesOf(table, [], tags);
  const places = new Int32Array(tags.size).fill(-1);
  for (const [index, { child }] of particles.entries()) places[tags.get(child.tag) ?? -1] = index;
  const required = particles.filter(({ child }) => child.minimum > 0);
  return { table, particles, places, required, requiredBits: bitsOf(particles), unsettled: unsettledOf(table) };
}

function particlesOf(table: RecordTable, inline: readonly RecordTable[], tags: ReadonlyMap<string, number>): readonly Particle[] {
  return table.children.flatMap((child, slot): readonly Particle[] => {
    const { maximum } = child;
    if (!child.inXml) return [];
    if (child.kind === "record")
      return child.inline
        ? particlesOf(child, [...inline, child], tags)
        : [{ child, item: null, group: contentOf(child, tags), slot, maximum, inline, codes: null, isIsoDate: false }];
    const codes = child.type.kind === "code" && [...child.type.codes].every((code) => code === code.toUpperCase()) ? child.type.codes : null;
    return [{ child, item: child, group: null, slot, maximum, inline, codes, isIsoDate: child.type.kind === "date" && child.type.form === "yyyy-mm-dd" }];
  });
}

/** How many particles have a bit of a number. */
const BITS = 30;

function bitsOf(particles: readonly Particle[]): number | null {
  const required = particles.flatMap(({ child }, index) => (child.minimum > 0 ? [{ child, index }] : []));
  if (required.some(({ child, index }) => index >= BITS || child.minimum > 1)) return null;
  return required.reduce((bits, { index }) => bits | (1 << index), 0);
}

function unsettledOf(table: RecordTable): readonly RecordTable[] {
  return table.children
    .filter((child) => child.kind === "record")
    .filter((child) => child.inXml)
    .filter((child) => child.inline || (child.orderedBy.length > 0 && child.maximum !== 1));
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
  const rootContent = contentOf(root, indexes);
  /** Frames by depth; they are used again for the next record. */
  const frames: Frame[] = [];
  let depth = -1;
  let frame: Frame | null = null;
  let item: Particle | null = null;
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

  const openRecord = (content: Content, parent: DataRecord | null, slot: number, position: number): void => {
    const record = content.table.create(parent);
    record.line = line;
    record.column = column;
    record.position = position;
    depth += 1;
    frame = frames[depth] ?? null;
    if (frame === null) {
      frame = { record, slot, content, at: 0, count: 0, seen: 0 };
      frames[depth] = frame;
      return;
    }
    frame.record = record;
    frame.slot = slot;
    frame.content = content;
    frame.at = 0;
    frame.count = 0;
    frame.seen = 0;
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
          ? `${nameOfTable(child)} is missing in ${current.content.table.tag}.`
          : `${child.tag} must occur ${child.minimum} times in ${current.content.table.tag}; it is there ${count === 1 ? "once" : `${count} times`}.`;
      report("missing", message, child.kind === "item" ? child : null, null, current.record.line, current.record.column, holder ?? current.record);
    }
  };

  const openChild = (current: Frame, name: number): void => {
    const index = current.content.places[name] ?? -1;
    const particle = index < 0 ? undefined : current.content.particles[index];
    if (particle === undefined) {
      report("unexpected-element", `${current.content.table.tag} does not have an element ${shorten(tagOf(name))}.`);
      skipped = 1;
      return;
    }
    const { child, item: about, group, slot } = particle;
    const holder = particle.inline.length === 0 ? current.record : holderOf(current, particle);
    if (index < BITS) current.seen |= 1 << index;
    if (index < current.at) {
      const before = current.content.particles[current.at]?.child.tag;
      report("order", `${child.tag} must come before ${before} in ${current.content.table.tag}.`, about, null, line, column, holder);
      // What follows is compared with this one: an element too early is one finding, not one for each that it stands before.
      current.at = index;
      current.count = 1;
    } else if (index === current.at) {
      current.count += 1;
      if (current.count > particle.maximum) {
        const often = child.maximum === 1 ? "once" : `${child.maximum} times`;
        report("occurs", `${child.tag} may occur ${often} only in ${current.content.table.tag}.`, about, null, line, column, holder);
      }
    } else {
      current.at = index;
      current.count = 1;
    }
    if (group !== null) openRecord(group, holder, slot, holder.nextPosition(slot));
    else {
      item = particle;
      itemRecord = holder;
      itemText = "";
      itemLine = line;
      itemColumn = column;
    }
  };

  const closeItem = (record: DataRecord, { item: closed, slot, codes, isIsoDate }: Particle): void => {
    if (closed === null) return;
    const text = collapse(itemText);
    const place = packPlace(record, itemLine, itemColumn);
    // The two shortest ways, for most values of most returns.
    if (codes?.has(text) === true) {
      record.setItem(slot, text, itemText, place, false);
      return;
    }
    const day = isIsoDate ? parseIsoDate(text) : null;
    if (day !== null) {
      record.setItem(slot, day, itemText, place, false);
      return;
    }
    if (text === "") {
      if (!closed.emptyAllowed && !allowsEmpty(closed.type))
        report("empty", `${nameOfTable(closed)} is empty. Leave the element out when there is nothing to say.`, closed, itemText, itemLine, itemColumn, record);
      record.setItem(slot, null, itemText, place, false);
      return;
    }
    const value = readValue(text, closed.type);
    const fault = valueFault(text, value, closed.type);
    record.setItem(slot, value, itemText, place, fault !== null);
    if (fault !== null)
      report(fault, `${nameOfTable(closed)} is “${shorten(text)}”, which is not ${describeType(closed.type)}.`, closed, itemText, itemLine, itemColumn, record);
  };

  const closeRecord = (current: Frame): void => {
    const { record, content } = current;
    if (content.requiredBits === null || (current.seen & content.requiredBits) !== content.requiredBits) requireAll(current);
    depth -= 1;
    frame = depth < 0 ? null : (frames[depth] ?? null);
    settle(record, content.unsettled);
    record.parent?.addRecord(current.slot, record);
    sink.closed(record, content.table);
  };

  return {
    open: (name, atLine, atColumn) => {
      line = atLine;
      column = atColumn;
      if (skipped > 0) {
        skipped += 1;
      } else if (item !== null) {
        report("unexpected-element", `${item.child.tag} holds a value, not an element ${shorten(tagOf(name))}.`, item.item, null, line, column, itemRecord);
        skipped = 1;
      } else if (frame !== null) openChild(frame, name);
      else if (!isRootOpen && tagOf(name) === root.tag) {
        isRootOpen = true;
        openRecord(rootContent, null, 0, 1);
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
      if (item !== null) itemText = itemText === "" ? value : itemText + value;
      else if (frame !== null && collapse(value) !== "")
        report("unexpected-text", `${frame.content.table.tag} holds elements only, but here is the text “${shorten(collapse(value))}”.`);
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
function settle(record: DataRecord, groups: readonly RecordTable[]): void {
  for (const group of groups) {
    const inner = record[group.name];
    if (!group.inline) putInOrder(inner as DataRecord[], group);
    else if (inner !== null) {
      settle(inner as DataRecord, unsettledOf(group));
      if (!(inner as DataRecord).hasContent()) record[group.name] = null;
    }
  }
}

function allowsEmpty(type: ValueType): boolean {
  return type.kind === "text" ? type.minimum === 0 : type.kind === "one-of" && type.options.some(allowsEmpty);
}
