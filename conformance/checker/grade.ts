import type { Fault, Level } from "../case-result.ts";
import type { Expected } from "./case-file.ts";

/** A finding as an adapter tells it. */
export interface ToldFinding {
  readonly rule: string;
  /** Where it points at first; null: not told. */
  readonly at: string | null;
}

/**
 * The findings of an answer: `[{"rule": "8925", "at": "/Message/…"}]`, or findings as `validate --format jsonl` writes them.
 * @returns null when it has no such list
 */
export function toldFindings(answer: Readonly<Record<string, unknown>>): readonly ToldFinding[] | null {
  const { findings } = answer;
  if (!Array.isArray(findings)) return null;
  const told: ToldFinding[] = [];
  for (const one of findings as readonly unknown[]) {
    if (typeof one !== "object" || one === null || !("rule" in one) || typeof one.rule !== "string") return null;
    if ("severity" in one && one.severity === "not-run") continue;
    const count = "count" in one && typeof one.count === "number" ? Math.min(10_000, Math.max(1, Math.floor(one.count))) : 1;
    const at = "at" in one && typeof one.at === "string" ? one.at : placeOf("locations" in one ? one.locations : null);
    for (let index = 0; index < count; index += 1) told.push({ rule: one.rule, at });
  }
  return told;
}

function placeOf(locations: unknown): string | null {
  const first: unknown = Array.isArray(locations) ? locations[0] : null;
  if (typeof first !== "object" || first === null) return null;
  if ("path" in first && typeof first.path === "string") return first.path;
  return "table" in first && "row" in first && typeof first.table === "string" && typeof first.row === "number" ? `${first.table} ${first.row}` : null;
}

const NO_PLACE = { child: null, at: null, expected: null, actual: null, remedy: null, page: null } as const;

/** Whether a finding is about the form of the return, not about a rule. */
export function isStructural({ rule }: { readonly rule: string }): boolean {
  return rule === "structure" || rule.startsWith("structure.");
}

/**
 * Compares what was found with what there is to find. Of the form of the return only whether something is wrong: schema processors name and count
 * faults differently.
 */
export function gradeFindings(expected: readonly Expected[], told: readonly ToldFinding[], level: Level): readonly Fault[] {
  const faults: Fault[] = [];
  const wanted = expected.filter(isStructural);
  const structural = told.filter(isStructural);
  const add = (rule: string, message: string, of: { readonly expected: string; readonly actual: string }): void =>
    void faults.push({ ...NO_PLACE, level, rule, message, ...of });
  if (wanted.length > 0 && structural.length === 0)
    add("structure", "The form of the return is wrong, but nothing was found.", { expected: wanted.map(({ rule }) => rule).join(", "), actual: "nothing" });
  if (wanted.length === 0 && structural.length > 0)
    add("structure", "The form of the return is right, but something was found.", {
      expected: "nothing",
      actual: structural.map(({ rule }) => rule).join(", "),
    });
  const rules = new Map(expected.filter((one) => !isStructural(one)).map((one) => [one.rule, one]));
  for (const { rule } of told) if (!isStructural({ rule }) && !rules.has(rule)) rules.set(rule, { rule, count: 0 });
  for (const [rule, one] of rules) {
    const own = told.filter((finding) => finding.rule === rule);
    if (own.length !== one.count) {
      const of = { expected: `${one.count} of ${rule}`, actual: `${own.length} of ${rule}` };
      const words = one.count === 0 ? `Rule ${rule} is not broken, but was found.` : own.length === 0 ? `Rule ${rule} is broken, but was not found.` : null;
      add(rule, words ?? `Rule ${rule} is broken ${times(one.count)}, but was found ${times(own.length)}.`, of);
      continue;
    }
    const wrong = misplaced(one, own);
    if (wrong !== null)
      add(rule, `Rule ${rule} was found at another place.`, { expected: (one.records ?? []).map((places) => places[0] ?? "").join(", "), actual: wrong });
  }
  return faults;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** A place that no expected finding has; places that are not told are no mistake. */
function misplaced({ records }: Expected, own: readonly ToldFinding[]): string | null {
  if (records === undefined) return null;
  const left = records.map((places) => places);
  for (const { at } of own) {
    if (at === null) continue;
    const index = left.findIndex((places) => places.includes(at));
    if (index === -1) return at;
    left.splice(index, 1);
  }
  return null;
}
