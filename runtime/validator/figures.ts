import type { Value } from "../rules/logic.ts";
import type { Figure, RuleContext } from "./compiled-rule.ts";
import type { DataRecord } from "./tables.ts";

/** Figures of a whole return, added up child by child. */
export interface FigureSums {
  readonly add: (child: DataRecord, root: DataRecord, context: RuleContext) => void;
  readonly sums: () => Readonly<Record<string, number | boolean>>;
}

export function createFigureSums(figures: readonly Figure[]): FigureSums {
  const distinct = figures.map(() => new Set<Value>());
  const totals = figures.map(({ combine }): number | boolean => (combine === "any" ? false : combine === "all" ? true : 0));
  return {
    add: (child, root, context) => {
      for (let index = 0; index < figures.length; index += 1) {
        const { combine, add } = figures[index] as Figure;
        const value = add(child as never, root as never, context);
        if (combine === "sum") totals[index] = Number(totals[index]) + Number(value);
        else if (combine === "any") totals[index] = totals[index] === true || value === true;
        else if (combine === "all") totals[index] = totals[index] === true && value === true;
        else for (const one of value as readonly Value[]) if (one !== null && one !== undefined && typeof one !== "symbol") distinct[index]?.add(one);
      }
    },
    sums: () =>
      Object.fromEntries(figures.map(({ name, combine }, index) => [name, combine === "distinct" ? (distinct[index]?.size ?? 0) : (totals[index] ?? 0)])),
  };
}
