import { escapeAttribute, escapeText } from "../xml/escape.ts";
import { packParts } from "./pack.ts";
import { checkWorkbook, columnLetters, type Sheet, type Workbook } from "./workbook.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet";
const VERSION = "1.3";
const NAMESPACES = ["office", "table", "text", "style", "number", "config", "meta", "manifest"]
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name === "number" ? "datastyle" : name}:1.0"`)
  .concat('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"')
  .join(" ");
/** Printed on its side, all columns on one page. */
const STYLES = `<office:styles><style:style style:name="Default" style:family="table-cell"/></office:styles><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties style:print-orientation="landscape" fo:page-width="29.7cm" fo:page-height="21cm" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Default" style:page-layout-name="page"/></office:master-styles>`;
/** What a character of ordinary text takes in the typeface that spreadsheets begin with. */
const CENTIMETRES = 0.2;

/**
 * A workbook as an OpenDocument file (.ods). The same workbook gives the same bytes.
 * @throws RangeError when no such file can hold it (`checkWorkbook`), or for a character that XML cannot hold
 */
export function writeOds(workbook: Workbook): Uint8Array {
  checkWorkbook(workbook);
  const { title, sheets } = workbook;
  const parts = [
    { path: "content.xml", text: document("content", `${automaticStyles(sheets)}<office:body>${spreadsheet(sheets)}</office:body>`) },
    {
      path: "styles.xml",
      text: document("styles", STYLES),
    },
    { path: "meta.xml", text: document("meta", `<office:meta><dc:title>${escapeText(title)}</dc:title></office:meta>`) },
    { path: "settings.xml", text: document("settings", settings(sheets)) },
  ];
  const entries = parts.map(({ path }) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="text/xml"/>`).join("");
  return packParts([
    { path: "mimetype", text: MEDIA_TYPE, isStored: true },
    ...parts,
    {
      path: "META-INF/manifest.xml",
      text: `${HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="${VERSION}"><manifest:file-entry manifest:full-path="/" manifest:version="${VERSION}" manifest:media-type="${MEDIA_TYPE}"/>${entries}</manifest:manifest>`,
    },
  ]);
}

function document(kind: string, inner: string): string {
  return `${HEAD}<office:document-${kind} ${NAMESPACES} office:version="${VERSION}">${inner}</office:document-${kind}>`;
}

/** Widths have styles `w10`, `w40`; cells those of headings and of text. */
function automaticStyles(sheets: readonly Sheet[]): string {
  const widths = new Set(sheets.flatMap(({ columns }) => columns.map(({ width }) => width)));
  const columns = [...widths].map(
    (width) =>
      `<style:style style:name="w${width}" style:family="table-column"><style:table-column-properties style:column-width="${(width * CENTIMETRES).toFixed(1)}cm"/></style:style>`,
  );
  const cells = [
    ["text", ""],
    ["heading", '<style:text-properties fo:font-weight="bold"/>'],
  ].map(
    ([name, more]) =>
      `<style:style style:name="${name}" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="as-text"><style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>${more}</style:style>`,
  );
  const row =
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"/><style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>';
  return `<office:automatic-styles><number:text-style style:name="as-text"><number:text-content/></number:text-style>${columns.join("")}${row}${cells.join("")}</office:automatic-styles>`;
}

function spreadsheet(sheets: readonly Sheet[]): string {
  const filters = sheets.map(({ name, columns, rows }, index) => {
    const place = escapeAttribute(`'${name.replaceAll("'", "''")}'`);
    return `<table:database-range table:name="filter${index + 1}" table:target-range-address="${place}.A1:${place}.${columnLetters(columns.length - 1)}${rows.length + 1}" table:display-filter-buttons="true"/>`;
  });
  return `<office:spreadsheet>${sheets.map(table).join("")}<table:database-ranges>${filters.join("")}</table:database-ranges></office:spreadsheet>`;
}

function table({ name, columns, rows }: Sheet): string {
  const widths = columns.map(({ width }) => `<table:table-column table:style-name="w${width}" table:default-cell-style-name="text"/>`).join("");
  const line = (cells: readonly string[], style: string): string =>
    `<table:table-row table:style-name="row">${cells.map((text) => cell(text, style)).join("")}</table:table-row>`;
  const headings = line(
    columns.map(({ heading }) => heading),
    "heading",
  );
  return `<table:table table:name="${escapeAttribute(name)}" table:style-name="sheet">${widths}<table:table-header-rows>${headings}</table:table-header-rows>${rows.map((row) => line(row, "text")).join("")}</table:table>`;
}

function cell(text: string, style: string): string {
  if (text === "") return `<table:table-cell table:style-name="${style}"/>`;
  const paragraphs = text.split(/\r\n|\r|\n/).map((line) => `<text:p>${spaced(line)}</text:p>`);
  return `<table:table-cell table:style-name="${style}" office:value-type="string">${paragraphs.join("")}</table:table-cell>`;
}

/** Readers make one of several blanks, and none of those at the ends: such ones are elements. */
function spaced(line: string): string {
  return escapeText(line)
    .replaceAll("\t", "<text:tab/>")
    .replaceAll(/^ +| +$| {2,}/g, (blanks) => `<text:s text:c="${blanks.length}"/>`);
}

/** The line of headings stays in view. */
function settings(sheets: readonly Sheet[]): string {
  const item = (name: string, type: string, value: string | number): string =>
    `<config:config-item config:name="${name}" config:type="${type}">${value}</config:config-item>`;
  const views = sheets.map(
    ({ name }) =>
      `<config:config-item-map-entry config:name="${escapeAttribute(name)}">${item("VerticalSplitMode", "short", 2)}${item("VerticalSplitPosition", "int", 1)}${item("ActiveSplitRange", "short", 2)}${item("PositionBottom", "int", 1)}</config:config-item-map-entry>`,
  );
  return `<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>${item("ViewId", "string", "view1")}<config:config-item-map-named config:name="Tables">${views.join("")}</config:config-item-map-named>${item("ActiveTable", "string", escapeText(sheets[0]?.name ?? ""))}</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>`;
}
