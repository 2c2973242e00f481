import { RECORD_CAP } from "../../../runtime/tables/cut-records.ts";
import type { Chunks } from "./read-file.ts";
import { JUDGE } from "../../support/returnspec.ts";

/** A file, and what reading it gives. */
export interface BadCsvRow {
  readonly what: string;
  /** reviews.csv when it does not matter. */
  readonly name?: string;
  /** Made when it is needed: some are large. */
  readonly content: () => Chunks;
  /** As in `ReadFiles`. */
  readonly events: readonly string[];
  /** Of the first problem. */
  readonly message?: RegExp;
}

const HEADER = "CHILD,DOB,REVIEW,REVIEW_CODE\n";
const ROW = "A1,01/02/2010,05/06/2025,PN1\n";
const FIRST = "1: A1|01/02/2010|05/06/2025|PN1";
/** The same row later. */
const again = (row: number): string => FIRST.replace("1:", `${row}:`);
const TABLE = "table Reviews";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A character is its byte. */
const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string, isBigEndian: boolean): Uint8Array => {
  const little = Uint8Array.from(Array.from({ length: text.length }, (_, index) => [text.charCodeAt(index) & 0xff, text.charCodeAt(index) >> 8]).flat());
  return isBigEndian ? Uint8Array.from(little, (_, index) => little[index ^ 1] ?? 0) : little;
};

/** A gigabyte, so that what keeps it in memory is found out; at normal size an eighth, more than any piece that may be kept. */
function* gigabyte(start: string, end: string): Generator<Uint8Array> {
  const filling = new Uint8Array(1 << 20).fill(0x61);
  yield bytes(start);
  for (let count = 0; count < (JUDGE ? 1024 : 128); count++) yield filling;
  yield bytes(end);
}

/** Bad and unusual CSV files, and what becomes of each. */
export const BAD_CSV_ROWS: readonly BadCsvRow[] = [
  // Files that are none.
  {
    what: "no byte",
    content: () => "",
    events: ["error empty-file"],
    message: /^reviews\.csv: The file is empty: it has no line with the names of the columns\.$/,
  },
  { what: "blank lines only", content: () => "\r\n \n,,,\n", events: ["error empty-file"] },
  { what: "a byte order mark only", content: () => "\uFEFF", events: ["error empty-file"] },
  { what: "XML", content: () => "<?xml version='1.0'?><EXPSSDA903/>", events: ["error not-csv"], message: /This is XML or a web page/ },
  { what: "a web page behind blanks", content: () => " \n<!DOCTYPE html>", events: ["error not-csv"] },
  { what: "a workbook", content: () => "PK\u0003\u0004rest", events: ["error not-csv"], message: /packed file or an Excel workbook.*save each table as CSV/ },
  { what: "an old workbook", content: () => latin("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1"), events: ["error not-csv"], message: /Excel workbook/ },
  { what: "a PDF document", content: () => "%PDF-1.7\n", events: ["error not-csv"], message: /PDF/ },
  { what: "a packed file", content: () => latin("\u001F\u008B\u0008"), events: ["error not-csv"], message: /Unpack it/ },
  { what: "zero bytes", content: () => new Uint8Array(5000), events: ["error not-csv"], message: /not text/ },
  { what: "controls in the first line", content: () => "CHILD,D\u0000OB\n", events: ["error not-csv"], message: /“D\[U\+0000\]OB”/ },
  {
    what: "a picture",
    content: () => latin("\u0089PNG\r\n\u001A\n\u0000\u0000\u0000\rIHDR"),
    events: ["error unknown-table"],
    message: /first line \(“‰PNG”\)/,
  },

  // Encodings.
  { what: "UTF-8 with a byte order mark", content: () => `\uFEFF${HEADER}Zoë,,,\n`, events: [TABLE, "1: Zoë|||"] },
  { what: "two byte order marks", content: () => `\uFEFF\uFEFF${HEADER}Zoë,,,\n`, events: [TABLE, "1: Zoë|||"] },
  { what: "UTF-16, little end first", content: () => utf16(`\uFEFF${HEADER}Zoë 😀,,,\n`, false), events: [TABLE, "1: Zoë 😀|||"] },
  { what: "UTF-16, big end first", content: () => utf16(`\uFEFF${HEADER}Zoë 😀,,,\n`, true), events: [TABLE, "1: Zoë 😀|||"] },
  { what: "UTF-16 without a byte order mark", content: () => utf16(HEADER, false), events: ["error not-csv"], message: /looks like UTF-16/ },
  {
    what: "half a pair in UTF-16",
    content: () => utf16(`\uFEFF${HEADER}Z\uD83D,,,\n`, false),
    events: [TABLE, "error characters 1", "1: Z\uFFFD\uFFFD\uFFFD|||"],
  },
  { what: "UTF-32", content: () => latin("\u00FF\u00FE\u0000\u0000C\u0000\u0000\u0000"), events: ["error not-csv"], message: /UTF-32/ },
  { what: "Windows-1252", content: () => latin(`${HEADER}Zo\u00EB \u0080,,,\nA\u00C3\u00A9,,,\n`), events: [TABLE, "1: Zoë €|||", "2: AÃ©|||"] },
  {
    what: "Windows-1252 behind two million characters of ASCII",
    content: () => latin(`${HEADER}${`${"A".repeat(999)},,,\n`.repeat(2000)}Zo\u00EB,,,\n`),
    events: [TABLE, ...Array.from({ length: 2000 }, (_, index) => `${index + 1}: ${"A".repeat(999)}|||`), "2001: Zoë|||"],
  },
  {
    what: "UTF-8 with a row of Windows-1252 in it",
    content: () => Uint8Array.from([...bytes(`${HEADER}Zoë,,,\n`), ...latin("Zo\u00EB,,,\n"), ...bytes("Zoé,,,\n")]),
    events: [TABLE, "1: Zoë|||", "error characters 2", "2: Zo\uFFFD|||", "3: Zoé|||"],
    message: /^CHILD holds bytes that are no characters \(“Zo.*”\)\. Save the file as CSV UTF-8\.$/,
  },
  { what: "a character cut off at the end", content: () => latin(`${HEADER}Zo\u00C3`), events: [TABLE, "1: ZoÃ|||"] },
  {
    what: "a character that a byte order mark says is UTF-8, cut off at the end",
    content: () => latin(`\u00EF\u00BB\u00BF${HEADER}Zo\u00C3`),
    events: [TABLE, "error characters 1", "1: Zo\uFFFD|||"],
  },
  {
    what: "a byte that Windows-1252 does not use",
    content: () => latin(`${HEADER}Zo\u0081,,,\n`),
    events: [TABLE, "error characters 1", "1: Zo\u0081|||"],
    message: /^CHILD holds the control character U\+0081, which is no text\.$/,
  },
  {
    what: "a zero byte in a cell",
    content: () => `${HEADER}A1,01/02/2010,\u0000,PN1\n${ROW}`,
    events: [TABLE, "error characters 1", "1: A1|01/02/2010|\u0000|PN1", again(2)],
    message: /^REVIEW holds the control character U\+0000/,
  },

  // Separators and lines.
  {
    what: "semicolons",
    content: () => (HEADER + ROW).replaceAll(",", ";"),
    events: ["error not-csv"],
    message: /separated by semicolons, not by commas\. Save the file as CSV \(comma delimited\)\.$/,
  },
  { what: "tabs", content: () => (HEADER + ROW).replaceAll(",", "\t"), events: ["error not-csv"], message: /separated by tabs/ },
  { what: "an instruction for Excel", content: () => `sep=,\n${HEADER}`, events: ["error not-csv"], message: /Remove it/ },
  { what: "CR LF", content: () => (HEADER + ROW + ROW).replaceAll("\n", "\r\n"), events: [TABLE, FIRST, again(2)] },
  { what: "CR", content: () => (HEADER + ROW + ROW).replaceAll("\n", "\r"), events: [TABLE, FIRST, again(2)] },
  { what: "no line end at the end", content: () => (HEADER + ROW).trimEnd(), events: [TABLE, FIRST] },
  { what: "line ends of three kinds", content: () => `${HEADER}A,,,\r\rB,,,\n\r\nC,,,\r\n`, events: [TABLE, "1: A|||", "3: B|||", "5: C|||"] },
  {
    what: "blank lines: before the names, between and behind the rows",
    content: () => `\n,,,\n${HEADER}\n${ROW} \n,,,\n${ROW}\n\n`,
    events: [TABLE, again(2), again(5)],
  },
  { what: "only a line of names", content: () => HEADER, events: [TABLE] },
  { what: "only a line of names without an end", content: () => HEADER.trimEnd(), events: [TABLE] },

  // Cells.
  {
    what: "cells that a spreadsheet would take for formulas stay text, without the apostrophe that keeps it from that",
    content: () => `${HEADER}=1+1,+44,-1,@SUM(A1)\n"=HYPERLINK(""http://a"",""b"")",\t=1,"=1",'=1\n`,
    events: [TABLE, "1: =1+1|+44|-1|@SUM(A1)", '2: =HYPERLINK("http://a","b")|\t=1|=1|=1'],
  },
  { what: "blanks around a text stay", content: () => `${HEADER} A1 ,"  ",\t,x \n`, events: [TABLE, "1:  A1 |  |\t|x "] },
  { what: "leading zeros stay", content: () => `${HEADER}007,00,1.0,1e3\n`, events: [TABLE, "1: 007|00|1.0|1e3"] },
  {
    what: "quoted cells with commas, quotes and line ends, which belong to one row",
    content: () => `"CHILD",DOB,REVIEW,"REVIEW_CODE"\r\n"a,b","c""d","e\r\nf",""\r\nA2,,,"x\ny"\r\n`,
    events: [TABLE, '1: a,b|c"d|e\r\nf|', "2: A2|||x\ny"],
  },
  { what: "blanks behind a closing quote", content: () => `${HEADER}"A1" ,"a"\t,,"b"  \n`, events: [TABLE, "1: A1|a||b"] },
  { what: "a quote inside a cell that is not quoted", content: () => `${HEADER}5" pipe,a"b", "c",\n`, events: [TABLE, '1: 5" pipe|a"b"| "c"|'] },
  { what: "a row too short", content: () => `${HEADER}A1\nA2,x\n`, events: [TABLE, "1: A1|||", "2: A2|x||"] },
  { what: "a row too long, with blank cells", content: () => `${HEADER}A1,,,,, ,\n`, events: [TABLE, "1: A1|||"] },
  {
    what: "a row too long",
    content: () => `${HEADER}A1,,,PN1,extra,,more\n${ROW}`,
    events: [TABLE, "error unexpected-cell 1", "1: A1|||PN1", again(2)],
    message: /^The row has 7 cells, but there are 4 columns: “extra”, “more” stand beyond the last one\./,
  },
  {
    what: "a text under a column without a name at the end",
    content: () => `${HEADER.trimEnd()},,\nA1,,,PN1,,\nA2,,,,,x\n`,
    events: [TABLE, "1: A1|||PN1", "error unexpected-cell 2", "2: A2|||"],
  },

  // Quotes that do not fit.
  {
    what: "a quote that is never closed: the rows behind it are read",
    content: () => `${HEADER}${ROW}A2,"x,y,z\n${ROW}${ROW}`,
    events: [TABLE, FIRST, "error quotes 2", again(3), again(4)],
    message: /^A quotation mark at the start of a cell has no partner at its end, so the row was not read\./,
  },
  {
    what: "a quote that the next quoted cell seems to close",
    content: () => `${HEADER}A2,"x,y,z\n${ROW}"A3","x","y","z"\n`,
    events: [TABLE, "error quotes 1", again(2), "3: A3|x|y|z"],
  },
  { what: "a text behind a closing quote", content: () => `${HEADER}A1,"x"y,,\n${ROW}`, events: [TABLE, "error quotes 1", again(2)] },
  { what: "a quote that is never closed in the first line", content: () => `"${HEADER}${ROW}`, events: ["error not-csv"], message: /first line/ },
  {
    what: "a quote that is never closed before two million characters",
    content: () => `${HEADER}"A1,,,\n${ROW.repeat(RECORD_CAP / 16)}`,
    events: [TABLE, "error quotes 1", ...Array.from({ length: RECORD_CAP / 16 }, (_, index) => again(index + 2))],
  },

  // Lines without an end.
  {
    what: "a line of 1 GB",
    content: () => gigabyte(`${HEADER}${ROW}A2,`, `\n${ROW}`),
    events: [TABLE, FIRST, "error too-long 2", again(3)],
    message: /^The line has more than 1,048,576 characters and was not read\.$/,
  },
  {
    what: "a quoted cell of 1 GB",
    content: () => gigabyte(`${HEADER}A2,"`, `"\r\n${ROW}`),
    events: [TABLE, "error quotes 1", again(2)],
  },
  { what: "1 GB without a line of names", content: () => gigabyte("", ""), events: ["error not-csv"], message: /first line.*1,048,576/ },
  {
    what: "a line of exactly as many characters as may be",
    content: () => `${HEADER}${"a".repeat(RECORD_CAP - 3)},,,\n`,
    events: [TABLE, `1: ${"a".repeat(RECORD_CAP - 3)}|||`],
  },
  { what: "a line of one character more", content: () => `${HEADER}${"a".repeat(RECORD_CAP - 2)},,,\n${ROW}`, events: [TABLE, "error too-long 1", again(2)] },

  // Columns.
  { what: "another order, small letters, blanks", content: () => " review_code,Review,dob ,\u00A0Child\nPN1,r,d,A1\n", events: [TABLE, "1: A1|d|r|PN1"] },
  {
    what: "a column that is not known",
    content: () => "CHILD,TEAM,DOB,REVIEW,REVIEW_CODE\nA1,East,d,r,c\n",
    events: ["warning unexpected-column", TABLE, "1: A1|d|r|c"],
    message: /^reviews\.csv: The column “TEAM” is no column of the table Reviews; it is not read\.$/,
  },
  {
    what: "a column without a name",
    content: () => "CHILD,,DOB,REVIEW,REVIEW_CODE\nA1,East,d,r,c\n",
    events: ["warning unexpected-column", TABLE, "1: A1|d|r|c"],
    message: /Column 2 has no name/,
  },
  {
    what: "a column missing that must have a value",
    content: () => "CHILD,DOB,REVIEW\nA1,d,r\n",
    events: ["error missing-column", TABLE, "1: A1|d|r|"],
    message: /^reviews\.csv: The column REVIEW_CODE of the table Reviews is missing; it is read as blank in every row\.$/,
  },
  {
    what: "a column missing that may be blank",
    name: "e.csv",
    content: () => "CHILD,DECOM,RNE,LS,DEC,PL_POST\nA1,d,S,C2,,\n",
    events: ["warning missing-column", "table Episodes", "1: A1|d|S|C2|||"],
  },
  {
    what: "a column with another spelling",
    content: () => "CHILD,DOB,REVIEW,Review Code\nA1,d,r,c\n",
    events: ["error missing-column", "warning unexpected-column", TABLE, "1: A1|d|r|"],
    message: /Perhaps it is the column “Review Code”: name it REVIEW_CODE\.$/,
  },
  {
    what: "a column twice",
    content: () => "CHILD,DOB,REVIEW,REVIEW_CODE,dob\nA1,d,r,c,e\n",
    events: ["error duplicate-column"],
    message: /The column DOB is there twice \(columns 2 and 5\)/,
  },
  {
    what: "data in the first line",
    content: () => ROW + ROW,
    events: ["error unknown-table"],
    message: /^reviews\.csv: Its first line looks like data \(“A1”, “01\/02\/2010”, “05\/06\/2025”, “PN1”\)\. It must hold the names of the columns\.$/,
  },
  { what: "a title in the first line", content: () => `Reviews of the year\n${HEADER}`, events: ["error unknown-table"], message: /\(“Reviews of the year”\)/ },
  {
    what: "names that would move the cursor",
    content: () => "\u202EDLIHC,\u2028,Team\n",
    events: ["error unknown-table"],
    message: /“\[U\+202E\]DLIHC”/,
  },
  {
    what: "columns that fit two tables",
    name: "list.csv",
    content: () => "CHILD,SEX,DOB\n",
    events: ["error unknown-table"],
    message: /could be those of Header or UASC\./,
  },
  {
    what: "columns that fit two tables, of which the name of the file says one",
    name: "old/header/SSDA903_uasc.csv",
    content: () => "CHILD,SEX,DOB\nA1,1,d\n",
    events: ["warning missing-column", "table UASC", "1: A1|1|d|"],
  },
  {
    what: "half of the columns",
    name: "x.csv",
    content: () => "CHILD,REVIEW,TEAM\n",
    events: ["error missing-column", "error missing-column", "warning unexpected-column", TABLE],
  },
  {
    what: "far too few columns",
    name: "x.csv",
    content: () => "CHILD,ETHNIC,TEAM\n",
    events: ["error unknown-table"],
    message: /The nearest is Header, but SEX, DOB and UPN are missing\./,
  },
  {
    what: "two tables in one",
    content: () => "CHILD,DOB,REVIEW,REVIEW_CODE,DECOM,RNE,LS\n",
    events: ["error unknown-table"],
    message: /columns of Episodes and Reviews\. Save each table/,
  },
  {
    what: "the columns of another year",
    name: "episodes.csv",
    content: () => "CHILD,DECOM,RNE,LS,DEC,PL_POST,PL_LA,PL_DISTANCE\nA1,d,S,C2,,,,\n",
    events: ["error other-release", "warning missing-column", "warning unexpected-column", "warning unexpected-column", "table Episodes", "1: A1|d|S|C2|||"],
    message: /^episodes\.csv: Its columns are those of the table Episodes of cla\/2014-15 and cla\/2013-14, not of a table of cla\/2025-26\./,
  },
  {
    what: "a table of another year",
    name: "dolo.csv",
    content: () => "CHILD,DOB,DOLO_START,DOLO_END,TEAM\nA1,d,s,,\n",
    events: ["error other-release"],
    message: /table DoLo of cla\/2026-27, not/,
  },
];
