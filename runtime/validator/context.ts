import type { Condition, Value } from "../rules/logic.ts";
import type { RuleContext } from "./compiled-rule.ts";
import type { GeneratedValidator, ValidationOptions } from "./engine.ts";

/** What the rules of one validation may ask for besides the record they stand on. The figures are put in when the last child has been read. */
export function createContext(validator: GeneratedValidator, options: ValidationOptions): RuleContext & { figures: Record<string, number | boolean> } {
  const [now, before, beforeThat] = validator.collection;
  return {
    collection: [{ ...now, authority: options.authority }, before, beforeThat],
    holidays: validator.holidays,
    figures: {},
    rows: () => [],
    inTable: (): Condition => null,
    isSameCode: (a: Value, b: Value): Condition => (typeof a === "string" && typeof b === "string" ? a === b : null),
  };
}
