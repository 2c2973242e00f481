import { escapeAttribute, escapeText } from "../xml/escape.ts";
import { packParts } from "./pack.ts";
import { checkWorkbook, columnLetters, rangeOf, type Sheet, type Workbook } from "./workbook.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The styles of cells by their number in `STYLES`. */
const HEADING = 1;
const TEXT = 2;

/** Number format 49 is text: what is typed into such a cell stays text as well. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${[
  1, 0,
]
  .map(
    (font) =>
      `<xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`,
  )
  .join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * A workbook as an Office Open XML file (.xlsx). The same workbook gives the same bytes.
 * @throws RangeError when no such file can hold it (`checkWorkbook`)
 */
export function writeXlsx(workbook: Workbook): Uint8Array {
  checkWorkbook(workbook);
  const { title, sheets } = workbook;
  const paths = sheets.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  const overrides = [
    ["xl/workbook.xml", `${TYPES}.sheet.main+xml`],
    ["xl/styles.xml", `${TYPES}.styles+xml`],
    ["docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
    ...paths.map((path) => [`xl/${path}`, `${TYPES}.worksheet+xml`]),
  ];
  const entries = sheets.map(({ name }, index) => `<sheet name="${escapeAttribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("");
  return packParts([
    {
      path: "[Content_Types].xml",
      text: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${overrides.map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`).join("")}</Types>`,
    },
    {
      path: "_rels/.rels",
      text: relations([
        [`${OFFICE}/officeDocument`, "xl/workbook.xml"],
        [`${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"],
      ]),
    },
    {
      path: "docProps/core.xml",
      text: `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeText(title)}</dc:title></cp:coreProperties>`,
    },
    { path: "xl/workbook.xml", text: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${entries}</sheets></workbook>` },
    {
      path: "xl/_rels/workbook.xml.rels",
      text: relations([...paths.map((path): [string, string] => [`${OFFICE}/worksheet`, path]), [`${OFFICE}/styles`, "styles.xml"]]),
    },
    { path: "xl/styles.xml", text: STYLES },
    ...sheets.map((sheet, index) => ({ path: `xl/${paths[index]}`, text: worksheet(sheet, index === 0) })),
  ]);
}

function relations(targets: readonly (readonly [string, string])[]): string {
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`).join("")}</Relationships>`;
}

function worksheet(sheet: Sheet, isFirst: boolean): string {
  const { columns, rows } = sheet;
  const widths = columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${TEXT}" customWidth="1"/>`).join("");
  const lines = [columns.map(({ heading }) => heading), ...rows].map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((text, column) => cell(text, `${columnLetters(column)}${row + 1}`, row === 0 ? HEADING : TEXT)).join("")}</row>`,
  );
  const view = `<sheetView${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView>`;
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="${rangeOf(sheet)}"/><sheetViews>${view}</sheetViews><cols>${widths}</cols><sheetData>${lines.join("")}</sheetData><autoFilter ref="${rangeOf(sheet)}"/>${validations(sheet)}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
}

const LAST_ROW = 1_048_576;

/** Notes that are shown at the cells of a column, and lists of what they may hold; what is not in a list is warned of and may stay. */
function validations({ columns }: Sheet): string {
  const each = columns.flatMap(({ help }, index) => {
    if (help === undefined) return [];
    const column = columnLetters(index);
    const list = help.list === null ? "" : ' type="list" errorStyle="warning" showErrorMessage="1"';
    const formula = help.list === null ? "" : `<formula1>${escapeText(help.list)}</formula1>`;
    return [
      `<dataValidation${list} allowBlank="1" showInputMessage="1" promptTitle="${escapeAttribute(help.title)}" prompt="${escapeAttribute(help.text)}" sqref="${column}2:${column}${LAST_ROW}">${formula}</dataValidation>`,
    ];
  });
  return each.length === 0 ? "" : `<dataValidations count="${each.length}">${each.join("")}</dataValidations>`;
}

function cell(text: string, reference: string, style: number): string {
  return text === ""
    ? `<c r="${reference}" s="${style}"/>`
    : `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeText(withEscapes(text))}</t></is></c>`;
}

/** Characters that XML cannot hold have an escape of their own here, and what looks like one must be told from it. */
// oxlint-disable-next-line no-control-regex
const UNUSUAL = /_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

function withEscapes(text: string): string {
  return text.replaceAll(UNUSUAL, (character) => `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}_`);
}
