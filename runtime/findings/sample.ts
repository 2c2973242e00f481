import type { Finding, Location } from "./finding.ts";
import { valueWords } from "./message.ts";
import { MESSAGE_LENGTH, readable, VALUE_LENGTH } from "./readable.ts";

/** A finding as reports for people show it: short, and safe to print. */
export interface Sample {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly child: string | null;
  readonly message: string;
  /** Where to look: `line 67, column 21 (ChildProtectionPlans)`, `EPISODE, row 12`; null when the finding has no place. */
  readonly place: string | null;
  /** The other places, the first few of them. */
  readonly related: readonly string[];
  readonly moreRelated: number;
  /** Items of the first place, the first few of them. */
  readonly values: readonly { readonly item: string; readonly value: string }[];
}

const RELATED_SHOWN = 3;
const VALUES_SHOWN = 8;

export function sampleOf(finding: Finding): Sample {
  const [first, ...others] = finding.locations;
  return {
    rule: finding.rule,
    severity: finding.severity,
    child: finding.child === null ? null : readable(valueWords(finding.child), VALUE_LENGTH),
    message: readable(finding.message, MESSAGE_LENGTH),
    place: first === undefined ? null : placeWords(first),
    related: others.slice(0, RELATED_SHOWN).map(placeWords),
    moreRelated: Math.max(0, others.length - RELATED_SHOWN) + finding.more,
    values: Object.entries(first?.items ?? {})
      .slice(0, VALUES_SHOWN)
      .map(([item, value]) => ({ item: readable(item, VALUE_LENGTH), value: readable(valueWords(value), VALUE_LENGTH) })),
  };
}

function placeWords(location: Location): string {
  return `${spotWords(location)}${returnWords(location.in)}`;
}

function spotWords({ record, path, table, row, line, column }: Location): string {
  const name = readable(record, VALUE_LENGTH);
  if (table !== null) {
    const spot = `${readable(table, VALUE_LENGTH)}${row === null ? "" : `, row ${row}`}`;
    return table === record ? spot : `${spot} (${name})`;
  }
  if (line !== null) return `line ${line}${column === null ? "" : `, column ${column}`}${name === "" ? "" : ` (${name})`}`;
  return path === null ? name : readable(path, VALUE_LENGTH);
}

function returnWords(where: Location["in"]): string {
  if (where === null) return "";
  return where === "last_return" ? " of the return before" : " of the return before last";
}
