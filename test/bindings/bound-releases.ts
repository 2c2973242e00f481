import type { RecordLayout } from "../../runtime/bindings/layout.ts";
import { type Binding, createBinding } from "../../runtime/bindings/binding.ts";
import type { Release } from "../../generators/specification/model.ts";
import { chainToChild } from "../../generators/targets/typescript/child-chain.ts";
import { returnLayout } from "../../generators/targets/typescript/layout-module.ts";

/** An object of a typed return, whatever its type. */
export type Values = { readonly [name: string]: unknown };

/** A release with its binding, made of the sources as they stand: nothing need be built. */
export interface BoundRelease {
  readonly release: Release;
  readonly layout: RecordLayout;
  /** From the root down to the record of a child, the root left out. */
  readonly childNames: readonly string[];
  readonly binding: Binding<Values, Values, Values>;
}

export function bind(release: Release): BoundRelease {
  const { holders, child } = chainToChild(release);
  const childNames = [...holders.slice(1), child].map(({ name }) => name);
  const layout = returnLayout(release);
  return { release, layout, childNames, binding: createBinding(layout, childNames) };
}

/** The children of a return, and what stands around them. */
export function splitReturn({ childNames }: BoundRelease, value: Values): { readonly head: Values; readonly children: readonly Values[] } {
  const split = (inside: Values, [name = "", ...rest]: readonly string[]): { readonly head: Values; readonly children: readonly Values[] } => {
    const { [name]: taken, ...others } = inside;
    if (rest.length === 0) return { head: others, children: taken as readonly Values[] };
    const { head, children } = split(taken as Values, rest);
    return { head: Object.keys(head).length === 0 ? others : { ...others, [name]: head }, children };
  };
  return split(value, childNames);
}
