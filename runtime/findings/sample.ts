import type { Finding, Location } from "./finding.ts";
import { countWords, valueWords } from "./message.ts";
import { MESSAGE_LENGTH, readable, VALUE_LENGTH } from "./readable.ts";

/** A finding as reports for people show it: short, and safe to print. */
export interface Sample {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly child: string | null;
  readonly message: string;
  /**
   * Where to look: `line 67, column 21 (ChildProtectionPlans)`, `EPISODE, row 12, column DECOM`, `Assessments!D12, column
   * AssessmentActualStartDate`; null when the finding has no place.
   */
  readonly place: string | null;
  /** The other places, the first few of them. */
  readonly related: readonly string[];
  readonly moreRelated: number;
  /** Items of the first place, the first few of them. */
  readonly values: readonly { readonly item: string; readonly value: string }[];
}

const RELATED_SHOWN = 3;
const VALUES_SHOWN = 8;
const COLUMNS_SHOWN = 4;

export function sampleOf(finding: Finding): Sample {
  const [first, ...others] = joinRows(finding.locations);
  return {
    rule: finding.rule,
    severity: finding.severity,
    child: finding.child === null ? null : readable(valueWords(finding.child), VALUE_LENGTH),
    message: readable(finding.message, MESSAGE_LENGTH),
    place: first === undefined ? null : placeWords(first),
    related: others.slice(0, RELATED_SHOWN).map(placeWords),
    moreRelated: Math.max(0, others.length - RELATED_SHOWN) + finding.more,
    values: Object.entries(first?.items ?? {})
      .slice(0, VALUES_SHOWN)
      .map(([item, value]) => ({ item: readable(item, VALUE_LENGTH), value: readable(valueWords(value), VALUE_LENGTH) })),
  };
}

function placeWords(location: Location): string {
  return `${spotWords(location)}${returnWords(location.in)}`;
}

function spotWords({ record, path, table, row, line, column, cells }: Location): string {
  const name = readable(record, VALUE_LENGTH);
  if (table !== null) {
    // A spreadsheet counts the line of names as a row too, so in a workbook the cell says the row, as people see it.
    const places = Object.values(cells ?? {}).flatMap((cell) => cell ?? []);
    const spot = places.length > 0 ? listed(withSheetOnce(places)) : `${readable(table, VALUE_LENGTH)}${row === null ? "" : `, row ${row}`}`;
    const columns = Object.keys(cells ?? {}).filter((column) => column !== "");
    if (columns.length > 0) return `${spot}, ${columns.length === 1 ? "column" : "columns"} ${listed(columns)}`;
    return `${spot}${table === record || name === "" ? "" : ` (${name})`}`;
  }
  if (line !== null) return `line ${line}${column === null ? "" : `, column ${column}`}${name === "" ? "" : ` (${name})`}`;
  return path === null ? name : readable(path, VALUE_LENGTH);
}

/** What is said of the same row of a table by several locations, of the record that it is and of one inside it, is one place to look at. */
function joinRows(locations: readonly Location[]): readonly Location[] {
  const joined: Location[] = [];
  for (const location of locations) {
    const { table, row } = location;
    const known = table === null || row === null ? -1 : joined.findIndex((one) => one.table === table && one.row === row && one.in === location.in);
    const one = joined[known];
    if (one === undefined) joined.push(location);
    else joined[known] = { ...one, items: { ...one.items, ...location.items }, cells: joinCells({ ...one.cells, ...location.cells }) };
  }
  return joined;
}

/** Where there are cells, the first of the row says nothing more. */
function joinCells(cells: Readonly<Record<string, string | null>>): Location["cells"] {
  const { "": _, ...named } = cells;
  return Object.values(named).some((cell) => cell !== null) ? named : cells;
}

/** `Section47!C5`, `E5`. */
function withSheetOnce(cells: readonly string[]): readonly string[] {
  const sheetOf = (cell: string): string => cell.slice(0, cell.lastIndexOf("!") + 1);
  const first = sheetOf(cells[0] ?? "");
  return cells.map((cell, index) => (index > 0 && sheetOf(cell) === first ? cell.slice(first.length) : cell));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, COLUMNS_SHOWN).map((name) => readable(name, VALUE_LENGTH));
  const more = names.length - shown.length;
  const last = more > 0 ? countWords(more, "other") : shown.pop();
  return shown.length === 0 ? `${last}` : `${shown.join(", ")} and ${last}`;
}

function returnWords(where: Location["in"]): string {
  if (where === null) return "";
  return where === "last_return" ? " of the return before" : " of the return before last";
}
