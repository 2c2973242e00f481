import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { targetContext } from "../../generators/cli/target-context.ts";
import { buildExample, type ExampleReturns } from "../../generators/rules/example.ts";
import { emptyRecord, type TextRecord } from "../../generators/rules/record-tree.ts";
import { writeXml } from "../../generators/rules/write-xml.ts";
import type { Column, Release, Table } from "../../generators/specification/model.ts";
import { type Draw, drawFrom } from "../support/random-returns.ts";
import { specification } from "../support/specification.ts";

/** Contents of files by name. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** A return in both forms. */
export interface BothForms {
  readonly xml: string;
  readonly csv: Files;
}

/** A return with those of the two years before, all with the same children. */
export interface YearsOfReturns {
  readonly now: BothForms;
  readonly last: BothForms;
  readonly beforeLast: BothForms;
}

/**
 * The children of examples of rules, drawn: one half of those that say what was returned before, the other of those that do not. Of these, every
 * other one was the same a year ago, and all were two years ago, so that rules have something to compare.
 */
export function returnsOfExamples(releaseName: string, count: number): YearsOfReturns {
  const { release } = specification.release(releaseName);
  if (release === null) throw new Error(releaseName);
  const rules = targetContext(specification, release).rules();
  const draw = drawFrom(903);
  const examples = rules.rules.flatMap((rule) =>
    [...rule.rule.fails, ...rule.rule.passes].flatMap((example): ExampleReturns[] => {
      const built = buildExample(rules, rule, example.value);
      return "returns" in built && childrenOf(built.returns.root, release).length === 1 ? [built.returns] : [];
    }),
  );
  const looking = examples.filter(({ last, beforeLast }) => last !== null || beforeLast !== null);
  const others = examples.filter((one) => !looking.includes(one));
  const chosen = [...pick(looking, Math.floor(count / 2), draw), ...pick(others, count - Math.floor(count / 2), draw)];
  const join = (of: Release | null, root: (example: ExampleReturns, index: number) => TextRecord | null): BothForms => {
    if (of === null) throw new Error(`${releaseName} has no such year`);
    const whole = joinChildren(of, chosen.map(root));
    return { xml: writeXml(whole, []), csv: tablesOf(whole, of) };
  };
  return {
    now: join(release, ({ root }) => root),
    last: join(rules.earlier[1], ({ last, root }, index) => last ?? (index % 2 === 0 ? root : null)),
    beforeLast: join(rules.earlier[2], ({ beforeLast, last, root }) => beforeLast ?? last ?? root),
  };
}

/** @returns `count` of a list, drawn without putting back */
function pick<T>(from: readonly T[], count: number, draw: Draw): readonly T[] {
  const left = [...from];
  return Array.from({ length: Math.min(count, from.length) }, () => left.splice(draw(left.length), 1)).flat();
}

/** The only child of each root in one return, each with an id of its own by its place in the list; null has no child. */
function joinChildren(release: Release, roots: readonly (TextRecord | null)[]): TextRecord {
  const first = roots.find((root) => root !== null) ?? emptyRecord(release.root);
  const whole: TextRecord = { node: release.root, items: first.items, groups: new Map(first.groups) };
  const children = roots.flatMap((root, index) => {
    const [child] = root === null ? [] : childrenOf(root, release);
    return child === undefined ? [] : [withId(child, `X${String(index).padStart(5, "0")}`, release)];
  });
  if (release.child !== null) whole.groups.set(release.child.record.path, children);
  return whole;
}

/** In the return of looked-after children these stand directly in the root. */
function childrenOf(root: TextRecord, { child }: Release): readonly TextRecord[] {
  return root.groups.get(child?.record.path ?? "") ?? [];
}

function withId(record: TextRecord, id: string, release: Release): TextRecord {
  const key = release.child?.key.path ?? "";
  const items = new Map([...record.items].map(([path, texts]) => [path, path === key ? [id] : texts]));
  return { node: record.node, items, groups: new Map([...record.groups].map(([path, inner]) => [path, inner.map((one) => withId(one, id, release))])) };
}

/** The CSV files of a return, a file for each table that has a row; tables without one have no file. */
export function tablesOf(root: TextRecord, release: Release): Files {
  const files = new Map<string, string>();
  for (const table of release.tables) {
    const rows = childrenOf(root, release).flatMap((child) => recordsOf(child, table.record.path).map((record) => rowOf(table, record, child)));
    const header = table.columns.map(({ name }) => name).join(",");
    if (rows.length > 0) files.set(`${table.name}.csv`, `${[header, ...rows].join("\r\n")}\r\n`);
  }
  return files;
}

function recordsOf(record: TextRecord, path: string): readonly TextRecord[] {
  if (record.node.path === path) return [record];
  return [...record.groups.values()].flat().flatMap((inner) => recordsOf(inner, path));
}

function rowOf(table: Table, record: TextRecord, child: TextRecord): string {
  const cell = ({ item, copies }: Column): string => {
    const path = (item ?? copies)?.path ?? "";
    const text = record.items.get(path)?.[0] ?? (item !== null && itemInside(table, path) ? "" : (findItem(child, path) ?? ""));
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return table.columns.map(cell).join(",");
}

function itemInside({ record }: Table, path: string): boolean {
  return path.slice(0, path.lastIndexOf("/")) === record.path;
}

function findItem(record: TextRecord, path: string): string | undefined {
  const own = record.items.get(path)?.[0];
  if (own !== undefined) return own;
  for (const inner of [...record.groups.values()].flat()) {
    const found = findItem(inner, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Writes files into a folder. @returns their names, sorted */
export function writeFiles(files: Files, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return [...files.keys()].toSorted();
}

type Slip = (text: string, draw: Draw) => string | Uint8Array;

const onLine = (text: string, draw: Draw, change: (line: string) => string): string => {
  const lines = text.split("\r\n");
  const at = draw(Math.max(1, lines.length - 1));
  return lines.map((line, index) => (index === at ? change(line) : line)).join("\r\n");
};
const onColumn = (text: string, draw: Draw, change: (cells: string[], at: number) => string[]): string => {
  const lines = text.trimEnd().split("\r\n");
  const at = draw(lines[0]?.split(",").length ?? 1);
  return lines.map((line) => change(line.split(","), at).join(",")).join("\r\n");
};

/** What hands, spreadsheets and other programs do to a file of a table. */
const SLIPS: Readonly<Record<string, Slip>> = {
  semicolons: (text) => text.replaceAll(",", ";"),
  "utf-16": (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "windows-1252": (text) => Buffer.from(text.replace(/X0\d+/, "Zoë"), "latin1"),
  "broken-utf-8": (text) => Buffer.concat([Buffer.from("\uFEFF"), Buffer.from(text.replace(/X0\d+/, "Zoë"), "latin1")]),
  "column-renamed": (text, draw) =>
    onColumn(text, draw, (cells, at) => cells.map((cell, index) => (index === at ? cell.replace(/^[A-Z_]+$/, "<b>$& 2") : cell))),
  "column-missing": (text, draw) => onColumn(text, draw, (cells, at) => cells.toSpliced(at, 1)),
  "column-twice": (text, draw) => onColumn(text, draw, (cells, at) => [...cells, cells[at] ?? ""]),
  "columns-turned": (text, draw) => onColumn(text, draw, (cells) => cells.toReversed()),
  "quote-open": (text, draw) => onLine(text, draw, (line) => line.replace(",", ',"')),
  "cell-too-many": (text, draw) => onLine(text, draw, (line) => `${line},more`),
  "cut-off": (text, draw) => text.slice(0, draw(text.length)),
  "no-line": () => "",
  "names-missing": (text) => text.slice(text.indexOf("\r\n") + 2),
  "blank-lines": (text) => text.replaceAll("\r\n", "\r\r"),
  xml: () => "<EXPSSDA903/>",
  formulas: (text, draw) => onLine(text, draw, (line) => line.replace(/[^,]*$/, "=1+1")),
  markup: (text, draw) => onLine(text, draw, (line) => line.replace(/[^,]*$/, '<img src=x onerror="alert(1)">')),
  bytes: (text, draw) => {
    const bytes = Buffer.from(text);
    for (let count = 0; count < 5; count += 1) bytes[draw(bytes.length)] = draw(256);
    return bytes;
  },
};

/** Returns with one file each spoilt, by a seed; some have a second file of one table as well. */
export function spoiltReturns(files: Files, count: number): ReadonlyMap<string, Files> {
  const slips = Object.entries(SLIPS);
  const spoilt = Array.from({ length: count }, (_, number): readonly [string, Files] => {
    const draw = drawFrom(number + 1);
    const [name, slip] = slips[number % slips.length] ?? ["none", (text: string) => text];
    const names = [...files.keys()];
    const file = names[draw(names.length)] ?? "";
    const all = new Map(files);
    const text = files.get(file);
    if (typeof text === "string") all.set(file, slip(text, draw));
    if (draw(5) === 0) all.set("copy.csv", files.get(file) ?? "");
    return [`${name}-${number}`, all];
  });
  return new Map(spoilt);
}

/**
 * A return of many children in two tables, all alike but for the identifier; every tenth has a fault in each table.
 * @param bytes how large the files are together, nearly
 */
export function largeTables(bytes: number): Files {
  const header: string[] = ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"];
  const episodes: string[] = ["CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n"];
  for (let written = 0, number = 0; written < bytes; number += 1) {
    const id = `X${String(number).padStart(7, "0")}`;
    const isFaulty = number % 10 === 0;
    const child = `${id},${isFaulty ? "Q" : "M"},05/04/2022,WBRI,UN1,,\r\n`;
    const stays = `${id},01/05/2025,S,C2,N1,U1,PR1,01/06/2025,X1,PLACE,,,\r\n${id},01/06/2025,P,C2,N1,U3,${isFaulty ? "PR9" : "PR1"},,,,,,\r\n`;
    header.push(child);
    episodes.push(stays);
    written += child.length + stays.length;
  }
  return new Map([
    ["Episodes.csv", episodes.join("")],
    ["Header.csv", header.join("")],
  ]);
}
