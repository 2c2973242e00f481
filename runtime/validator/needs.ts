import type { CompiledRule } from "./compiled-rule.ts";
import type { ValidationOptions } from "./generated-validator.ts";

/** In what form a return was given. */
export interface InputForm {
  readonly format: "xml" | "csv";
  /** The tables that were given; null for XML, which has all. */
  readonly tables: ReadonlySet<string> | null;
}

/** Why a rule cannot run on an input, in the words of the contract; empty when it can. */
export function missingNeeds(rule: CompiledRule, form: InputForm, options: ValidationOptions): readonly string[] {
  if (!rule.formats.includes(form.format)) return [`not in ${form.format}`];
  const [last, beforeLast] = options.earlier;
  const needs = rule.needs.flatMap((need) => {
    if (need === "last_return") return last === null ? ["no last year's return"] : [];
    if (need === "return_before_last") return beforeLast === null ? ["no return of two years ago"] : [];
    if (need === "authority") return options.authority === null ? ["no authority"] : [];
    const table = need.replace(/^reference /, "");
    return options.reference.has(table) ? [] : [`no reference ${table}`];
  });
  const [now, ofLast, ofBeforeLast] = rule.tables;
  return [
    ...needs,
    ...absent(now, form.tables, ""),
    ...absent(ofLast, last?.tables ?? null, " in last year's return"),
    ...absent(ofBeforeLast, beforeLast?.tables ?? null, " in the return of two years ago"),
  ];
}

function absent(asked: readonly string[], given: ReadonlySet<string> | null, where: string): readonly string[] {
  return given === null ? [] : asked.filter((table) => !given.has(table)).map((table) => `no table ${table}${where}`);
}
