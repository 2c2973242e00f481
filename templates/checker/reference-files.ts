import { readable } from "../../runtime/findings/readable.ts";
import { createReferenceReader } from "../../runtime/reference/csv-columns.ts";
import { createReferenceLoader } from "../../runtime/reference/reference-table.ts";
import type { ReferenceTable } from "../../runtime/validator/context.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import { CheckProblem, type CheckRequest, type FieldName, type ReferenceRead } from "./protocol.ts";
import type { Meter } from "./read-files.ts";

const SHOWN_NAME = 120;

interface Loaded {
  readonly table: ReferenceTable;
  readonly read: ReferenceRead;
}

/** Reference tables by name, ready for a check, and what is to be said of each. */
export interface LoadedTables {
  readonly tables: ReadonlyMap<string, ReferenceTable>;
  readonly read: readonly ReferenceRead[];
}

/** Keeps the tables of the last check: a postcode directory takes longer to read than most returns, and serves for many. */
export function createReferenceFiles(shapes: readonly ReferenceShape[]): {
  /** Bytes that are still to be read. */
  readonly sizeOf: (files: CheckRequest["reference"]) => number;
  /** @throws CheckProblem for a file that cannot be read as its table */
  readonly load: (files: CheckRequest["reference"], meter: Meter) => Promise<LoadedTables>;
} {
  const kept = new Map<string, { readonly file: File; readonly loaded: Loaded }>();
  const known = (name: string, file: File): Loaded | undefined => {
    const last = kept.get(name);
    return last !== undefined && isSame(last.file, file) ? last.loaded : undefined;
  };
  return {
    sizeOf: (files) => [...files].reduce((sum, [name, file]) => sum + (known(name, file) === undefined ? file.size : 0), 0),
    load: async (files, meter) => {
      const tables = new Map<string, ReferenceTable>();
      const read: ReferenceRead[] = [];
      for (const shape of shapes) {
        const file = files.get(shape.name);
        if (file === undefined) {
          kept.delete(shape.name);
          continue;
        }
        const loaded = known(shape.name, file) ?? (await loadTable(shape, file, meter));
        kept.set(shape.name, { file, loaded });
        tables.set(shape.name, loaded.table);
        read.push(loaded.read);
      }
      return { tables, read };
    },
  };
}

/** Pages hand over a new object for the same file each time. */
function isSame(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

async function loadTable(shape: ReferenceShape, file: File, meter: Meter): Promise<Loaded> {
  const field: FieldName = `reference-${shape.name}`;
  const loader = createReferenceLoader(shape);
  const reader = createReferenceReader(loader);
  await meter.read(file, field, reader.write);
  reader.end();
  const loaded = loader.end();
  const name = readable(file.name, SHOWN_NAME);
  if ("problem" in loaded) throw new CheckProblem(`${name}: ${loaded.problem} Without it the rules that look things up in it cannot be run.`, field);
  const { rows, problems } = loaded.facts({ file: name, date: null, sha256: "" });
  return { table: loaded.table, read: { label: shape.label, file: name, rows, problems } };
}
