import { readable } from "../findings/readable.ts";
import type { ColumnShape, ReferenceShape } from "./shape.ts";

/** Where the columns of a table stand in a file: for each the places of its headings, best first; none for one that the file does without. */
export type ColumnPlaces = ReadonlyMap<ColumnShape, readonly number[]>;

/** Headings that a message shows: postcode directories have more than fifty. */
const SHOWN = 60;
const HEADING_LENGTH = 40;

/** Finds the columns of a table among the headings of a file. Letter case, outer blanks and columns that are not asked for do not matter. */
export function placeColumns(shape: ReferenceShape, names: readonly string[]): { readonly places: ColumnPlaces } | { readonly problem: string } {
  const folded = names.map((name) => name.trim().replaceAll(/\s+/g, " ").toLowerCase());
  const places = new Map(shape.columns.map((column) => [column, placesOf(column, folded)]));
  const missing = shape.columns.filter((column) => !column.isOptional && places.get(column)?.length === 0);
  return missing.length === 0 ? { places } : { problem: missingWords(shape, missing, names) };
}

/** A column under its own name is that column; other headings count only where there is none. */
function placesOf({ name, headings }: ColumnShape, folded: readonly string[]): readonly number[] {
  const own = folded.indexOf(name.toLowerCase());
  if (own !== -1) return [own];
  return headings.flatMap((heading) => {
    const form = matcherOf(heading.toLowerCase());
    const found = folded.findIndex((one) => form.test(one));
    return found === -1 ? [] : [found];
  });
}

/** Whether a text has a form in which `#` stands for any digit. */
export function matcherOf(form: string): RegExp {
  const pattern = [...form].map((character) => (character === "#" ? "[0-9]" : character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`))).join("");
  return new RegExp(`^${pattern}$`, "u");
}

function missingWords({ label }: ReferenceShape, missing: readonly ColumnShape[], names: readonly string[]): string {
  const wanted = missing.map((column) => `${column.label} (${[column.name, ...column.headings].join(" or ")})`).join("; ");
  const shown = names.slice(0, SHOWN).map((name) => readable(name.trim(), HEADING_LENGTH) || "(blank)");
  const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return `The file cannot be read as ${label.toLowerCase()}: it has no column for ${wanted}. Its columns are: ${shown.join(", ")}${rest}.`;
}
