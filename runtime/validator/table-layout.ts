/** A CSV table of a release: how its rows become records. Table names and columns are those of the specification. */
export interface TableLayout {
  readonly name: string;
  readonly label: string;
  /** Path of the record that a row is, or, where it occurs once and an item in it may repeat, of which a row adds an entry. */
  readonly record: string;
  /** Whether its rows are not of a child, but of the whole return. */
  readonly ofReturn: boolean;
  /** How many rows a child, or the return, may have. */
  readonly minimum: number;
  readonly maximum: number;
  readonly columns: readonly ColumnLayout[];
  /** Values that a row gives to items of its record without a column; `otherwise` is what the item says of a child without a row. */
  readonly implied: readonly { readonly item: string; readonly text: string; readonly otherwise: string | null }[];
}

export interface ColumnLayout {
  readonly name: string;
  /** Whether the column must be there; a cell may be blank all the same. */
  readonly required: boolean;
  /** Whether it holds the id of the child, which says to whom the row belongs. */
  readonly isKey: boolean;
  /** The item that it holds, from the table's record: `ReferralSource`, `ChildIdentifiers/UPN`; null for a key of another record and the other kinds. */
  readonly item: string | null;
  /** An item of another table that it repeats; it serves as the value when that table has no row for the child. */
  readonly copies: { readonly record: string; readonly item: string } | null;
  /** Path of the record that its text tells from others under the same parent: that of the rows, or one around it. */
  readonly identifies: string | null;
  /**
   * For a column that holds what another table says in rows: that table, the path of its record, and the repeating item in it. A cell holds all entries
   * or, with a code, says whether the code is one of them.
   */
  readonly list: ListColumn | null;
  /** Whether the column is of a layout that a file may do without. */
  readonly isAlternative: boolean;
}

export interface ListColumn {
  readonly table: string;
  readonly record: string;
  readonly item: string;
  readonly code: string | null;
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
