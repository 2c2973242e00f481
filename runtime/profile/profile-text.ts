import { groupDigits } from "../findings/message.ts";
import { readable } from "../findings/readable.ts";
import type { ItemProfile, Profile, RecordProfile } from "./profile.ts";

/** A profile with how its input is called. */
export interface NamedProfile {
  readonly input: string;
  readonly profile: Profile;
  /** Rows and values that could not be placed and are not counted. */
  readonly rejects: number;
}

const NAME = 46;
const FIGURE = 24;
const SHOWN_CODE = 40;

/** Profiles side by side, for a person: what one has and the other has not stands with a dash. */
export function profileText(all: readonly NamedProfile[]): string {
  const lines: string[] = [];
  const line = (name: string, figures: readonly string[]): void => {
    lines.push(`${name.padEnd(NAME)}${figures.map((figure) => figure.padStart(FIGURE)).join("")}`.trimEnd());
  };
  for (const [index, { input, profile, rejects }] of all.entries()) {
    const letter = all.length === 1 ? "" : `${String.fromCodePoint(65 + index)}: `;
    lines.push(
      `${letter}${readable(input, 120)}, ${profile.release}${rejects === 0 ? "" : `; ${groupDigits(rejects)} not counted, because they could not be placed`}`,
    );
  }
  lines.push("");
  if (all.length > 1)
    line(
      "",
      all.map((_, index) => String.fromCodePoint(65 + index)),
    );
  line(
    "Children",
    all.map(({ profile }) => groupDigits(profile.children)),
  );
  for (const path of unionOf(all.map(({ profile }) => profile.records.map((record) => record.path)))) {
    const records = all.map(({ profile }) => profile.records.find((record) => record.path === path) ?? null);
    const known = records.find((record) => record !== null);
    if (known === null || known === undefined || records.every((record) => record === null || record.count === 0)) continue;
    lines.push("");
    line(
      `${nameOf(path)} (${known.label})`,
      records.map((record) => (record === null ? "-" : groupDigits(record.count))),
    );
    for (const name of unionOf(records.map((record) => record?.items.map((item) => item.name) ?? []))) itemLines(name, records, line);
  }
  return `${lines.join("\n")}\n`;
}

function itemLines(name: string, records: readonly (RecordProfile | null)[], line: (name: string, figures: readonly string[]) => void): void {
  const items = records.map((record) => record?.items.find((item) => item.name === name) ?? null);
  const each = (figure: (item: ItemProfile) => string): readonly string[] => items.map((item) => (item === null ? "-" : figure(item)));
  line(
    `  ${name}`,
    each(({ entered, blank }) => `${groupDigits(entered)} (${share(entered, entered + blank)})`),
  );
  if (items.some((item) => item !== null && item.unreadable > 0))
    line(
      "    not allowed",
      each(({ unreadable }) => groupDigits(unreadable)),
    );
  if (items.some((item) => item !== null && item.range !== null))
    line(
      "    from, to",
      each(({ range }) => (range === null ? "" : `${range.from}, ${range.to}`)),
    );
  for (const code of unionOf(items.map((item) => Object.keys(item?.codes ?? {}))).toSorted())
    line(
      `    ${readable(code, SHOWN_CODE)}`,
      each(({ codes }) => groupDigits(codes?.[code] ?? 0)),
    );
}

/** Whole percent, but never 0 % or 100 % of what is not none or all. */
function share(part: number, all: number): string {
  if (all === 0) return "0%";
  const percent = Math.round((part * 100) / all);
  return `${part > 0 && part < all ? Math.min(99, Math.max(1, percent)) : percent}%`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** All names, in the order of the first list that has each. */
function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
