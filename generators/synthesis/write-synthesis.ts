import { csvRow } from "../../runtime/tables/csv-row.ts";
import type { Release, Table } from "../specification/model.ts";
import type { ChildWriter, Sink } from "./child-writer.ts";
import { emptyReturn } from "./return-root.ts";
import { childrenOfReturns, setFacts, type Synthesis } from "./synthesise.ts";
import { createTableWriter } from "./table-writer.ts";
import { createXmlWriter } from "./xml-writer.ts";

/** What the returns are called, this year's first. */
export const RETURN_NAMES = ["this-year", "last-year", "year-before-last"] as const;

const INVENTED = "Synthetic data. Every child in this return is invented.";

/** How many children each return got. */
export interface Written {
  readonly children: readonly number[];
}

/**
 * Writes the returns, their reference tables and what they are, piece by piece.
 * @param formats the forms to write: xml, csv
 * @param tableFile the name of a table's file
 * @param open makes a file and gives the place for its text; paths have forward slashes
 */
export function writeSynthesis(
  synthesis: Synthesis,
  formats: readonly ("xml" | "csv")[],
  tableFile: (release: Release, table: Table) => string,
  open: (path: string) => Sink,
): Written {
  const { plan, broken, brokenTables } = synthesis;
  const counts = plan.releases.map(() => 0);
  const writers = plan.releases.map((release, year): readonly ChildWriter[] => {
    const name = RETURN_NAMES[year] ?? `year-${year}`;
    const { root, holder } = emptyReturn(plan, release);
    setFacts(root, broken.facts[year] ?? new Map());
    const tableSinks = new Map<string, Sink>();
    const openTable = (table: Table): Sink => {
      const sink = open(`${name}/${tableFile(release, table)}`);
      tableSinks.set(table.name, sink);
      return sink;
    };
    const xml = formats.includes("xml") ? [createXmlWriter(release, root, holder, [INVENTED, aboutReturn(release)], open(`${name}.xml`))] : [];
    const csv = formats.includes("csv") ? [createTableWriter(release, openTable)] : [];
    if (csv.length > 0) open(`${name}/synthetic.txt`)(`${INVENTED}\n${aboutReturn(release)}\n`);
    // Loose rows only tables can have; they stand in this year's.
    if (year === 0 && csv.length > 0) {
      for (const { child } of brokenTables) if (child !== null) for (const writer of csv) writer.write(child);
      for (const { check, row } of brokenTables) tableSinks.get(check.table)?.(csvRow(row));
    }
    return [...xml, ...csv];
  });
  for (const child of childrenOfReturns(synthesis)) {
    for (const [year, record] of child.years.entries()) {
      if (record === null) continue;
      counts[year] = (counts[year] ?? 0) + 1;
      for (const writer of writers[year] ?? []) writer.write(record);
    }
  }
  for (const writer of writers.flat()) writer.end();
  writeReference(synthesis, open);
  if (synthesis.rules.length > 0) writeRules(synthesis, open("broken.csv"));
  open("synthetic.txt")(aboutAll(synthesis, counts));
  return { children: counts };
}

function aboutReturn(release: Release): string {
  return `Made by returnspec for ${release.id}; the authority is no real one, ids, names of places and dates mean nobody.`;
}

function writeReference({ plan, reference }: Synthesis, open: (path: string) => Sink): void {
  const [release] = plan.releases;
  for (const table of release?.referenceTables ?? []) {
    const rows = reference.get(table.name) ?? [];
    if (rows.length === 0) continue;
    const sink = open(`reference/${table.name}.csv`);
    sink(csvRow(table.columns.map(({ name }) => name)));
    for (const row of rows) sink(csvRow(table.columns.map(({ name }) => (row.get(name) ?? []).join(","))));
  }
}

function writeRules({ rules }: Synthesis, sink: Sink): void {
  sink(csvRow(["rule", "severity", "title", "example", "children", "formats", "not broken because"]));
  for (const { rule, severity, title, example, children, formats, why } of rules)
    sink(csvRow([rule, severity, title, example ?? "", children.slice(0, 20).join(" "), formats.join(" "), why ?? ""]));
}

function aboutAll({ plan, wishes, rules, reference }: Synthesis, counts: readonly number[]): string {
  const [release] = plan.releases;
  const returns = plan.releases.map((one, year) => `${RETURN_NAMES[year]}: ${one.id}, ${counts[year]} children`);
  const broken = rules.filter(({ why }) => why === null);
  const left = rules.filter(({ why }) => why !== null);
  return [
    "Synthetic data. Every child in these returns is invented; no record is that of a real child, and the authority is no real one.",
    "",
    `Made by returnspec from the stories of ${release?.collection}: ${wishes.children} lives, seed ${plan.seed}, authority ${plan.authority}.`,
    ...returns,
    ...(reference.size === 0 ? [] : ["reference/: the invented rows of reference tables that the returns need (--reference NAME=FILE)."]),
    ...(rules.length === 0
      ? ["No rule is broken on purpose."]
      : [
          `${broken.length} rules are broken on purpose, each by children of its own whose ids name the rule; such a child may break others too.`,
          "broken.csv lists the rules and the children.",
          ...left.map(({ rule, why }) => `Not broken: ${rule}, because ${why}.`),
        ]),
    "",
  ].join("\n");
}
