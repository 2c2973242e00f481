import { countWords } from "../findings/message.ts";
import { readable } from "../findings/readable.ts";
import type { ReleaseTables, TableProblem, TableShape } from "./row-source.ts";

/** What a line of names says; `positions` as in `RecognisedTable`, null when the file cannot be read as a table of the release. */
export interface Recognition {
  readonly table: TableShape | null;
  readonly positions: readonly number[] | null;
  readonly problems: readonly Pick<TableProblem, "heading" | "kind" | "message" | "severity">[];
}

/** Texts of the file in messages. */
const SHOWN = 60;
/** Names in a list in a message. */
const SHOWN_NAMES = 8;

/** How well the names of a file fit a table. */
interface Fit {
  readonly table: TableShape;
  /** Columns of the table that the file has. */
  readonly found: number;
  /** Of these, the ones that no other table of the release has. */
  readonly own: number;
  readonly missing: TableShape["columns"];
  /** Names in the file that are no columns of the table. */
  readonly extra: number;
}

/**
 * Recognises a table by the names of its columns, as a set: order, capital and small letters and blanks around a name do not matter. Columns that no
 * other table of the release has tell best which one it is, then the number of columns found, then whether all columns and no other ones are there;
 * only then may the name of the file decide. Less than half of the columns that must have a value is no table.
 * @param header the names as they stand in the file
 * @param others tables of other releases, by which a file of another year is recognised; messages name them in this order
 */
export function recogniseTable(header: readonly string[], fileName: string, own: ReleaseTables, others: readonly ReleaseTables[]): Recognition {
  const names = header.map(foldName);
  const set = new Set(names);
  const fits = own.tables.map((table) => fitOf(table, set, own.tables));
  const chosen = choose(fits, fileName);
  if ("reason" in chosen) {
    const elsewhere = findElsewhere(set, own, others, Number.POSITIVE_INFINITY);
    if (elsewhere !== null) return refused("other-release", otherReleaseWords(elsewhere, own.release));
    return refused("unknown-table", firstLineWords(header, set, [own, ...others]) ?? chosen.reason);
  }
  const { table, missing, extra } = chosen.fit;
  const twice = table.columns.find(({ name }) => names.indexOf(foldName(name)) !== names.lastIndexOf(foldName(name)));
  if (twice !== undefined) return refused("duplicate-column", duplicateWords(twice.name, names));
  const elsewhere = missing.length + extra === 0 ? null : findElsewhere(set, own, others, missing.length + extra);
  return {
    table,
    positions: table.columns.map(({ name }) => names.indexOf(foldName(name))),
    problems: [
      ...(elsewhere === null ? [] : [{ kind: "other-release", severity: "error", message: otherReleaseWords(elsewhere, own.release), heading: null } as const]),
      ...missing.map(({ name, required }) => missingProblem(name, required, table.name, header)),
      ...extraProblems(header, table),
    ],
  };
}

function refused(kind: TableProblem["kind"], message: string): Recognition {
  return { table: null, positions: null, problems: [{ kind, severity: "error", message, heading: null }] };
}

/** A name as it is compared; `trim` takes a byte order mark off as well. */
export function foldName(name: string): string {
  return name.trim().toUpperCase();
}

function fitOf(table: TableShape, names: ReadonlySet<string>, tables: readonly TableShape[]): Fit {
  const known = new Set(table.columns.map(({ name }) => foldName(name)));
  const columns = new Set(mainColumns(table).map(({ name }) => foldName(name)));
  const found = [...columns].filter((name) => names.has(name));
  const elsewhere = new Set(tables.flatMap((other) => (other === table ? [] : mainColumns(other).map(({ name }) => foldName(name)))));
  return {
    table,
    found: found.length,
    own: found.filter((name) => !elsewhere.has(name)).length,
    missing: mainColumns(table).filter(({ name }) => !names.has(foldName(name))),
    extra: [...names].filter((name) => name !== "" && !known.has(name)).length,
  };
}

function mainColumns({ columns }: TableShape): TableShape["columns"] {
  return columns.filter(({ isAlternative }) => !isAlternative);
}

function choose(fits: readonly Fit[], fileName: string): { readonly fit: Fit } | { readonly reason: string } {
  const near = fits.filter(({ found }) => found > 0).toSorted((a, b) => b.own - a.own || b.found - a.found);
  const [best] = near;
  if (best === undefined) return { reason: "None of its columns is a column of a table of this return. The first line must hold the names of the columns." };
  const whole = near.filter((fit) => fit.own > 0 && requiredOf(fit.missing).length === 0);
  if (whole.length > 1) return { reason: `It has the columns of ${listNames(whole.map(tableName), "and")}. Save each table as a file of its own.` };
  const tied = near.filter(({ own, found }) => own === best.own && found === best.found);
  const exact = tied.filter(({ missing, extra }) => missing.length + extra === 0);
  const fit = tied.length === 1 ? best : exact.length === 1 ? exact[0] : byFileName(tied, fileName);
  if (fit === undefined) return { reason: `Its columns could be those of ${listNames(tied.map(tableName), "or")}. ${LIKE_THE_SPECIFICATION}` };
  const lacking = requiredOf(fit.missing);
  if (2 * lacking.length > requiredOf(fit.table.columns).length)
    return {
      reason: `Its columns fit no table. The nearest is ${fit.table.name}, but ${listNames(lacking, "and")} ${lacking.length === 1 ? "is" : "are"} missing. ${LIKE_THE_SPECIFICATION}`,
    };
  return { fit };
}

const LIKE_THE_SPECIFICATION = "Name the columns as the specification does.";

function tableName({ table }: Fit): string {
  return table.name;
}

function requiredOf(columns: TableShape["columns"]): readonly string[] {
  return columns.filter(({ required }) => required).map(({ name }) => name);
}

/** The one whose name is in the name of the file; of `Episodes` and `SWEpisodes`, both in `sw_episodes.csv`, the longer. */
function byFileName(fits: readonly Fit[], fileName: string): Fit | undefined {
  const file = lettersOf(fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1));
  const named = fits.filter(({ table }) => file.includes(lettersOf(table.name)));
  const longest = Math.max(0, ...named.map(({ table }) => lettersOf(table.name).length));
  const [first, second] = named.filter(({ table }) => lettersOf(table.name).length === longest);
  return second === undefined ? first : undefined;
}

function lettersOf(text: string): string {
  return text.toUpperCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** A table of other releases, and these. */
interface Elsewhere {
  readonly table: string;
  readonly releases: readonly string[];
}

/**
 * The releases with a table all of whose columns are there, with the fewest other ones; null when none fits better than `differences`. A table that
 * this release has as well tells nothing about the year.
 */
function findElsewhere(names: ReadonlySet<string>, own: ReleaseTables, others: readonly ReleaseTables[], differences: number): Elsewhere | null {
  const shapes = new Set(own.tables.map(shapeOf));
  const fits = others.flatMap(({ release, tables }) =>
    tables
      .filter((table) => !shapes.has(shapeOf(table)))
      .map((table) => ({ release, ...fitOf(table, names, tables) }))
      .filter(({ found, missing, extra }) => found > 1 && missing.length === 0 && extra < Math.min(differences, found)),
  );
  const best = fits.toSorted((a, b) => a.extra - b.extra || b.found - a.found)[0];
  if (best === undefined) return null;
  const same = fits.filter(({ table, extra, found }) => table.name === best.table.name && extra === best.extra && found === best.found);
  return { table: best.table.name, releases: same.map(({ release }) => release) };
}

function shapeOf(table: TableShape): string {
  return mainColumns(table)
    .map(({ name }) => foldName(name))
    .toSorted()
    .join();
}

function otherReleaseWords({ table, releases }: Elsewhere, own: string): string {
  return `Its columns are those of the table ${table} of ${listNames(releases, "and")}, not of a table of ${own}. Check that this is the file of the right year.`;
}

/** What the first line is, when it is not even near to names of columns; null when nothing better can be said. */
function firstLineWords(header: readonly string[], names: ReadonlySet<string>, releases: readonly ReleaseTables[]): string | null {
  const isKnown = releases.some(({ tables }) => tables.some(({ columns }) => columns.some(({ name }) => names.has(foldName(name)))));
  if (isKnown) return null;
  if (header.some((name) => /^\s*\d/.test(name))) return `Its first line looks like data (${quotedList(header)}). It must hold the names of the columns.`;
  return `None of the names in its first line (${quotedList(header)}) is a column of a table of this return. The first line must hold the names of the columns.`;
}

function duplicateWords(name: string, names: readonly string[]): string {
  const places = names.flatMap((other, index) => (other === foldName(name) ? [String(index + 1)] : []));
  return `The column ${name} is there ${places.length === 2 ? "twice" : `${places.length} times`} (columns ${listNames(places, "and")}), so its values are not known. Remove the wrong one.`;
}

function missingProblem(name: string, required: boolean, table: string, header: readonly string[]): Recognition["problems"][number] {
  const alike = header.find((other) => lettersOf(other) === lettersOf(name) && lettersOf(name) !== "");
  const meant = alike === undefined ? "" : ` Perhaps it is the column “${readable(alike.trim(), SHOWN)}”: name it ${name}.`;
  return {
    kind: "missing-column",
    severity: required ? "error" : "warning",
    message: `The column ${name} of the table ${table} is missing; it is read as blank in every row.${meant}`,
    heading: alike ?? null,
  };
}

function* extraProblems(header: readonly string[], { columns, name }: TableShape): Generator<Recognition["problems"][number]> {
  const known = new Set(columns.map((column) => foldName(column.name)));
  for (const [index, other] of header.entries()) {
    if (known.has(foldName(other))) continue;
    const which = other.trim() === "" ? `Column ${index + 1} has no name` : `The column “${readable(other.trim(), SHOWN)}” is no column of the table ${name}`;
    yield { kind: "unexpected-column", severity: "warning", message: `${which}; it is not read.`, heading: other.trim() === "" ? null : other };
  }
}

/** `A`, `A and B`, `A, B and C`, and how many more there are. */
function listNames(names: readonly string[], link: "and" | "or"): string {
  if (names.length <= 1) return names.join("");
  const shown = names.length > SHOWN_NAMES ? [...names.slice(0, SHOWN_NAMES - 1), `${names.length - SHOWN_NAMES + 1} more`] : names;
  return `${shown.slice(0, -1).join(", ")} ${names.length > SHOWN_NAMES ? "and" : link} ${shown.at(-1)}`;
}

function quotedList(header: readonly string[]): string {
  const shown = header.slice(0, SHOWN_NAMES).map((name) => `“${readable(name.trim(), SHOWN)}”`);
  return header.length > shown.length ? `${shown.join(", ")} and ${countWords(header.length - shown.length, "other")}` : shown.join(", ");
}
