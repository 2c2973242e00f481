import { existsSync } from "node:fs";
import { join } from "node:path";
import { createEarlierFiles } from "../../runtime/inputs/read-tables.ts";
import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { EarlierReturn } from "../../runtime/validator/context.ts";
import type { Form } from "../suite.ts";
import type { OpenInput } from "../supplier-input.ts";
import type { SuiteValidator } from "./read-return.ts";

/** The return of the year before that the pack has, in the form of this year's; null where the pack has none. */
export async function readPrevious(
  folder: string,
  module: SuiteValidator,
  form: Form,
  tables: readonly ReleaseTables[],
  open: OpenInput,
): Promise<EarlierReturn | null> {
  const path = join(folder, "previous", form === "xml" ? "return.xml" : "tables");
  if (!existsSync(path)) return null;
  const input = await open(path);
  if (input.kind === "refused") throw new Error(`${path}: ${input.message}`);
  if (input.kind === "xml") {
    const reader = module.readEarlier(1);
    await input.file.read((chunk) => reader.write(chunk));
    return reader.end();
  }
  const { reader, end } = createEarlierFiles(module, 1, tables);
  for (const file of reader === null ? [] : input.files) {
    const sink = reader?.open(file.name);
    await file.read((chunk) => sink?.write(chunk));
    sink?.end();
  }
  const found = end();
  if ("earlier" in found) return found.earlier;
  throw new Error(`${path}: ${found.problems[0] ?? ""}`);
}
