/** A CSV table of a release: how its rows become records. Table names and columns are those of the specification. */
export interface TableLayout {
  readonly name: string;
  readonly label: string;
  /** Path of the record that a row is. */
  readonly record: string;
  /** How many rows a child may have. */
  readonly minimum: number;
  readonly maximum: number;
  readonly columns: readonly ColumnLayout[];
  /** Values that a row gives to items of its record without a column. */
  readonly implied: readonly { readonly item: string; readonly text: string }[];
}

export interface ColumnLayout {
  readonly name: string;
  /** Whether the column must be there; a cell may be blank all the same. */
  readonly required: boolean;
  /** Whether it holds the id of the child, which says to whom the row belongs. */
  readonly isKey: boolean;
  /** The item of the table's record that it holds; null for a key of another record and for a copy. */
  readonly item: string | null;
  /** An item of another table that it repeats; it serves as the value when that table has no row for the child. */
  readonly copies: { readonly record: string; readonly item: string } | null;
}

/** A check of rows that is part of the form of the tables and has an id of its own. */
export interface TableCheck {
  readonly id: string;
  readonly kind: "orphan" | "differs" | "repeated";
  readonly table: string;
  /** For `differs`: the column that repeats an item. */
  readonly column: string | null;
  readonly severity: "error" | "query" | "warning";
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
}
