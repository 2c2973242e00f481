import { createTablesReader } from "../../../runtime/tables/tables-reader.ts";
import type { TableProblem } from "../../../runtime/tables/row-source.ts";
import { OTHERS, RELEASE } from "./example-tables.ts";

/** What comes out of files, one text for each thing: `table NAME`, `ROW: cells`, `severity kind ROW`. */
export interface ReadFiles {
  readonly events: readonly string[];
  readonly problems: readonly TableProblem[];
  readonly rows: readonly (readonly string[])[];
}

export type Chunks = string | Uint8Array | Iterable<Uint8Array>;

/** Reads files as the tables of one return. @param files their names and contents */
export function readFiles(files: readonly (readonly [name: string, content: Chunks])[]): ReadFiles {
  const events: string[] = [];
  const problems: TableProblem[] = [];
  const rows: (readonly string[])[] = [];
  const reader = createTablesReader(RELEASE, OTHERS, {
    table: ({ table }) => void events.push(`table ${table.name}`),
    row: (cells, row) => {
      rows.push(cells);
      events.push(`${row}: ${cells.join("|")}`);
    },
    problem: (problem) => {
      problems.push(problem);
      events.push(`${problem.severity} ${problem.kind}${problem.row === null ? "" : ` ${problem.row}`}`);
    },
  });
  for (const [name, content] of files) {
    const file = reader.open(name);
    if (typeof content === "string") file.write(new TextEncoder().encode(content));
    else if (content instanceof Uint8Array) file.write(content);
    else for (const chunk of content) file.write(chunk);
    file.end();
  }
  return { events, problems, rows };
}
