import { printNumber, readNumber } from "./numbers.ts";
import type { SimpleTable, TypeTable } from "./table.ts";
import { namespaceOf, type Scope } from "./tree.ts";
import type { QName } from "./values.ts";

/** A value of a simple type. */
export type SimpleValue = string | number | boolean | QName | SimpleValue[];

export type Outcome<Value> = { readonly value: Value } | { readonly problem: string };

/** How many codes a message names. */
const CODES_SHOWN = 12;

/** The simple type with an index; the table refers to it where a simple type stands. */
export function simpleType(types: readonly TypeTable[], index: number): SimpleTable {
  const type = types[index];
  if (type === undefined || type.kind === "complex") throw new Error(`type ${index} of the table is no simple type`);
  return type;
}

/** The value that a text stands for. */
export function readSimple(types: readonly TypeTable[], index: number, text: string, scope: Scope): Outcome<SimpleValue> {
  const type = simpleType(types, index);
  switch (type.kind) {
    case "string": {
      const value = type.blanks === "collapse" ? collapse(text) : type.blanks === "replace" ? text.replaceAll(/[\t\n\r]/g, " ") : text;
      return amongCodes(value, type.codes);
    }
    case "boolean": {
      const word = collapse(text);
      const value = word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : null;
      return value === null ? { problem: `“${text}” is neither true nor false` } : amongCodes(value, type.codes);
    }
    case "number": {
      const outcome = readNumber(collapse(text), type.form);
      return "problem" in outcome ? outcome : amongCodes(outcome.value, type.codes);
    }
    case "qname":
      return readQName(collapse(text), scope);
    case "list": {
      const values: SimpleValue[] = [];
      for (const word of words(text)) {
        const outcome = readSimple(types, type.item, word, scope);
        if ("problem" in outcome) return outcome;
        values.push(outcome.value);
      }
      return { value: values };
    }
    case "union": {
      const problems: string[] = [];
      for (const member of type.members) {
        const outcome = readSimple(types, member, text, scope);
        if ("value" in outcome && isCode(outcome.value, type.codes)) return outcome;
        problems.push("problem" in outcome ? outcome.problem : notAmong(outcome.value, type.codes ?? []));
      }
      return { problem: problems.join("; ") };
    }
  }
}

/**
 * The usual text of a value.
 * @param prefixOf writes a name with a namespace; null when it has no prefix and cannot have one
 */
export function printSimple(types: readonly TypeTable[], index: number, value: unknown, prefixOf: (name: QName) => string | null): Outcome<string> {
  const type = simpleType(types, index);
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") return { problem: `${show(value)} is not a text` };
      return isCode(value, type.codes) ? { value } : { problem: notAmong(value, type.codes ?? []) };
    case "boolean":
      if (typeof value !== "boolean") return { problem: `${show(value)} is neither true nor false` };
      return isCode(value, type.codes) ? { value: String(value) } : { problem: notAmong(value, type.codes ?? []) };
    case "number": {
      const text = typeof value === "number" ? printNumber(value, type.form) : null;
      if (text === null || typeof value !== "number") return { problem: `${show(value)} is not ${type.form === "integer" ? "a whole number" : "a number"}` };
      return isCode(value, type.codes) ? { value: text } : { problem: notAmong(value, type.codes ?? []) };
    }
    case "qname": {
      if (!isQName(value)) return { problem: `${show(value)} is not a name with a namespace` };
      const prefix = prefixOf(value);
      if (prefix === null) return { problem: `the name ${value.name} cannot be written without a namespace here` };
      return { value: prefix === "" ? value.name : `${prefix}:${value.name}` };
    }
    case "list": {
      if (!Array.isArray(value)) return { problem: `${show(value)} is not a list` };
      const texts: string[] = [];
      for (const item of value) {
        const outcome = printSimple(types, type.item, item, prefixOf);
        if ("problem" in outcome) return outcome;
        if (words(outcome.value).length !== 1) return { problem: `${show(item)} cannot be an item of a list: it has blanks in it, or nothing` };
        texts.push(outcome.value);
      }
      return { value: texts.join(" ") };
    }
    case "union": {
      if (!isCode(value, type.codes)) return { problem: notAmong(value, type.codes ?? []) };
      const problems: string[] = [];
      for (const member of type.members) {
        const outcome = printSimple(types, member, value, prefixOf);
        if ("value" in outcome) return outcome;
        problems.push(outcome.problem);
      }
      return { problem: problems.join("; ") };
    }
  }
}

function readQName(text: string, scope: Scope): Outcome<QName> {
  const colon = text.indexOf(":");
  const prefix = colon === -1 ? "" : text.slice(0, colon);
  const namespace = namespaceOf(scope, prefix);
  if (namespace === null) return { problem: `the prefix of “${text}” is not declared` };
  const name = text.slice(colon + 1);
  if (name === "") return { problem: `“${text}” is not a name` };
  return { value: prefix === "" ? { namespace, name } : { namespace, name, prefix } };
}

function isQName(value: unknown): value is QName {
  return (
    typeof value === "object" &&
    value !== null &&
    "namespace" in value &&
    typeof value.namespace === "string" &&
    "name" in value &&
    typeof value.name === "string"
  );
}

function amongCodes<Value extends string | number | boolean>(value: Value, codes: readonly Value[] | undefined): Outcome<Value> {
  return isCode(value, codes) ? { value } : { problem: notAmong(value, codes ?? []) };
}

function isCode(value: unknown, codes: readonly unknown[] | undefined): boolean {
  return codes === undefined || codes.includes(value);
}

function notAmong(value: unknown, codes: readonly (string | number | boolean)[]): string {
  const shown = codes.slice(0, CODES_SHOWN).map((code) => (code === "" ? "nothing" : String(code)));
  return `${show(value)} is not one of ${shown.join(", ")}${codes.length > CODES_SHOWN ? " …" : ""}`;
}

function show(value: unknown): string {
  if (typeof value === "string") return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
  if (value === undefined) return "nothing";
  return typeof value === "object" && value !== null ? (Array.isArray(value) ? "a list" : "an object") : String(value);
}

function collapse(text: string): string {
  return words(text).join(" ");
}

function words(text: string): readonly string[] {
  return text.split(/[ \t\n\r]+/).filter((word) => word !== "");
}
