/** Reads CSV as RFC 4180 has it, with a byte order mark and a line of names; fails on anything else. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  if (!text.startsWith("\uFEFF")) throw new Error("no byte order mark");
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  cell.lastIndex = 1;
  while (cell.lastIndex < text.length) {
    const start = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no cell at ${start}`);
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
  }
  if (rows.pop()?.length !== 0) throw new Error("the last line is not ended");
  const [names = [], ...lines] = rows;
  return lines.map((line) => {
    if (line.length !== names.length) throw new Error(`${line.length} cells for ${names.length} names`);
    return Object.fromEntries(names.map((name, index) => [name, line[index] ?? ""]));
  });
}
