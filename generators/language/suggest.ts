import { closest, distance } from "fastest-levenshtein";

/** The known name that was probably meant, as a sentence; empty when none is near. Two letters in five may differ, so short codes are never guessed. */
export function hint(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const letters = (text: string): string => [...text.toLowerCase()].toSorted((a, b) => (a < b ? -1 : 1)).join("");
  const folded = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  // Two letters in each other's place are the commonest slip of all.
  const swapped = known.find((candidate) => letters(candidate) === letters(name) && distance(name.toLowerCase(), candidate.toLowerCase()) === 2);
  const best = folded ?? swapped ?? closest(name, known);
  const isNear = best === folded || best === swapped || distance(name, best) <= Math.floor(Math.max(name.length, best.length) * 0.4);
  return isNear ? ` Did you mean ${best}?` : "";
}
