import type { RuleInfo } from "./finding.ts";

/** Kind of structural finding: title, what to do, severity where it is not error. */
const KINDS: Readonly<Record<string, readonly [title: string, remedy: string, severity?: RuleInfo["severity"]]>> = {
  unreadable: ["The return cannot be read", "Export the return again and do not edit the file by hand. Everything after this place was not checked."],
  "unexpected-element": ["An element that has no place here", "Remove the element, or check its spelling and that the return is of the right year."],
  "unexpected-attribute": ["An attribute that has no place here", "Remove the attribute; elements of a return have none."],
  "unexpected-text": ["Text between elements", "Remove the text, or put it into the element to which it belongs."],
  missing: ["Something required is missing", "Give the item or the record; if the value is not known, see the guidance for the code that says so."],
  order: ["Elements in the wrong order", "Write the elements in the order of the specification."],
  occurs: ["Something occurs too often", "Keep the one that is right and remove the others."],
  empty: ["An element without a value", "Give the value, or leave the element out when there is nothing to say."],
  type: ["A value of the wrong kind", "Write the value in the form that the message names."],
  code: ["A code that does not exist in this year", "Use a code of the code set, written exactly as there, capitals and small letters included."],
  length: ["A value that is too short or too long", "Write the value with as many characters as the message allows."],
  range: ["A number out of range", "Check the number against the record."],
  pattern: ["A value of the wrong form", "Write the value in the form that the message names."],
  // Of tables.
  "not-csv": ["A file that is no CSV", "Save the table as CSV UTF-8 (comma delimited), the names of the columns in the first line."],
  "empty-file": [
    "A file without a line",
    "Export the table again. When there is nothing to say in it, the file holds the names of the columns alone, or is left out.",
  ],
  "unknown-table": ["A file that is none of the tables", "Name the columns in the first line as the specification does, or leave the file out."],
  "other-release": ["A table of another year", "Take the file of the year that is checked, or check it against the year it is of."],
  "duplicate-table": ["Two files of one table", "Leave the wrong one out, or put their rows into one file. The second one was not read."],
  "duplicate-column": ["Two columns of one name", "Remove the wrong one. The file was not read."],
  "missing-column": ["A column is missing", "Add the column with its name in the first line, empty where there is nothing to say."],
  "unexpected-column": [
    "A column that has no place here",
    "Remove the column, or check its name and that the file is of the right year. It was not read.",
    "warning",
  ],
  "unexpected-cell": ["A row with more cells than columns", "Put a cell that holds a comma in quotation marks, or remove what stands beyond the last column."],
  unplaced: ["A row, or a cell, that belongs to nothing", "Correct the column that the message names, so that it says what another row has. It was left out."],
  quotes: ["A row with a quotation mark too many or too few", "Put quotation marks around the whole cell and double those inside it. The row was not read."],
  "too-long": ["A line that is too long", "Check how the file was made: the line may hold the whole table. It was not read."],
  characters: ["Characters that are no text", "Correct the text and save the table as CSV UTF-8."],
};

/** What reports say about findings on the form of a return: ids `structure.<kind>`. */
export const STRUCTURE_RULES: readonly RuleInfo[] = Object.entries(KINDS).map(([kind, [title, remedy, severity = "error"]]) => ({
  id: `structure.${kind}`,
  title,
  severity,
  message: title,
  remedy,
  sentence: null,
}));
