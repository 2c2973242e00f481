import { type Checking, count, fail } from "./check-context.ts";
import { replaceVariables } from "./expand.ts";
import { enclosingRecords } from "./resolve-name.ts";
import { schemaOf } from "./schema.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { describeType, isComparable, type Type, type Year } from "./types.ts";

/** The use of a definition: of a record or list, or of none (`owner` null), with what is given in parentheses. */
export function useDefinition(key: string, owner: Typed | null, given: readonly Expression[], range: Range, checking: Checking): Typed {
  const { scope, check } = checking;
  const year = owner === null ? scope.year : yearOf(owner.type);
  const definition = scope.definition(key, year);
  const name = key.split("#").at(-1) ?? key;
  if (definition === null) return fail(`The definition ${name} has a mistake of its own.`, range);
  if (given.length !== definition.parameters.length) fail(`${name} takes ${count(definition.parameters.length)} in parentheses, not ${given.length}.`, range);
  const values = given.map((argument, index) => {
    const value = check(argument, checking);
    const expected = definition.parameters[index];
    if (expected !== undefined && !fits(value.type, expected))
      fail(`${name} expects ${describeType(expected)} here, found ${describeType(value.type)}.`, argument.range);
    return value;
  });
  if (definition.alias !== null && owner !== null) return { ...replaceVariables(definition.alias, new Map([["this", owner]])), range };
  return { op: "definition", name: key, owner, year, arguments: values, type: definition.type, range };
}

/** A whole number stands for a decimal, but not the other way round. */
function fits(given: Type, expected: Type): boolean {
  return isComparable(given, expected) && !(given.kind === "decimal" && expected.kind === "integer");
}

/** A call of a definition by its name alone: one of a record around, the nearest first, or a global one; null when there is none of that name. */
export function callDefinition(name: string, given: readonly Expression[], range: Range, checking: Checking): Typed | null {
  const { schema, self, year } = checking.scope;
  if (self?.type.kind === "record") {
    const own = schemaOf(schema, self.type.year);
    for (const record of own === null ? [] : enclosingRecords(own, self.type.record)) {
      const key = `${record.path}#${name}`;
      if (own?.definitions.has(key) !== true) continue;
      return useDefinition(key, aroundSelf(self, self.type, record.path, range), given, range, checking);
    }
  }
  return schemaOf(schema, year)?.definitions.has(name) === true ? useDefinition(name, null, given, range, checking) : null;
}

/** The checked record itself, or one around it. */
export function aroundSelf(self: Typed, { record, year }: Type & { kind: "record" }, path: string, range: Range): Typed {
  return path === record ? self : { op: "enclosing", record: self, path, type: { kind: "record", record: path, year }, range };
}

/** The return that a record, or a list of records, comes from. */
function yearOf(type: Type): Year {
  if (type.kind === "list") return yearOf(type.of);
  return type.kind === "record" ? type.year : 0;
}
