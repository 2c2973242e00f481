import type { TableCheck } from "../../runtime/validator/table-layout.ts";
import type { Column, Fact, Release, Table, Written } from "../specification/model.ts";

/** A check of the rows of a table that the specification declares with the table, and where that is written. */
export interface DeclaredTableCheck extends TableCheck {
  readonly declaredBy: (Table | Column) & Fact & Written;
}

/** The checks of rows of a release, in the order of their ids. */
export function tableChecks(release: Release): readonly DeclaredTableCheck[] {
  const header = release.tables.find(({ record }) => record.contains.some((item) => item.path === release.child?.key.path));
  const top = header?.name ?? "the table of the children";
  const checks = release.tables.flatMap((table): readonly DeclaredTableCheck[] => [
    ...declared(table.findings.orphan, table, {
      kind: "orphan",
      title: `Row in ${table.name} without one in ${top}`,
      message: `The child has a row in ${table.name} and none in ${top}.`,
      remedy: `Add the child to ${top}, or take the row out. Check that the child's identifier is written alike in both.`,
    }),
    ...table.columns.flatMap((column) =>
      column.copies === null
        ? []
        : declared(
            column.differs,
            table,
            {
              kind: "differs",
              title: `${column.copies.label} in ${table.name} differs from ${top}`,
              message: `${column.copies.label} is {copy} here and {original} in ${top}.`,
              remedy: `Correct the one that is wrong; other checks go by ${top}.`,
            },
            column,
          ),
    ),
    ...declared(table.findings.repeated, table, {
      kind: "repeated",
      title: `Child more than once in ${table.name}`,
      message: `The child has more than one row in ${table.name}.`,
      remedy: "Keep the row that is right and remove the others; only the first one was checked further.",
    }),
  ]);
  return checks.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function declared(
  id: string | null,
  table: Table,
  words: Pick<TableCheck, "kind" | "title" | "message" | "remedy">,
  column: Column | null = null,
): readonly DeclaredTableCheck[] {
  return id === null ? [] : [{ id, table: table.name, column: column?.name ?? null, severity: "error", ...words, declaredBy: column ?? table }];
}

/** What a check of rows asks, as a sentence. */
export function checkSentence({ kind, table, column }: DeclaredTableCheck): string {
  switch (kind) {
    case "orphan":
      return `Every child with a row in ${table} must have one in the table of the children.`;
    case "differs":
      return `For each row of ${table}, ${column} must be what the table of the children says (not tested when one of them is missing or cannot be read).`;
    case "repeated":
      return `A child must not have more rows in ${table} than one.`;
  }
}
