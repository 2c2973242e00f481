import { readValue, valueFault } from "../validator/read-value.ts";
import type { ValueType } from "../validator/tables.ts";

/** A value of a typed return: dates and codes are texts, as in the file. */
export type Scalar = string | number | boolean;

/** Reads valid texts, collapsed and not empty, of a type; null: the text is the value. */
export function readerOf(type: ValueType): ((text: string) => Scalar) | null {
  switch (type.kind) {
    case "boolean":
      return (text) => text === "true" || text === "1";
    case "integer":
    case "decimal":
      return Number;
    case "one-of": {
      const options = type.options.map((option) => ({ option, read: readerOf(option) }));
      if (options.every(({ read }) => read === null)) return null;
      return (text) => {
        const chosen = options.find(({ option }) => valueFault(text, readValue(text, option), option) === null);
        return chosen?.read?.(text) ?? text;
      };
    }
    case "code":
    case "date":
    case "datetime":
    case "partial-date":
    case "pattern":
    case "text":
    case "year":
      return null;
  }
}
