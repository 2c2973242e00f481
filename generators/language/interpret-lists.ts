import { hasPlace } from "./record-order.ts";
import type { Typed } from "./typed.ts";
import type { Result } from "./values.ts";

/** A quantifier over elements; `test` is what its body comes to for one of them. */
export function quantify(node: Typed & { op: "quantifier" }, elements: readonly Result[], test: (element: Result, index: number) => Result): Result {
  switch (node.name) {
    case "all":
      return elements.every((element, index) => test(element, index) !== false);
    case "exists":
      return elements.some((element, index) => test(element, index) === true);
    case "none":
      return !elements.some((element, index) => test(element, index) === true);
    case "count":
      return elements.filter((element, index) => test(element, index) === true).length;
    case "filter":
      return elements.filter((element, index) => test(element, index) === true);
    case "first":
      return elements.find((element, index) => hasPlace(element) && test(element, index) === true) ?? nothing(node);
    case "last":
      return elements.findLast((element, index) => hasPlace(element) && test(element, index) === true) ?? nothing(node);
    case "sum":
      return elements.map(test).reduce<number>((total, value) => total + (typeof value === "number" ? value : 0), 0);
  }
}

/** What there is when there is no such element: of several lists an empty one. */
function nothing({ type }: Typed): Result {
  return type.kind === "list" ? [] : null;
}

/** Cuts a list where two neighbours do not belong together; records without a place are left out. */
export function splitRuns(list: readonly Result[], joins: (a: Result, b: Result) => boolean): readonly (readonly Result[])[] {
  const elements = list.filter(hasPlace);
  const runs: Result[][] = [];
  elements.forEach((element, index) => {
    const last = runs.at(-1);
    if (last !== undefined && joins(elements[index - 1], element)) last.push(element);
    else runs.push([element]);
  });
  return runs;
}
