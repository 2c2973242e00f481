import { type Difference, diffReleases } from "../../specification/diff.ts";
import type { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { requireName, requireRelease } from "../open-specification.ts";

export type DiffFormat = "text" | "json";

/** `diff A B`: every difference between two releases, with the change that made it. Exit 0: none, 1: some. */
export function runDiff(specification: Specification, names: readonly [string, string], format: DiffFormat, console: Console): ExitCode {
  const [a, b] = names.map((text) => requireName(specification, text));
  if (a === undefined || b === undefined) return EXIT.misuse;
  const before = requireRelease(specification, a, console);
  const after = requireRelease(specification, b, console);
  if (before === null || after === null) return EXIT.failed;
  if (before.collection !== after.collection)
    throw new UsageError(`${before.id} and ${after.id} are releases of different collections; nothing can be compared.`);
  const differences = diffReleases(before, after);
  if (format === "json") console.data(`${JSON.stringify({ before: before.id, after: after.id, differences: differences.map(toJson) }, null, 2)}\n`);
  else console.data(differences.length === 0 ? `${before.id} and ${after.id} do not differ.\n` : formatDifferences(before.id, after.id, differences));
  return differences.length === 0 ? EXIT.passed : EXIT.failed;
}

function toJson({ change, ...difference }: Difference): object {
  return { ...difference, change: change === null ? null : { release: change.release, version: change.version, file: change.file, title: change.title } };
}

/** Grouped by the change that made them; what follows from dates and facts of the release alone comes last. */
function formatDifferences(before: string, after: string, differences: readonly Difference[]): string {
  const groups = new Map<string, { head: string; lines: string[] }>();
  for (const difference of differences) {
    const { change } = difference;
    const key = change?.file ?? "";
    const head =
      change === null
        ? "From dates and facts of the release"
        : `${change.title}\n  ${change.why}\n  (${change.release}@${change.version}, ${change.file}, ${change.basis})`;
    const group = groups.get(key) ?? { head, lines: [] };
    group.lines.push(`  ${formatDifference(difference)}`);
    groups.set(key, group);
  }
  const ordered = [...groups].toSorted(([a], [b]) => Number(a === "") - Number(b === "") || (a < b ? -1 : a > b ? 1 : 0));
  const body = ordered.map(([, { head, lines }]) => `${head}\n${lines.join("\n")}\n`).join("\n");
  return `${before} -> ${after}: ${differences.length} ${differences.length === 1 ? "difference" : "differences"}\n\n${body}`;
}

const MARK = { added: "+", removed: "-", renamed: "~", moved: ">", changed: "~" } as const;

function formatDifference({ kind, name, what, field, before, after }: Difference): string {
  const head = `${MARK[what]} ${kind} ${name}`;
  if (what === "renamed") return `${head}: was ${before}`;
  if (what === "moved") return before === null ? `${head}: moved` : `${head}: was at ${before}`;
  if (what !== "changed") return head;
  return `${head}: ${field}\n      was: ${before ?? "(none)"}\n      is:  ${after ?? "(none)"}`;
}
