import type { ItemType } from "../../specification/item-type.ts";
import type { Release } from "../../specification/model.ts";
import type { Addresses } from "./addresses.ts";

/** What a value may be, for the template that says it in words. */
export interface FormatView {
  readonly kind: ItemType["kind"];
  /** How a date is written: `yyyy-mm-dd`; null for what is no date. */
  readonly date: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly places: string | null;
  readonly codeSet: { readonly name: string; readonly label: string; readonly count: number; readonly href: string } | null;
  readonly pattern: { readonly label: string | null; readonly definition: string | null; readonly text: string } | null;
  readonly options: readonly FormatView[];
}

const NOTHING = { date: null, minimum: null, maximum: null, places: null, codeSet: null, pattern: null, options: [] } as const;

export function formatView(type: ItemType, release: Release, addresses: Addresses): FormatView {
  const limit = (value: number | string | null): string | null => (value === null ? null : String(value));
  switch (type.kind) {
    case "date":
    case "partial-date":
      return { ...NOTHING, kind: type.kind, date: release.lexical.date };
    case "text":
      return { ...NOTHING, kind: type.kind, minimum: limit(type.minimum), maximum: limit(type.maximum) };
    case "integer":
      return { ...NOTHING, kind: type.kind, minimum: limit(type.minimum), maximum: limit(type.maximum) };
    case "decimal":
      return { ...NOTHING, kind: type.kind, minimum: type.minimum, maximum: type.maximum, places: limit(type.places) };
    case "code": {
      const set = release.codeSets.get(type.set);
      const codeSet = { name: type.set, label: set?.label ?? type.set, count: set?.codes.length ?? 0, href: addresses.codeSet(type.set) };
      return { ...NOTHING, kind: type.kind, codeSet };
    }
    case "pattern": {
      const named = release.types.get(type.name);
      return {
        ...NOTHING,
        kind: type.kind,
        pattern: { label: named?.label ?? null, definition: named?.definition?.replace(/\.$/, "") ?? null, text: type.pattern },
      };
    }
    case "one-of":
      return { ...NOTHING, kind: type.kind, options: type.options.map((option) => formatView(option, release, addresses)) };
    default:
      return { ...NOTHING, kind: type.kind };
  }
}
