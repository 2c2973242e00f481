import type { ItemLayout, RecordLayout } from "../../runtime/bindings/layout.ts";
import { escapeText } from "../../runtime/xml/escape.ts";

type Values = Readonly<Record<string, unknown>>;

/** Writes whatever it is given, right or wrong: bindings refuse what a careless exporter would write. */
export function writeLeniently(value: unknown, layout: RecordLayout): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeRecord(value as Values, layout).join("\n")}\n`;
}

function writeRecord(values: Values, layout: RecordLayout): readonly string[] {
  const inner = layout.contains.flatMap((child) => {
    if (child.kind === "record") return listOf(values[child.name]).flatMap((one) => writeRecord(one as Values, child));
    // An element that must be there and has nothing to say is empty.
    const given = values[child.name] === undefined && child.minimum > 0 && child.empty ? [""] : listOf(values[child.name]);
    return given.map((one) => writeItem(one, child));
  });
  return layout.tag === "" ? inner : [`<${layout.tag}>`, ...inner, `</${layout.tag}>`];
}

function writeItem(value: unknown, { tag }: ItemLayout): string {
  return value === "" ? `<${tag}/>` : `<${tag}>${escapeText(String(value))}</${tag}>`;
}

export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
