import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/** The cells of each sheet, headings first, as a reader of the standard has them. */
export type Cells = readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[];

/** The parts of a workbook by path. */
export function partsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]));
}

function parse(
  text: string,
  open: (tag: string, attributes: Record<string, string>) => void,
  read: (text: string) => void,
  close: (tag: string) => void,
): void {
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => open(name, attributes as Record<string, string>));
  parser.on("text", read);
  parser.on("closetag", ({ name }) => close(name));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
}

/** Reads an Office Open XML workbook of texts: escapes such as `_x0009_` are undone. */
export function readXlsx(bytes: Uint8Array): Cells {
  const parts = partsOf(bytes);
  const names: string[] = [];
  parse(parts.get("xl/workbook.xml") ?? "", (tag, { name = "" }) => void (tag === "sheet" && names.push(name)), noText, noTag);
  return names.map((name, index) => {
    const rows: string[][] = [];
    let isText = false;
    const open = (tag: string): void => {
      if (tag === "row") rows.push([]);
      if (tag === "c") rows.at(-1)?.push("");
      isText = tag === "t";
    };
    const read = (text: string): void => {
      const row = rows.at(-1);
      if (isText && row !== undefined) row[row.length - 1] += text;
    };
    parse(parts.get(`xl/worksheets/sheet${index + 1}.xml`) ?? "", open, read, () => {
      isText = false;
    });
    const plain = (text: string): string => text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    return { name, rows: rows.map((cells) => cells.map(plain)) };
  });
}

/** Reads an OpenDocument spreadsheet of texts. */
export function readOds(bytes: Uint8Array): Cells {
  const sheets: { name: string; rows: string[][] }[] = [];
  let paragraphs: string[] | null = null;
  const add = (text: string): void => {
    if (paragraphs !== null && paragraphs.length > 0) paragraphs[paragraphs.length - 1] += text;
  };
  const open = (tag: string, attributes: Record<string, string>): void => {
    if (tag === "table:table") sheets.push({ name: attributes["table:name"] ?? "", rows: [] });
    if (tag === "table:table-row") sheets.at(-1)?.rows.push([]);
    if (tag === "table:table-cell") paragraphs = [];
    if (tag === "text:p") paragraphs?.push("");
    if (tag === "text:s") add(" ".repeat(Number(attributes["text:c"] ?? 1)));
    if (tag === "text:tab") add("\t");
  };
  const close = (tag: string): void => {
    if (tag !== "table:table-cell") return;
    sheets
      .at(-1)
      ?.rows.at(-1)
      ?.push((paragraphs ?? []).join("\n"));
    paragraphs = null;
  };
  // A reader takes several blanks for one, and those at an end for none.
  parse(partsOf(bytes).get("content.xml") ?? "", open, (text) => add(text.replaceAll(/\s+/g, " ")), close);
  return sheets;
}

function noText(): void {}
function noTag(): void {}
