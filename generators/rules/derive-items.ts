import { interpret } from "../language/interpret.ts";
import { childrenOf, type Typed } from "../language/typed.ts";
import type { Year } from "../language/types.ts";
import type { Environment, Value } from "../language/values.ts";
import type { ReadRecord } from "./data-record.ts";
import { type DerivedItemSchema, isDerivedItem } from "./derived-items.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** A derived item with its checked expression. */
export interface Derivation {
  readonly key: string;
  readonly schema: DerivedItemSchema;
  readonly body: Typed;
}

const derivations = new WeakMap<ReleaseRules, Map<Year, readonly Derivation[]>>();

/** The derived items of a release, each after those it needs. Worked out once. */
export function derivationsOf(rules: ReleaseRules, year: Year): readonly Derivation[] {
  const known = derivations.get(rules) ?? new Map<Year, readonly Derivation[]>();
  derivations.set(rules, known);
  const found = known.get(year) ?? findDerivations(rules, year);
  known.set(year, found);
  return found;
}

function findDerivations(rules: ReleaseRules, year: Year): readonly Derivation[] {
  const definitions = (year === 0 ? rules.schema : rules.schema.earlier[year])?.definitions ?? new Map<string, never>();
  const all = [...definitions].flatMap(([key, schema]): Derivation[] => {
    const body = isDerivedItem(schema) ? rules.definitions[year].get(key)?.body : undefined;
    return isDerivedItem(schema) && body !== undefined ? [{ key, schema, body }] : [];
  });
  const ordered = new Set<Derivation>();
  const visit = (derivation: Derivation): void => {
    const needed = definitionsIn(derivation.body);
    for (const other of all) if (needed.has(other.key)) visit(other);
    ordered.add(derivation);
  };
  for (const derivation of all) visit(derivation);
  return [...ordered];
}

/** The definitions that an expression names itself. */
export function definitionsIn(node: Typed): ReadonlySet<string> {
  return new Set([...(node.op === "definition" ? [node.name] : []), ...childrenOf(node).flatMap((inner) => [...definitionsIn(inner)])]);
}

/** Gives records the values of their derived items, as if they had been submitted. */
export function deriveItems(records: readonly ReadRecord[], derivations: readonly Derivation[], environment: Environment): void {
  for (const record of records) {
    for (const { schema, body } of derivations) if (schema.owner?.record === record.path) record.items.set(schema.item.path, derive(body, record, environment));
  }
}

/** The value of a derivation on a record. */
export function derive(body: Typed, record: ReadRecord, environment: Environment): Value {
  return interpret(body, new Map([["this", record]]), environment) as Value;
}

/** How a derived item is read once it has been derived: as an item of its record. */
export function itemBody({ item, owner }: DerivedItemSchema, body: Typed, year: Year): Typed {
  const { range } = body;
  const record: Typed = { op: "variable", name: "this", type: { kind: "record", record: owner?.record ?? "", year }, range };
  return { op: "item", record, item: item.path, type: body.type, range };
}
