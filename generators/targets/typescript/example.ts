/** A value as the text of an object in code; blanks are left out, and what holds nothing else. */
export function exampleLiteral(value: unknown): string {
  return literal(value, "") ?? "{}";
}

function literal(value: unknown, indent: string): string | null {
  if (value === "") return null;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value) ? value.map((entry) => ["", entry]) : Object.entries(value);
  const lines = entries.flatMap(([name, content]) => {
    const text = literal(content, inner);
    return text === null ? [] : [`${inner}${name === "" ? "" : `${name}: `}${text},\n`];
  });
  if (lines.length === 0) return null;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join("")}${indent}${close}`;
}
