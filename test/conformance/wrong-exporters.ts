import type { ExportPlan } from "../../conformance/reference-supplier/export.ts";
import type { ItemLayout, RecordLayout } from "../../runtime/bindings/layout.ts";
import { formatIsoDate, formatUkDate, parseIsoDate, parseUkDate } from "../../runtime/dates.ts";
import { listOf } from "./lenient-xml.ts";

/** A mistake that an exporter may make. */
export interface WrongExporter {
  /** `drop CINclosureDate`, unique. */
  readonly name: string;
  readonly kind: string;
  /** Another plan for what is taken out of the store. */
  readonly plan?: (plan: ExportPlan) => ExportPlan;
  /** Another return. */
  readonly value?: (value: unknown) => unknown;
  /** Another document. */
  readonly bytes?: (document: string) => Uint8Array;
}

type Values = Record<string, unknown>;

/** Systematic mistakes: of every item but those that are left open, of every record, of every condition of the plan, and of the file as a whole. */
export function wrongExporters(layout: RecordLayout, plan: ExportPlan, leftOpen: readonly string[]): readonly WrongExporter[] {
  const mistakes = itemMistakes(layout, layout.name).filter(({ name }) => !leftOpen.some((item) => name.endsWith(`/${item}`)));
  return [...mistakes, ...recordMistakes(layout, plan), ...planMistakes(plan, namesIn(layout)), ...wholeMistakes(layout, plan)];
}

function itemMistakes(layout: RecordLayout, path: string): readonly WrongExporter[] {
  return layout.contains.flatMap((child) => {
    if (child.kind === "record") return itemMistakes(child, `${path}/${child.name}`);
    const at = `${path}/${child.name}`;
    const change = (kind: string, by: (value: unknown, index: number) => unknown): WrongExporter => ({
      name: `${kind} ${at}`,
      kind,
      value: (value) => changeItem(value, at.split("/").slice(1), by),
    });
    return [
      change("drop", () => undefined),
      change("drop-first", (value, index) => (index === 0 ? undefined : value)),
      change("blank", () => ""),
      ...(child.maximum === 1 ? [] : [change("only-first-value", (value) => value)].map((one) => ({ ...one, value: firstValues(at.split("/").slice(1)) }))),
      ...typeMistakes(child, change),
    ];
  });
}

function typeMistakes({ type }: ItemLayout, change: (kind: string, by: (value: unknown, index: number) => unknown) => WrongExporter): readonly WrongExporter[] {
  const onText = (kind: string, by: (text: string) => string): WrongExporter =>
    change(kind, (value) => (typeof value === "string" && value !== "" ? by(value) : value));
  switch (type.kind) {
    case "date":
      return [
        onText("day-later", (text) => moved(text, 1)),
        onText("day-earlier", (text) => moved(text, -1)),
        // A date that was made a point in time and back again, in summer time.
        onText("time-zone", (text) => (/-0[4-9]-|\/0[4-9]\//.test(text) ? moved(text, -1) : text)),
        onText("with-time", (text) => `${text}T00:00:00`),
        onText("other-form", otherForm),
      ];
    case "code": {
      const codes = Object.keys(type.codes);
      return [
        onText("next-code", (text) => codes[(codes.indexOf(text) + 1) % codes.length] ?? text),
        onText("unknown-code", () => "QQ"),
        // Numbers have no small letters.
        ...(codes.some((code) => code !== code.toLowerCase()) ? [onText("small-letters", (text) => text.toLowerCase())] : []),
      ];
    }
    case "boolean":
      return [change("inverted", (value) => value !== true)];
    case "integer":
      return [change("one-more", (value) => (typeof value === "number" ? value + 1 : value))];
    default:
      return [onText("cut", (text) => text.slice(0, -1))];
  }
}

function moved(text: string, days: number): string {
  const [iso, uk] = [parseIsoDate(text), parseUkDate(text)];
  if (iso !== null) return formatIsoDate(iso + days);
  return uk === null ? text : formatUkDate(uk + days);
}

function otherForm(text: string): string {
  const [iso, uk] = [parseIsoDate(text), parseUkDate(text)];
  if (iso !== null) return formatUkDate(iso);
  return uk === null ? text : formatIsoDate(uk);
}

function changeItem(value: unknown, path: readonly string[], by: (value: unknown, index: number) => unknown): unknown {
  let index = 0;
  const visit = (one: unknown, [name = "", ...rest]: readonly string[]): unknown => {
    if (typeof one !== "object" || one === null) return one;
    const values = { ...(one as Values) };
    if (values[name] === undefined) return values;
    const changed = listOf(values[name]).flatMap((inner) => {
      const result = rest.length === 0 ? by(inner, index++) : visit(inner, rest);
      return result === undefined ? [] : [result];
    });
    if (changed.length === 0) delete values[name];
    else values[name] = Array.isArray(values[name]) ? changed : changed[0];
    return values;
  };
  return visit(value, path);
}

/** Of an item that repeats only the first value, the most usual mistake of a query that joins. */
function firstValues(path: readonly string[]): (value: unknown) => unknown {
  const visit = (one: unknown, [name = "", ...rest]: readonly string[]): unknown => {
    const values = { ...(one as Values) };
    if (values[name] === undefined) return values;
    const all = listOf(values[name]);
    values[name] = rest.length === 0 ? all.slice(0, 1) : Array.isArray(values[name]) ? all.map((inner) => visit(inner, rest)) : visit(all[0], rest);
    return values;
  };
  return (value) => visit(value, path);
}

function recordMistakes(layout: RecordLayout, plan: ExportPlan): readonly WrongExporter[] {
  const records = (node: RecordLayout, path: readonly string[]): readonly (readonly [RecordLayout, readonly string[]])[] =>
    node.contains.flatMap((child) => (child.kind === "item" ? [] : [[child, [...path, child.name]] as const, ...records(child, [...path, child.name])]));
  return records(layout, [])
    .filter(([record]) => record.maximum !== 1 && record.name !== plan.child)
    .flatMap(([, path]) => {
      const groups = (kind: string, by: (all: readonly unknown[]) => readonly unknown[]): WrongExporter => ({
        name: `${kind} ${path.join("/")}`,
        kind,
        value: (value) => changeGroup(value, path, by),
      });
      return [
        groups("no-records", () => []),
        groups("first-record", (all) => all.slice(0, 1)),
        groups("last-record", (all) => all.slice(-1)),
        groups("record-twice", (all) => [...all, ...all.slice(-1)]),
      ];
    });
}

function changeGroup(value: unknown, [name = "", ...rest]: readonly string[], by: (all: readonly unknown[]) => readonly unknown[]): unknown {
  const values = { ...(value as Values) };
  if (values[name] === undefined) return values;
  const all = listOf(values[name]);
  const changed = rest.length === 0 ? by(all) : all.map((inner) => changeGroup(inner, rest, by));
  if (changed.length === 0) delete values[name];
  else values[name] = Array.isArray(values[name]) ? changed : changed[0];
  return values;
}

function namesIn(layout: RecordLayout): ReadonlySet<string> {
  return new Set(layout.contains.flatMap((child) => (child.kind === "item" ? [child.name] : [child.name, ...namesIn(child)])));
}

/** Every condition left out, and every comparison with the wrong side of its limit. */
function planMistakes(plan: ExportPlan, names: ReadonlySet<string>): readonly WrongExporter[] {
  const without = (record: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
  const mistakes: WrongExporter[] = [];
  for (const part of ["shown", "items", "values"] as const) {
    for (const [name, sql] of Object.entries(plan[part])) {
      // Another year has it, or another form.
      if (!names.has(name)) continue;
      mistakes.push({ name: `no-condition ${part} ${name}`, kind: "no-condition", plan: (own) => ({ ...own, [part]: without(own[part], name) }) });
      const limits = [...sql.matchAll(/[<>]=? :(start|end)/g)];
      for (const [number, limit] of limits.entries()) {
        const [text] = limit;
        const other = text.includes("=") ? text.replace("=", "") : text.replace(/([<>])/, "$1=");
        const changed = `${sql.slice(0, limit.index)}${other}${sql.slice(limit.index + text.length)}`;
        mistakes.push({ name: `limit ${number + 1} ${part} ${name}`, kind: "limit", plan: (own) => ({ ...own, [part]: { ...own[part], [name]: changed } }) });
      }
    }
  }
  for (const name of plan.foreseen)
    mistakes.push({ name: `not-foreseen ${name}`, kind: "not-foreseen", plan: (own) => ({ ...own, foreseen: own.foreseen.filter((one) => one !== name) }) });
  if (names.has("ChildIdentifiers"))
    mistakes.push({ name: "no-needs", kind: "no-condition", plan: (own) => ({ ...own, childNeeds: [...own.childNeeds, "ChildIdentifiers"] }) });
  return mistakes;
}

const encoder = new TextEncoder();

function wholeMistakes(layout: RecordLayout, plan: ExportPlan): readonly WrongExporter[] {
  const children = (kind: string, by: (all: readonly unknown[]) => readonly unknown[]): WrongExporter => {
    const path = layout.contains.some(({ name }) => name === plan.child) ? [plan.child] : ["Children", plan.child];
    return { name: kind, kind: "children", value: (value) => changeGroup(value, path, by) };
  };
  const bytes = (name: string, by: (document: string) => Uint8Array | string): WrongExporter => ({
    name,
    kind: "file",
    bytes: (document) => {
      const made = by(document);
      return typeof made === "string" ? encoder.encode(made) : made;
    },
  });
  return [
    children("no-child", () => []),
    children("first-child-left-out", (all) => all.slice(1)),
    children("last-child-left-out", (all) => all.slice(0, -1)),
    children("child-twice", (all) => [...all, ...all.slice(-1)]),
    children("every-other-child", (all) => all.filter((_, index) => index % 2 === 0)),
    bytes("truncated", (document) => document.slice(0, Math.floor(document.length * 0.9))),
    bytes("empty", () => ""),
    bytes("in-latin-1-as-utf-8", (document) => Uint8Array.from([...encoder.encode(document.slice(0, 200)), 0xe9, ...encoder.encode(document.slice(200))])),
    bytes("utf-16-without-a-mark", (document) =>
      Uint8Array.from([...document].flatMap((character) => [character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8])),
    ),
    bytes("other-root", (document) => document.replaceAll(`<${layout.tag}>`, "<Data>").replaceAll(`</${layout.tag}>`, "</Data>")),
    bytes("namespace", (document) =>
      document.replace(`<${layout.tag}>`, `<ns:${layout.tag} xmlns:ns="urn:example">`).replace(`</${layout.tag}>`, `</ns:${layout.tag}>`),
    ),
    bytes("reversed-elements", (document) => document.replaceAll(/(<(\w+)>[^<>]*<\/\2>)\n(<(\w+)>[^<>]*<\/\4>)/g, "$3\n$1")),
    bytes("with-a-doctype", (document) => document.replace("?>\n", `?>\n<!DOCTYPE ${layout.tag}>\n`)),
  ];
}
