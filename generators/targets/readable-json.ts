import type { Json } from "../specification/canonical.ts";

const WIDTH = 160;

/** JSON in the order given, two spaces deep; what fits stays on one line, so that a changed fact is a changed line and not a changed screen. */
export function readableJson(value: Json): string {
  return `${print(value, "", 0)}\n`;
}

/** @param used characters that stand before the value on its line, and the comma behind it */
function print(value: Json, indent: string, used: number): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const line = oneLine(value);
  if (indent.length + used + line.length <= WIDTH) return line;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((item) => inner + print(item, inner, 1)).join(",\n")}\n${indent}]`;
  const fields = Object.entries(value).map(([key, field]) => `${inner}${JSON.stringify(key)}: ${print(field, inner, JSON.stringify(key).length + 3)}`);
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

function oneLine(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(oneLine).join(", ")}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${oneLine(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
