import type { Json } from "../../specification/canonical.ts";

export type JsonObject = { readonly [key: string]: Json };

/** An object without its null fields. */
export function object(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

export function pick<T, K extends keyof T & string>(from: { readonly [P in K]: Json } & T, keys: readonly K[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
