import { inUnitOf, sameCode } from "./compile-comparisons.ts";
import type { Coder } from "./compile-context.ts";
import type { Typed } from "./typed.ts";
import { DECIMAL, type Type } from "./types.ts";

type Call = Typed & { op: "call" };

/** Functions whose name in the runtime is not the one in the language. */
const FUNCTION_CODE: ReadonlyMap<string, string> = new Map([
  ["first_present", "firstPresent"],
  ["date", "dateOf"],
  ["year", "yearOf"],
  ["days", "identity"],
  ["months", "identity"],
  ["years", "identity"],
  ["birthday", "birthdayOf"],
  ["days_between", "daysBetween"],
  ["overlap_days", "commonDays"],
  ["is_weekday", "onWeekday"],
  ["earliest_possible", "earliestPossible"],
  ["size", "lengthOf"],
  ["upn_check_letter", "checkLetter"],
  ["abs", "absolute"],
]);

/** A condition that holds exactly when a call is true (or false). */
export function callCondition(node: Call, wanted: boolean, coder: Coder): string {
  const values = node.arguments.map((argument) => coder.value(argument));
  switch (node.name) {
    case "present":
    case "any_present": {
      const parts = values.map((value) => `isPresent(${value})`).join(node.name === "present" ? " && " : " || ");
      return wanted ? `(${parts})` : `!(${parts})`;
    }
    case "absent": {
      const parts = values.map((value) => `isPresent(${value})`).join(" || ");
      return wanted ? `!(${parts})` : `(${parts})`;
    }
    case "same": {
      const [a, b] = node.arguments;
      return a === undefined || b === undefined ? "false" : `${wanted ? "" : "!"}${sameCode(a, b, coder)}`;
    }
    default:
      return `${callCode(node, coder)} === ${wanted}`;
  }
}

/** The value of a call; of one that is a condition true, false or null. */
export function callCode(node: Call, coder: Coder): string {
  const [first, second] = node.arguments;
  const plain = (): readonly string[] => node.arguments.map((argument) => coder.value(argument));
  switch (node.name) {
    case "valid":
      return valid(first, coder);
    case "between":
      return `between(${node.arguments.map((argument) => inUnitOf(unitOf(node.arguments), argument, coder)).join(", ")})`;
    case "first_present":
      return `firstPresent(${node.arguments.map((argument) => inUnitOf(node.type, argument, coder)).join(", ")})`;
    case "matches":
      if (second?.op !== "constant") break;
      return `matches(${plain()[0]}, /^(?:${String(second.value).replaceAll("/", "\\/")})$/u)`;
    case "working_days_before":
      return `workingDaysBefore(${plain().join(", ")}, context.holidays)`;
    case "miles_between":
      return miles(plain(), coder);
  }
  return `${FUNCTION_CODE.get(node.name) ?? node.name}(${plain().join(", ")})`;
}

/** The type in which values are compared with each other. */
function unitOf(nodes: readonly Typed[]): Type {
  return nodes.find(({ type }) => type.kind === "decimal")?.type ?? nodes[0]?.type ?? DECIMAL;
}

/** Whether the specification allows the value, which the reader has noted beside the item or entry. */
function valid(item: Typed | undefined, coder: Coder): string {
  if (item?.op === "item") return `validity(${coder.value(item)}, ${coder.access(item.record)}${coder.names.field(item.item)}$invalid)`;
  if (item?.op !== "variable") return "null";
  return `validity(${coder.value(item)}, ${coder.invalidity(item.name) ?? "false"})`;
}

/** The distance between two postcodes, by the rows that a reference table has for them. */
function miles(keys: readonly string[], { names: { places } }: Coder): string {
  if (places === null) return "null";
  const row = (key: string | undefined): string => `context.rows(${JSON.stringify(places.table)}, ${key})[0]`;
  return `milesBetween(${row(keys[0])}, ${row(keys[1])}, ${JSON.stringify(places.east)}, ${JSON.stringify(places.north)})`;
}

/** A sum, difference, product or quotient of numbers, or a date and a period. */
export function arithmeticCode(node: Typed & { op: "arithmetic" }, coder: Coder): string {
  const { left, right, operator, type } = node;
  if (type.kind === "date") {
    const unit = right.op === "call" ? right.name : "days";
    const count = coder.value(right.op === "call" && right.arguments[0] !== undefined ? right.arguments[0] : right);
    return `shift(${coder.value(left)}, ${operator === "-" ? `negate(${count})` : count}, "${unit}")`;
  }
  const name = { "+": "plus", "-": "minus", "*": type.kind === "decimal" ? "timesDecimal" : "times", "/": "divide" }[operator];
  return `${name}(${inUnitOf(type, left, coder)}, ${inUnitOf(type, right, coder)})`;
}
