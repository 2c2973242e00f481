import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyRecord, itemsInside, recordsInside, type TextRecord } from "../../generators/rules/record-tree.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { writeTables } from "../../generators/rules/table-rows.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import { Diagnostics } from "../../generators/specification/diagnostics.ts";
import { openSpecification } from "../../generators/cli/open-specification.ts";
import type { RecordNode, Release } from "../../generators/specification/model.ts";
import { LIST_LAYOUTS } from "../../runtime/convert/table-rows.ts";
import { csvRow, plainCell, safeCell } from "../../runtime/tables/csv-row.ts";
import { joinEntries, splitEntries } from "../../runtime/validator/list-cell.ts";
import { toTables, toXml } from "../support/convert-returns.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { type Draw, drawFrom, poolsOf, randomReturns } from "../support/random-returns.ts";

const specification = openSpecification(undefined);
const live = specification.names.flatMap((name) => {
  const { release } = specification.release(name);
  return release?.live === true ? [release] : [];
});

/** Of all releases together; each layout has its share. */
const CASES = process.env["JUDGE"] === "1" ? 10_000 : 500;

/** What people and programs write into cells and elements. */
const ODD = [
  "=1+1",
  "+44 20",
  "-1",
  "@sum",
  "'=1",
  "''-2",
  "'",
  "1E3",
  "007",
  "a,b",
  'say "x"',
  '"',
  " A ",
  "Ærø 東京 \u{1F9D2}",
  "a;b|c\\d",
  "two\nlines",
  "a\rb",
  "\tx",
  "\u00A0",
  "<&>",
  "]]>",
  "99/99/9999",
];

/** Those of XML: a no-break space is text. */
const BLANKS_AROUND = /^[ \t\r\n]+|[ \t\r\n]+$/g;

for (const release of live) {
  const layouts = release.tables.some(({ instead }) => instead !== null) ? LIST_LAYOUTS : (["rows"] as const);
  describe(release.name, async () => {
    const module = await loadGenerated(specification, release);
    const rules = checkReleaseRules(specification, release, new Diagnostics());
    const pools = poolsOf(rules, []);
    const randomReturn = (seed: number): TextRecord => {
      const { root } = randomReturns(rules, pools, [seed, seed + 1], false);
      return withOddTexts(release, returnInXml(root).root, drawFrom(seed));
    };

    test.each(layouts)("XML to CSV to XML gives the same document, lists as %s", (lists) => {
      check(layouts.length, (seed) => {
        const written = randomReturn(seed);
        const { root, dropped, unsaid } = carriedByTables(release, written);
        const tables = toTables(module, writeXml(written, []), lists);
        expect(tables.rejects.length).toBe(dropped + unsaid);
        const back = toXml(module, tables.output);
        expect(back.rejects).toEqual([]);
        expect(withShortTags(back.output)).toBe(withShortTags(writeXml(root, [])));
      });
    });

    test.each(layouts)("order of files, columns and rows and the names of keys do not matter, lists as %s", (lists) => {
      check(layouts.length, (seed) => {
        const document = toXml(module, toTables(module, writeXml(randomReturn(seed), []), lists).output).output;
        const tables = toTables(module, document, lists).output;
        const back = toXml(module, disarrange(release, tables, drawFrom(seed)));
        expect(back.rejects).toEqual([]);
        expect(back.output).toBe(document);
        expect([...toTables(module, back.output, lists).output]).toEqual([...tables]);
      });
    });

    // Only where tables are a form of the return, so that there are other programs.
    if (release.formats.includes("csv"))
      test("tables that another program wrote come back from XML as they were", () => {
        check(1, (seed) => {
          const { root } = carriedByTables(release, randomReturn(seed));
          const written = writeTables(root, release).tables;
          const files = new Map(
            release.tables.map((table): [string, string] => {
              const names = table.columns.map(({ name }) => name);
              const rows = written.get(table.name) ?? [];
              return [table.name, `\uFEFF${csvRow(names)}${rows.map((row) => csvRow(names.map((name) => safeCell(row[name] ?? "")))).join("")}`];
            }),
          );
          expect([...toTables(module, toXml(module, files).output, "rows").output]).toEqual([...files]);
        });
      });
  });
}

test("a cell comes back as it was, and none that is written begins a formula", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."='+-@\t\ra") })), (text) => {
      expect(plainCell(safeCell(text))).toBe(text);
      expect(safeCell(text)).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test("entries of a list come back from one cell, whatever they hold", () => {
  const entry = fc.string({ unit: fc.constantFrom(..."aZ;,|\\ \n\r\t") }).filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(splitEntries(joinEntries(entries))).toEqual(entries);
    }),
  );
});

function check(shares: number, law: (seed: number) => void): void {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 30 }), law), { seed: 6, numRuns: Math.ceil(CASES / live.length / shares), endOnFailure: true });
}

/** Puts texts that are hard to carry into a few places; ids of children stay. */
function withOddTexts(release: Release, root: TextRecord, draw: Draw): TextRecord {
  const visit = (record: TextRecord): TextRecord => {
    const copy = emptyRecord(record.node);
    for (const [path, texts] of record.items)
      copy.items.set(
        path,
        texts.map((text) => (path !== release.child?.key.path && draw(12) === 0 ? (ODD[draw(ODD.length)] ?? "") : text)),
      );
    for (const [path, inner] of record.groups) copy.groups.set(path, inner.map(visit));
    return copy;
  };
  return visit(root);
}

/** An element without content can be written in two ways. */
function withShortTags(document: string): string {
  return document.replaceAll(/<(\w+)>\s*<\/\1>/g, "<$1/>");
}

interface Carried {
  readonly root: TextRecord;
  /** Children without an id of their own. */
  readonly dropped: number;
  /** Rows that tables have no way to say. */
  readonly unsaid: number;
}

/** The return without what is declared not to be carried: what is blank, children without an id of their own, and records that no row can say. */
function carriedByTables(release: Release, root: TextRecord): Carried {
  const keys = new Set<string>();
  const childPath = release.child?.record.path ?? "";
  const keyPath = release.child?.key.path ?? "";
  let dropped = 0;
  let unsaid = 0;
  const isRow = (node: RecordNode): boolean =>
    node.occurs.maximum !== 1 ||
    (release.tables.some(({ record }) => record === node) && !node.contains.some((item) => item.kind === "item" && item.occurs.maximum !== 1));
  const hasChildren = (node: RecordNode): boolean => childPath.startsWith(`${node.path}/`);
  const visit = (record: TextRecord): TextRecord => {
    const copy = emptyRecord(record.node);
    for (const { path, occurs } of itemsInside(record.node)) {
      const texts = (record.items.get(path) ?? []).filter((text) => !/^[ \t\r\n]*$/.test(text));
      if (texts.length > 0) copy.items.set(path, occurs.maximum === 1 ? texts.slice(0, 1) : texts);
    }
    for (const node of recordsInside(record.node)) {
      const inner = (record.groups.get(node.path) ?? []).filter((one) => node.path !== childPath || isFirst(one)).map(visit);
      const kept = inner.filter((one) => isRow(node) || hasChildren(node) || saysSomething(one)).flatMap((one) => asRow(one));
      const implied = release.tables.find((table) => table.record === node)?.implied ?? [];
      if (implied.length > 0 && kept.length === 0)
        kept.push({ ...emptyRecord(node), items: new Map(implied.map(({ item }) => [item.path, [item.neutral ?? ""]])) });
      // Tables cannot say whether what stands around the children was there when there was no child.
      if (hasChildren(node) && kept.length === 0) kept.push(emptyRecord(node));
      if (kept.length > 0) copy.groups.set(node.path, kept);
    }
    return copy;
  };
  /** A record that a row of its own implies is only there when it says what the row says. */
  const asRow = (record: TextRecord): readonly TextRecord[] => {
    const implied = release.tables.find((table) => table.record === record.node)?.implied ?? [];
    if (implied.every(({ item, value }) => record.items.get(item.path)?.[0]?.replaceAll(BLANKS_AROUND, "") === value)) {
      for (const { item, value } of implied) record.items.set(item.path, [value]);
      return [record];
    }
    for (const { item } of implied) {
      const text = (record.items.get(item.path)?.[0] ?? "").replaceAll(BLANKS_AROUND, "");
      if ((text !== "" && text !== item.neutral) || record.items.size > Number(text !== "")) unsaid += 1;
    }
    return [];
  };
  const isFirst = (child: TextRecord): boolean => {
    const key = textAt(child, keyPath).trim().toUpperCase();
    const isNew = key !== "" && !keys.has(key);
    keys.add(key);
    if (!isNew) dropped += 1;
    return isNew;
  };
  return { root: visit(root), dropped, unsaid };
}

function saysSomething(record: TextRecord): boolean {
  return record.items.size > 0 || [...record.groups.values()].flat().some(saysSomething);
}

function textAt(record: TextRecord, path: string): string {
  const own = record.items.get(path)?.[0];
  if (own !== undefined) return own;
  for (const inner of [...record.groups.values()].flat()) {
    const text = textAt(inner, path);
    if (text !== "") return text;
  }
  return "";
}

/** The same tables as somebody else may write them: rows of different children mixed, columns and files in another order, other keys, other line ends. */
function disarrange(release: Release, files: ReadonlyMap<string, string>, draw: Draw): ReadonlyMap<string, string> {
  const keys = new Set(release.tables.flatMap(({ columns }) => columns.flatMap(({ name, identifies }) => (identifies === null ? [] : [name]))));
  const key = release.child?.key.name ?? "";
  const salt = String(draw(1000));
  const mixed = [...files].map(([name, text]): [string, string] => {
    const [header = [], ...rows] = parseCsv(text.slice(1));
    const idColumn = header.indexOf(release.tables.flatMap(({ columns }) => columns).find(({ item }) => item?.name === key)?.name ?? "");
    const isTop =
      release.tables.find((table) => table.name === name)?.columns.some(({ item }) => item?.path === release.child?.key.path && item !== null) === true;
    const order = header.map((_, index) => ({ index, at: draw(1000) })).toSorted((a, b) => a.at - b.at);
    const weights = new Map<string, number>();
    const weigh = (row: readonly string[]): number => {
      const id = row[idColumn] ?? "";
      const before = weights.get(id) ?? 0;
      const now = before + draw(3);
      weights.set(id, now);
      return now;
    };
    const isOrdered = idColumn === -1 || (isTop && name === headerName(release));
    const sorted = isOrdered
      ? rows
      : rows
          .map((row) => ({ row, at: weigh(row) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ row }) => row);
    const write = (row: readonly string[], isHeader: boolean): string =>
      csvRow(order.map(({ index }) => (!isHeader && keys.has(header[index] ?? "") ? `k-${salt}-${row[index] ?? ""}` : (row[index] ?? ""))));
    return [name, [write(header, true), ...sorted.map((row) => write(row, false))].join("")];
  });
  return new Map(
    mixed
      .map((entry) => ({ entry, at: draw(1000) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ entry }) => entry),
  );
}

/** The table whose rows are the children. */
function headerName(release: Release): string {
  const path = release.child?.key.path ?? "";
  return release.tables.find(({ record, columns }) => path.startsWith(`${record.path}/`) && columns.some(({ item }) => item?.path === path))?.name ?? "";
}

/** CSV as `csvRow` writes it. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/gy;
  let row: string[] = [];
  for (const [, raw = "", end] of text.matchAll(cell)) {
    row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end !== "\r\n") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
