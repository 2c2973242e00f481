import { hasValue, type Value } from "./logic.ts";

/** Lists of values, records or rows, as compiled rules ask them. */

function inPlace(element: unknown): boolean {
  return typeof element !== "object" || element === null || !("hasPlace" in element) || element.hasPlace === true;
}
export function firstOf<T>(list: readonly T[], test?: (element: T, index: number) => boolean): T | null {
  for (let index = 0; index < list.length; index += 1) {
    const element = list[index] as T;
    if (inPlace(element) && (test === undefined || test(element, index))) return element;
  }
  return null;
}
export function lastOf<T>(list: readonly T[], test?: (element: T, index: number) => boolean): T | null {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const element = list[index] as T;
    if (inPlace(element) && (test === undefined || test(element, index))) return element;
  }
  return null;
}
export function countOf<T>(list: readonly T[], test: (element: T, index: number) => boolean): number {
  let count = 0;
  for (let index = 0; index < list.length; index += 1) if (test(list[index] as T, index)) count += 1;
  return count;
}
export function filterOf<T>(list: readonly T[], test: (element: T, index: number) => boolean): readonly T[] {
  return list.length === 0 ? list : list.filter(test);
}
export function sum<T>(list: readonly T[], value: (element: T, index: number) => Value): number {
  let total = 0;
  for (let index = 0; index < list.length; index += 1) {
    const one = value(list[index] as T, index);
    if (typeof one === "number") total += one;
  }
  return total;
}
export function size(list: readonly unknown[]): number {
  let count = 0;
  for (const element of list) if (element !== null && element !== undefined) count += 1;
  return count;
}
export function distinct<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? list : [...new Set(list.filter((value) => hasValue(value)))];
}
const NOTHING: readonly never[] = [];
export function collect<T, U>(list: readonly T[], value: (element: T) => U | readonly U[]): readonly U[] {
  if (list.length === 0) return NOTHING;
  const all: U[] = [];
  for (const element of list) {
    const found = value(element);
    if (list.length === 1 && isListOf(found)) return found;
    if (isListOf(found)) for (const one of found) all.push(one);
    else all.push(found ?? (null as U));
  }
  return all;
}

function isListOf<U>(value: U | readonly U[]): value is readonly U[] {
  return Array.isArray(value);
}

/** Cuts an ordered list where neighbours do not belong together. Elements without a place are left out. */
export function runs<T>(list: readonly T[], joins: (a: T, b: T) => boolean): readonly (readonly T[])[] {
  const found: T[][] = [];
  let before: T | undefined;
  for (const element of list) {
    if (!inPlace(element)) continue;
    const run = found.at(-1);
    if (run !== undefined && joins(before as T, element)) run.push(element);
    else found.push([element]);
    before = element;
  }
  return found;
}
