import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareTexts } from "../../runtime/findings/order.ts";
import { createEarlierFiles } from "../../runtime/inputs/read-tables.ts";
import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { EarlierReturn } from "../../runtime/validator/context.ts";
import { XmlProblem } from "../../runtime/xml/problem.ts";
import type { Form } from "../suite.ts";
import type { OpenInput } from "../supplier-input.ts";
import type { SuiteValidator } from "./read-return.ts";

/** The return of the year before, by the form of the return that is judged. */
export interface PreviousReturn {
  readonly in: (form: Form) => Promise<EarlierReturn | null>;
  /** Whether it has as many children as a return of the suite: the product's own has those alone that were keyed in. */
  readonly hasAll: boolean;
}

/** Where a pack has the return of the year before. */
const PLACES: Readonly<Record<Form, string>> = { xml: "previous/return.xml", csv: "previous/tables" };

/** The files of it, paths in the pack and bytes, so that they can be hashed. */
export function previousFiles(folder: string): readonly (readonly [string, Buffer])[] {
  const tables = join(folder, PLACES.csv);
  const names = existsSync(tables) ? readdirSync(tables).toSorted(compareTexts) : [];
  const paths = [...(existsSync(join(folder, PLACES.xml)) ? [PLACES.xml] : []), ...names.map((name) => `${PLACES.csv}/${name}`)];
  return paths.map((path) => [path, readFileSync(join(folder, path))]);
}

/**
 * The pack's return of the year before, in the form of the return that is judged; of a form that year did not have there is none.
 * @param ids ids in the return by ids of the suite
 */
export function previousOfPack(
  folder: string,
  module: SuiteValidator,
  tables: readonly ReleaseTables[],
  open: OpenInput,
  ids: ReadonlyMap<string, string>,
): PreviousReturn {
  const known = new Map<Form, Promise<EarlierReturn | null>>();
  const read = async (form: Form): Promise<EarlierReturn | null> => {
    const path = join(folder, PLACES[form]);
    return existsSync(path) ? underIds(await readPrevious(path, module, tables, open), ids) : null;
  };
  return {
    in: (form) => {
      const found = known.get(form) ?? read(form);
      known.set(form, found);
      return found;
    },
    hasAll: true,
  };
}

/** A return of the suite's ids, asked for children by their ids in the product. */
export function underIds(earlier: EarlierReturn, ids: ReadonlyMap<string, string>): EarlierReturn {
  if (ids.size === 0) return earlier;
  const own = new Map([...ids].map(([key, id]) => [fold(id), fold(key)]));
  const given = new Set([...ids.keys()].map(fold));
  return {
    ...earlier,
    child: (id) => {
      const key = own.get(fold(id)) ?? (given.has(fold(id)) ? null : id);
      return key === null ? null : earlier.child(key);
    },
  };
}

function fold(id: string): string {
  return id.trim().toUpperCase();
}

/**
 * Reads a return of the year before.
 * @throws {Error} when it cannot be read, with what is wrong
 */
export async function readPrevious(path: string, module: SuiteValidator, tables: readonly ReleaseTables[], open: OpenInput): Promise<EarlierReturn> {
  const input = await open(path);
  if (input.kind === "refused") throw new Error(`${path}: ${input.message}`);
  if (input.kind === "xml") {
    const reader = module.readEarlier(1);
    try {
      await input.file.read((chunk) => reader.write(chunk));
      return reader.end();
    } catch (error) {
      throw error instanceof XmlProblem ? new Error(`${path}: ${error.message}`) : error;
    }
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
