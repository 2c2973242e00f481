/**
 * Takes the document type declaration out of a schema, as the schema for schemas has one: blanks take its place, so that all that follows keeps
 * its line. Entities that it declares with a plain text are put in where they are used.
 * @returns the text, whether there was a declaration, and whether its entities make too much text to be put in
 */
export function withoutDoctype(text: string): { readonly text: string; readonly hasDoctype: boolean; readonly isTooMuch: boolean } {
  const start = findDoctype(text);
  if (start === null) return { text, hasDoctype: false, isTooMuch: false };
  const end = endOfDoctype(text, start);
  const declaration = text.slice(start, end);
  const entities = new Map(
    [...declaration.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g)].map(([, name = "", double, single]) => [name, double ?? single ?? ""]),
  );
  let room = MOST_TEXT;
  const rest = text.slice(end).replaceAll(/&([\w.-]+);/g, (reference, name: string) => {
    const value = entities.get(name) ?? reference;
    room -= value.length;
    return room < 0 ? reference : value;
  });
  return { text: text.slice(0, start) + declaration.replaceAll(/[^\r\n]/g, " ") + rest, hasDoctype: true, isTooMuch: room < 0 };
}

/** How many characters entities may put in: a megabyte of text that is referred to a thousand times is a gigabyte. */
const MOST_TEXT = 1_000_000;

/** It stands before the root, behind nothing but comments, instructions and white space. */
function findDoctype(text: string): number | null {
  const prologue = /^\uFEFF?(?:\s|<\?[^]*?\?>|<!--[^]*?-->)*/.exec(text)?.[0].length ?? 0;
  return text.startsWith("<!DOCTYPE", prologue) ? prologue : null;
}

function endOfDoctype(text: string, start: number): number {
  const token = /<!--[^]*?-->|"[^"]*"|'[^']*'|<\?[^]*?\?>|[[\]<>]/g;
  token.lastIndex = start + 1;
  let depth = 1;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === "<" || match[0] === "[") depth += 1;
    else if (match[0] === ">" || match[0] === "]") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}
