import { countWords } from "../../../runtime/findings/message.ts";
import { readable } from "../../../runtime/findings/readable.ts";
import { listNames } from "../../../runtime/inputs/choose-files.ts";
import {
  type CellContext,
  createRelations,
  createSharedTexts,
  createSheetList,
  createSheetReader,
  createStyles,
  type PartReader,
  type SheetFacts,
  touchesRow,
} from "../../../runtime/workbook/read-xlsx.ts";
import { columnLetters } from "../../../runtime/workbook/workbook.ts";
import { asProblem } from "../../../runtime/xml/problem.ts";
import { type DateForm, type Input, type InputFile, InputProblem } from "./input.ts";

const SHOWN_NAME = 60;
/** Sheets of the templates that hold no rows. */
const HELPERS: ReadonlySet<string> = new Set(["about", "codes", "columns"]);

/** The parts of a workbook by their paths. */
export type Parts = ReadonlyMap<string, InputFile>;

/**
 * The visible sheets of an Excel workbook as tables. Nothing is computed: a formula counts for the value that was last seen, a number that is shown as
 * a date is that date, every other cell is its text. Sheets that are hidden, empty or helpers of a template are not read.
 */
export async function openWorkbook(facts: Pick<Input, "name" | "sha256">, parts: Parts, dateForm: DateForm): Promise<Input> {
  const list = createSheetList();
  const relations = createRelations();
  await readPart(parts.get("xl/workbook.xml"), list);
  await readPart(parts.get("xl/_rels/workbook.xml.rels"), relations);
  const shared = createSharedTexts();
  const styles = createStyles();
  await readPart(parts.get(relations.byType.get("sharedStrings") ?? ""), shared);
  await readPart(parts.get(relations.byType.get("styles") ?? ""), styles);
  const context: CellContext = { texts: shared.texts, dates: styles.dates, dateForm, is1904: list.is1904() };
  const notes: string[] = [];
  const hidden = list.sheets.filter(({ isHidden }) => isHidden);
  if (hidden.length > 0) notes.push(`Hidden, and not read: ${listNames(hidden)}.`);
  const headers = new Map<string, number>();
  const files: InputFile[] = [];
  for (const { name, relation, isHidden } of list.sheets) {
    const part = parts.get(relations.byId.get(relation) ?? "");
    if (isHidden || part === undefined || HELPERS.has(name.toLowerCase()) || !(await hasRows(part, context))) continue;
    const told = (found: SheetFacts): void => {
      headers.set(name, found.headerRow);
      notes.push(...sheetNotes(name, found));
    };
    files.push({ name, read: (take) => readSheet(name, part, context, take, told) });
  }
  if (files.length === 0) return { ...facts, notes, kind: "refused", message: "No visible sheet of the workbook holds anything." };
  const cellAt = (sheet: string, row: number, column: number): string => `${sheet}!${columnLetters(column)}${(headers.get(sheet) ?? 1) + row}`;
  return { ...facts, notes, kind: "tables", files, cellAt };
}

async function readPart(part: InputFile | undefined, reader: PartReader): Promise<void> {
  if (part === undefined) return;
  await reading(part.name, async () => {
    await part.read((chunk) => reader.write(chunk));
    reader.end();
  });
}

async function reading<T>(name: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof InputProblem) throw error;
    const { message } = asProblem(error);
    throw new InputProblem(
      `The workbook is damaged: its part ${readable(name, SHOWN_NAME)} cannot be read (${message}). Open it in a spreadsheet and save it again.`,
    );
  }
}

async function hasRows(part: InputFile, context: CellContext): Promise<boolean> {
  let found = false;
  const reader = createSheetReader(context, () => {
    found = true;
  });
  await reading(part.name, () =>
    part.read((chunk) => {
      if (!found) reader.write(chunk);
    }),
  );
  return found;
}

async function readSheet(
  name: string,
  part: InputFile,
  context: CellContext,
  take: (chunk: Uint8Array) => void,
  told: (found: SheetFacts) => void,
): Promise<void> {
  const encoder = new TextEncoder();
  const sheet = createSheetReader(context, (text) => take(encoder.encode(text)));
  await reading(part.name, async () => {
    await part.read((chunk) => sheet.write(chunk));
    sheet.end();
  });
  const found = sheet.facts();
  const inHeader = found.merged.find((range) => touchesRow(range, found.headerRow));
  if (inHeader !== undefined)
    throw new InputProblem(
      `The sheet ${readable(name, SHOWN_NAME)} has merged cells in its first line (${readable(inHeader, SHOWN_NAME)}), so it is not known which column has which name. Split them, and give each column its name.`,
    );
  told(found);
}

function sheetNotes(name: string, { dates, formulas, errors, merged }: SheetFacts): readonly string[] {
  const sheet = `Sheet ${readable(name, SHOWN_NAME)}`;
  return [
    ...(dates === 0 ? [] : [`${sheet}: ${countWords(dates, "number")} shown as dates ${dates === 1 ? "was" : "were"} read as dates.`]),
    ...(formulas === 0 ? [] : [`${sheet}: of ${countWords(formulas, "formula")} the last value was read.`]),
    ...(errors === 0 ? [] : [`${sheet}: ${countWords(errors, "cell")} ${errors === 1 ? "holds" : "hold"} an error of a formula, read as text.`]),
    ...(merged.length === 0 ? [] : [`${sheet}: ${countWords(merged.length, "range")} of merged cells: only the first cell of each has the value.`]),
  ];
}
