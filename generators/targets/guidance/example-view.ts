import type { Year } from "../../language/types.ts";
import type { Value } from "../../language/values.ts";
import type { CheckedRule } from "../../rules/checked-rule.ts";
import { derivedValues, evaluateRule } from "../../rules/evaluate.ts";
import { buildExample, type ExampleReturns } from "../../rules/example.ts";
import { itemsInside, recordsInside, type TextRecord } from "../../rules/record-tree.ts";
import { codeSetsOf } from "../../specification/item-type.ts";
import type { ItemNode, RecordNode, Release, RuleExample } from "../../specification/model.ts";
import { exampleMessage } from "./example-message.ts";
import type { Site } from "./site.ts";

/** An example as small tables of the records it gives. */
export interface ExampleView {
  readonly name: string;
  /** The permanent id of the case. */
  readonly caseId: string;
  readonly title: string;
  readonly returns: readonly ReturnView[];
  /** A table of it has many columns. */
  readonly isWide: boolean;
  readonly authority: string | null;
  readonly reference: readonly ReferenceView[];
  /** What the finding says; null when the example passes, or when the message shows values that are worked out. */
  readonly message: string | null;
}

/** A return of an example: 0 this one, 1 and 2 those before. */
export interface ReturnView {
  readonly year: Year;
  readonly blocks: readonly BlockView[];
  /** Tables that are left out. */
  readonly more: number;
}

/** Records of one kind in one place. */
export interface BlockView {
  readonly label: string;
  /** Which one it is of several around it: "Child 2". */
  readonly place: string;
  readonly columns: readonly { readonly name: string; readonly label: string }[];
  readonly rows: readonly RowView[];
  /** What the codes in several rows mean. */
  readonly codes: readonly { readonly code: string; readonly meaning: string }[];
  /** Rows that are left out. */
  readonly more: number;
  /** How many there are, where nothing is said of what is in them; 0: there is none. */
  readonly count: number | null;
}

export interface RowView {
  /** From 1. */
  readonly number: number;
  readonly cells: readonly CellView[];
  /** The finding points at it. */
  readonly isReported: boolean;
  /** How many records are alike. */
  readonly times: number;
}

export interface CellView {
  /** null: the item is not there; an empty text: it is there and blank. */
  readonly text: string | null;
  /** What a code means. */
  readonly meaning: string | null;
  /** It is not part of the example, but what the ordinary record behind it holds. */
  readonly isFilledIn: boolean;
}

export interface ReferenceView {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How many tables, and rows of one, an example shows; examples that reach a percentage have hundreds. */
const MANY_BLOCKS = 12;
const MANY_ROWS = 8;
const WIDE = 3;

/** Turns an example of a rule into tables; null when it cannot be built, which `check` reports. */
export function exampleView(site: Site, rule: CheckedRule, example: RuleExample, fails: boolean): ExampleView | null {
  const built = buildExample(site.rules, rule, example.value);
  if ("problem" in built) return null;
  const { returns } = built;
  const failures = fails ? evaluateRule(site.rules, rule, returns) : [];
  const reported = new Set(failures.flatMap(({ records }) => records.map(({ text }) => text)));
  const show = new ReturnShower(site, rule, returns, reported);
  const years: readonly (readonly [Year, TextRecord | null])[] = [
    [0, returns.root],
    [1, returns.last],
    [2, returns.beforeLast],
  ];
  const shown = years.flatMap(([year, root]) => {
    const blocks = root === null ? [] : show.blocks(root, year);
    return root === null ? [] : [{ year, blocks: blocks.slice(0, MANY_BLOCKS), more: Math.max(0, blocks.length - MANY_BLOCKS) }];
  });
  return {
    name: example.name,
    caseId: `${rule.rule.firstId}/${example.name}`,
    title: example.name.replaceAll("-", " "),
    returns: shown,
    isWide: shown.some(({ blocks }) => blocks.some(({ rows, columns }) => rows.length > 1 && columns.length > WIDE)),
    authority: returns.authority,
    reference: referenceViews(site.release, example),
    message: failures[0] === undefined ? null : exampleMessage(site, failures[0]),
  };
}

class ReturnShower {
  readonly #site: Site;
  readonly #rule: CheckedRule;
  readonly #returns: ExampleReturns;
  readonly #reported: ReadonlySet<TextRecord>;
  readonly #derived: ReadonlyMap<TextRecord, ReadonlyMap<string, Value>>;

  constructor(site: Site, rule: CheckedRule, returns: ExampleReturns, reported: ReadonlySet<TextRecord>) {
    this.#site = site;
    this.#rule = rule;
    this.#returns = returns;
    this.#reported = reported;
    const readsDerived = [...(site.reads.get(rule.rule.id)?.items.keys() ?? [])].some((path) => {
      const node = site.nodes.get(path);
      return node?.kind === "item" && node.derived !== null;
    });
    this.#derived = readsDerived ? derivedValues(site.rules, returns) : new Map();
  }

  blocks(root: TextRecord, year: Year): readonly BlockView[] {
    return this.#inside(root, year, "");
  }

  #inside(record: TextRecord, year: Year, place: string): readonly BlockView[] {
    const own = this.#itemsOf(record, year);
    const blocks: BlockView[] = own.length === 0 ? [] : [this.#block([record], own, year, place)];
    for (const node of recordsInside(record.node)) blocks.push(...this.#group(record, node, year, place));
    return blocks;
  }

  #group(parent: TextRecord, node: RecordNode, year: Year, place: string): readonly BlockView[] {
    const records = parent.groups.get(node.path) ?? [];
    const isGiven = this.#returns.given.get(parent)?.has(node.path) === true;
    const inner = records.map((record) => ({
      record,
      own: this.#itemsOf(record, year),
      below: recordsInside(node).flatMap((child) => this.#group(record, child, year, "")),
    }));
    const hasNothing = inner.every(({ own, below }) => own.length === 0 && below.length === 0);
    if (hasNothing) return isGiven ? [{ label: node.label, place, columns: [], rows: [], codes: [], more: 0, count: records.length }] : [];
    if (inner.every(({ below }) => below.length === 0)) {
      const columns = itemsInside(node).filter((item) => inner.some(({ own }) => own.includes(item)));
      const derived = this.#derivedColumns(node, year, records);
      return [this.#block(records, [...columns, ...derived], year, place)];
    }
    return records.flatMap((record, index) => {
      const name = records.length === 1 ? "" : `${node.label} ${index + 1}`;
      const here = [place, name].filter((part) => part !== "").join(", ");
      const found = this.#inside(record, year, here);
      return found.length > 0 || records.length === 1 ? found : [{ label: name, place, columns: [], rows: [], codes: [], more: 0, count: 1 }];
    });
  }

  /** The items of a record that the example gives, and those that the rule reads there besides. */
  #itemsOf(record: TextRecord, year: Year): readonly ItemNode[] {
    const given = this.#returns.given.get(record);
    const isTouched = given !== undefined || (year === 0 && this.#site.reads.get(this.#rule.rule.id)?.records.has(record.node.path) === true);
    if (!isTouched) return [];
    return [
      ...itemsInside(record.node).filter((item) => given?.has(item.path) === true || this.#isRead(record, item, year)),
      ...this.#derivedColumns(record.node, year, [record]),
    ];
  }

  #derivedColumns(node: RecordNode, year: Year, records: readonly TextRecord[]): readonly ItemNode[] {
    if (year !== 0) return [];
    return node.contains.filter(
      (item): item is ItemNode =>
        item.kind === "item" &&
        item.derived !== null &&
        this.#site.reads.get(this.#rule.rule.id)?.items.has(item.path) === true &&
        records.some((record) => (this.#derived.get(record)?.get(item.path) ?? null) !== null),
    );
  }

  #isRead(record: TextRecord, item: ItemNode, year: Year): boolean {
    return record.items.has(item.path) && this.#site.reads.get(this.#rule.rule.id)?.items.get(item.path)?.has(year) === true;
  }

  #block(records: readonly TextRecord[], columns: readonly ItemNode[], year: Year, place: string): BlockView {
    const rows: { number: number; cells: readonly CellView[]; isReported: boolean; times: number }[] = [];
    for (const record of records) {
      const cells = columns.map((item) => this.#cell(record, item, year));
      const isReported = year === 0 && this.#reported.has(record);
      const last = rows.at(-1);
      if (last !== undefined && last.isReported === isReported && JSON.stringify(last.cells) === JSON.stringify(cells)) last.times += 1;
      else rows.push({ number: rows.length + 1, cells, isReported, times: 1 });
    }
    const label = records[0]?.node.label ?? "";
    const shown = rows.slice(0, MANY_ROWS);
    return {
      label,
      place,
      columns: columns.map(({ name, label: words }) => ({ name, label: words })),
      rows: shown,
      codes: codesIn(shown),
      more: rows.length - shown.length,
      count: null,
    };
  }

  #cell(record: TextRecord, item: ItemNode, year: Year): CellView {
    if (item.derived !== null) return { text: derivedText(this.#derived.get(record)?.get(item.path), item), meaning: null, isFilledIn: false };
    const texts = record.items.get(item.path);
    const release = year === 0 ? this.#site.release : this.#site.rules.earlier[year];
    return {
      text: texts === undefined ? null : texts.join(", "),
      meaning: texts?.length === 1 && release !== null ? meaningOf(release, item, texts[0] ?? "") : null,
      isFilledIn: this.#returns.given.get(record)?.has(item.path) !== true,
    };
  }
}

/** Codes in the order in which they first stand in the rows. */
function codesIn(rows: readonly RowView[]): BlockView["codes"] {
  const found = new Map<string, string>();
  for (const { text, meaning } of rows.flatMap(({ cells }) => cells)) if (text !== null && meaning !== null) found.set(text, meaning);
  return [...found].map(([code, meaning]) => ({ code, meaning }));
}

function derivedText(value: Value, { type }: ItemNode): string | null {
  if (value === null || value === undefined) return null;
  return type.kind === "decimal" ? String(Number(value) / 1000) : String(value);
}

function meaningOf(release: Release, item: ItemNode, text: string): string | null {
  for (const name of codeSetsOf(item.type)) {
    const found = release.codeSets.get(name)?.codes.find(({ code }) => code === text)?.label;
    if (found !== undefined && found !== null) return found;
  }
  return null;
}

/** The rows of reference tables that the example gives itself; those that are made up for it say nothing. */
function referenceViews(release: Release, { value }: RuleExample): readonly ReferenceView[] {
  const given = value.kind === "map" ? value.entries.find(({ key }) => key.text === "reference")?.value : undefined;
  if (given?.kind !== "map") return [];
  return given.entries.flatMap(({ key, value: rows }) => {
    const table = release.referenceTables.find(({ name }) => name === key.text);
    const maps = (rows.kind === "list" ? rows.items : [rows]).filter((row) => row.kind === "map");
    const names = new Set(maps.flatMap((row) => row.entries.map((entry) => entry.key.text)));
    const columns = (table?.columns ?? []).filter(({ name }) => names.has(name));
    return [
      {
        label: table?.label ?? key.text,
        columns: columns.map(({ label }) => label),
        rows: maps.map((row) => columns.map(({ name }) => cellText(row.entries.find((entry) => entry.key.text === name)?.value))),
      },
    ];
  });
}

function cellText(node: RuleExample["value"] | undefined): string {
  if (node?.kind === "scalar") return node.text;
  return node?.kind === "list" ? node.items.map(cellText).join(", ") : "";
}
