import type { Random } from "./random.ts";

/** A number of months, which a date can be moved by. Days are plain numbers, as dates are. */
export interface Months {
  readonly months: number;
}

/** What expressions of stories work on: dates are day numbers, a record is the scope with its items. */
export type Value = null | string | number | boolean | Months | Scope | readonly Value[];

/** Names with their values, inside the names of what encloses them. */
export class Scope {
  readonly #parent: Scope | null;
  readonly #names = new Map<string, Value>();
  readonly random: Random;

  constructor(parent: Scope | null, random: Random) {
    this.#parent = parent;
    this.random = random;
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  /** The innermost value of a name; null when nothing has it. */
  get(name: string): Value {
    const own = this.#names.get(name);
    if (own !== undefined) return own;
    return this.#parent === null ? null : this.#parent.get(name);
  }

  /** The value of a name of this record itself. */
  own(name: string): Value {
    return this.#names.get(name) ?? null;
  }
}

export function isMonths(value: Value): value is Months {
  return typeof value === "object" && value !== null && "months" in value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** How often something is done: a number, or not at all. */
export function timesOf(value: Value): number {
  return typeof value === "number" ? value : 0;
}
