import { shorten } from "../validator/describe-type.ts";
import type { Values } from "./bound-record.ts";
import type { ItemLayout, RecordLayout } from "./layout.ts";
import type { ItemWriter, RecordWriter } from "./record-writer.ts";
import type { WritingProblem } from "./writing-problem.ts";

/** What is being written: the elements that are open, with their numbers, and what was found wrong. */
export interface Writing {
  readonly steps: string[];
  readonly problems: WritingProblem[];
}

/** A record with its tags. What cannot be written is reported and left out. */
export function writeRecord(writer: RecordWriter, value: unknown, writing: Writing): string {
  if (!isValues(value)) {
    report(writing, "type", `${nameOf(writer.layout)} must be an object`, []);
    return "";
  }
  const content = writeContent(writer, value, writing);
  return content === "" ? writer.whole : writer.open + content + writer.close;
}

function writeContent(writer: RecordWriter, values: Values, writing: Writing): string {
  let text = "";
  let met = 0;
  for (const child of writer.contains) {
    const value = values[child.layout.name];
    if (value !== undefined) met += 1;
    text += child.layout.maximum === 1 ? writeOne(child, value, writing) : writeList(child, value, writing);
  }
  if (Object.keys(values).length !== met) reportOthers(writer, values, writing);
  return text;
}

function writeOne(writer: ItemWriter | RecordWriter, value: unknown, writing: Writing): string {
  if (value === undefined) return writeNothing(writer, writing);
  if ("scalar" in writer) return writeItem(writer, value, writing, writer.layout.tag);
  if (writer.layout.tag === "") {
    if (isValues(value)) return writeContent(writer, value, writing);
    report(writing, "type", `${nameOf(writer.layout)} must be an object`, []);
    return "";
  }
  return writeInside(writer, value, writing, writer.layout.tag);
}

/** What is left out: an element that must be there though it may be empty is written empty. */
function writeNothing(writer: ItemWriter | RecordWriter, writing: Writing): string {
  const { layout } = writer;
  if (layout.minimum === 0) return "";
  if ("scalar" in writer) {
    if (writer.layout.empty) return writer.whole;
  } else if (layout.tag === "") return writeContent(writer, {}, writing);
  report(writing, "missing", `${nameOf(layout)} is missing`, [layout.tag]);
  return "";
}

function writeList(writer: ItemWriter | RecordWriter, value: unknown, writing: Writing): string {
  const { layout } = writer;
  const entries: unknown = value ?? [];
  if (value === null || !Array.isArray(entries)) {
    report(writing, "type", `${nameOf(layout)} must be a list`, [layout.tag]);
    return "";
  }
  reportCount(layout, entries.length, writing);
  let text = "";
  for (let index = 0; index < entries.length; index += 1) {
    const step = `${layout.tag}[${index + 1}]`;
    const entry: unknown = entries[index];
    text += "scalar" in writer ? writeItem(writer, entry, writing, step) : writeInside(writer, entry, writing, step);
  }
  return text;
}

/** Reports when there are fewer or more of something than there may be. */
export function reportCount(layout: ItemLayout | RecordLayout, count: number, writing: Writing): void {
  const { minimum, maximum, tag } = layout;
  if (count < minimum) report(writing, "missing", count === 0 ? `${nameOf(layout)} is missing` : `${nameOf(layout)} must occur ${minimum} times`, [tag]);
  if (maximum !== null && count > maximum) report(writing, "occurs", `${nameOf(layout)} may occur ${maximum === 1 ? "once" : `${maximum} times`} only`, [tag]);
}

function writeInside(writer: RecordWriter, value: unknown, writing: Writing, step: string): string {
  writing.steps.push(step);
  const text = writeRecord(writer, value, writing);
  writing.steps.pop();
  return text;
}

function writeItem(writer: ItemWriter, value: unknown, writing: Writing, step: string): string {
  const text = writer.scalar.write(value);
  if (text === null) {
    const { kind, message } = writer.scalar.explain(value);
    report(writing, kind, `${nameOf(writer.layout)} ${message}`, [step]);
    return "";
  }
  return text === "" ? writer.whole : writer.open + text + writer.close;
}

function reportOthers({ layout, contains }: RecordWriter, values: Values, writing: Writing): void {
  const names = new Set(contains.map((child) => child.layout.name));
  for (const name of Object.keys(values)) {
    if (names.has(name) || values[name] === undefined) continue;
    report(writing, "unexpected", `${nameOf(layout)} has nothing called ${shorten(name)} in XML`, []);
  }
}

/** @param steps from the innermost open element on */
export function report(writing: Writing, kind: WritingProblem["kind"], message: string, steps: readonly string[]): void {
  writing.problems.push({ kind, message: `${message}.`, path: `/${[...writing.steps, ...steps].join("/")}` });
}

function nameOf({ label, tag, name }: ItemLayout | RecordLayout): string {
  const short = tag === "" ? name : tag;
  return label === short ? short : `${label} (${short})`;
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The texts before and after the children of a return, from the `<` of the root on. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/**
 * Writes a return but for its children.
 * @param names of the records from the root down to that of a child, the root left out
 */
export function writeAround(writer: RecordWriter, value: unknown, [name = "", ...names]: readonly string[], writing: Writing): Around {
  const values = isValues(value) ? value : {};
  if (values !== value) report(writing, "type", `${nameOf(writer.layout)} must be an object`, []);
  const parts = { before: writer.open, after: "" };
  let isBefore = true;
  for (const child of writer.contains) {
    const inside = values[child.layout.name];
    if (child.layout.name !== name) {
      const text = child.layout.maximum === 1 ? writeOne(child, inside, writing) : writeList(child, inside, writing);
      parts[isBefore ? "before" : "after"] += text;
      continue;
    }
    isBefore = false;
    if (names.length > 0 && !("scalar" in child)) {
      writing.steps.push(child.layout.tag);
      const around = writeAround(child, inside ?? {}, names, writing);
      writing.steps.pop();
      parts.before += around.before;
      parts.after += around.after;
    } else if (inside !== undefined)
      report(writing, "unexpected", `${nameOf(child.layout)} is written one by one, and cannot be given here`, [child.layout.tag]);
  }
  reportOthers(writer, values, writing);
  return { before: parts.before, after: parts.after + writer.close };
}
