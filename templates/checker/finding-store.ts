import { createCsvWriter } from "../../runtime/findings/csv.ts";
import type { Finding, Severity } from "../../runtime/findings/finding.ts";
import { createJsonLinesWriter } from "../../runtime/findings/json-lines.ts";
import { type Counts, createTally } from "../../runtime/findings/tally.ts";
import { collectPieces, type Run } from "../../runtime/findings/writer.ts";
import { createNumberList } from "./number-list.ts";
import type { ChildrenQuery, ChildTotal, FindingsQuery, Part, RuleTotal, SaveFormat } from "./protocol.ts";

/** Findings that are kept together: enough for few blobs, few enough to read one quickly. */
const BLOCK = 256;

/** All findings of a return: their lines in blobs, which the browser may put on disk, and a few numbers each in memory. */
export interface FindingStore {
  readonly add: (finding: Finding) => void;
  readonly counts: () => Counts;
  readonly rules: () => readonly RuleTotal[];
  readonly findings: (query: FindingsQuery) => Promise<Part<Finding>>;
  readonly children: (query: ChildrenQuery) => Part<ChildTotal>;
  readonly save: (format: SaveFormat) => Promise<Blob>;
}

type Total = { -readonly [key in keyof RuleTotal]: RuleTotal[key] };
type Child = ChildTotal & { readonly counts: Record<Severity, number> };

/** @param run what reports say of the run */
export function createFindingStore(run: Run): FindingStore {
  const blocks: Blob[] = [];
  let lines: string[] = [];
  const tally = createTally();
  const totals: Total[] = [];
  const totalNumbers = new Map<string, number>();
  const children: Child[] = [];
  const childNumbers = new Map<string | null, number>();
  const totalOf = createNumberList();
  const childOf = createNumberList();
  const writer = createJsonLinesWriter((line) => void lines.push(line));

  const closeBlock = (): void => {
    blocks.push(new Blob(lines));
    lines = [];
  };

  const totalNumber = ({ rule, severity, message }: Finding): number => {
    const key = `${severity} ${rule}`;
    const known = totalNumbers.get(key);
    if (known !== undefined) return known;
    totalNumbers.set(key, totals.length);
    return totals.push({ rule, severity, count: 0, reason: severity === "not-run" ? message : null }) - 1;
  };

  const childNumber = (id: string | null): number => {
    const known = childNumbers.get(id);
    if (known !== undefined) return known;
    childNumbers.set(id, children.length);
    return children.push({ number: children.length, id, counts: { error: 0, query: 0, warning: 0, "not-run": 0 } }) - 1;
  };

  const blockText = async (number: number): Promise<string> => (await blocks[number]?.text()) ?? lines.join("");

  return {
    add: (finding) => {
      writer.finding(finding);
      tally.add(finding);
      const total = totalNumber(finding);
      const child = childNumber(finding.child);
      (totals[total] as Total).count += 1;
      (children[child] as Child).counts[finding.severity] += 1;
      totalOf.push(total);
      childOf.push(child);
      if (lines.length === BLOCK) closeBlock();
    },
    counts: tally.counts,
    rules: () => totals,
    findings: async ({ severities, rule, child, from, size }) => {
      const wanted = totals.map((total) => severities.includes(total.severity) && (rule === null || total.rule === rule));
      const numbers: number[] = [];
      let total = 0;
      for (let number = 0; number < totalOf.length(); number += 1) {
        if (!wanted[totalOf.at(number)] || (child !== null && childOf.at(number) !== child)) continue;
        if (total >= from && total < from + size) numbers.push(number);
        total += 1;
      }
      const entries: Finding[] = [];
      let block = -1;
      let texts: readonly string[] = [];
      for (const number of numbers) {
        if (Math.floor(number / BLOCK) !== block) {
          block = Math.floor(number / BLOCK);
          texts = (await blockText(block)).split("\n");
        }
        entries.push(JSON.parse(texts[number % BLOCK] ?? "") as Finding);
      }
      return { total, entries };
    },
    children: ({ severities, search, from, size }) => {
      const part = search.trim().toLowerCase();
      const found = children.filter(
        ({ id, counts }) => severities.some((severity) => counts[severity] > 0) && (part === "" || (id !== null && id.toLowerCase().includes(part))),
      );
      return { total: found.length, entries: found.slice(from, from + size) };
    },
    save: async (format) => {
      // No type, because a blob of type text/csv is opened by some browsers instead of being saved.
      if (format === "jsonl") return new Blob([...blocks, ...lines]);
      const parts: Blob[] = [];
      const csv = collectPieces(
        (text) => void parts.push(new Blob([text])),
        (sink) => createCsvWriter(sink),
      );
      csv.start(run);
      for (let block = 0; block <= blocks.length; block += 1) {
        for (const line of (await blockText(block)).split("\n")) if (line !== "") csv.finding(JSON.parse(line) as Finding);
      }
      csv.end();
      return new Blob(parts);
    },
  };
}
