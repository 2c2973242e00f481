import { countWords } from "../findings/message.ts";
import { compareTexts } from "../findings/order.ts";

/** How reports call a return of CSV files that were named one by one: the first as it was named, and how many more. */
export function nameOfTables(paths: readonly string[]): string {
  const [first = ""] = paths;
  return `${first}${paths.length > 1 ? ` and ${countWords(paths.length - 1, "other")}` : ""}`;
}

/** The order in which the files of a return are read, and hashed: by their names without folders. */
export function compareFiles(a: string, b: string): number {
  return compareTexts(baseName(a), baseName(b)) || compareTexts(a, b);
}

/** The name without folders; both kinds of stroke, because the list is to be the same on every system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
