import type { RecordNode, Release } from "../../specification/model.ts";
import { isBound } from "./binding-schema.ts";

/** A record on the way to the children. */
interface Holder {
  readonly path: string;
  readonly name: string;
  /** Whether it holds anything beside the way to the children. */
  readonly hasMore: boolean;
}

/** The way from the root to the record of a child. */
export interface ChildChain {
  readonly holders: readonly Holder[];
  readonly child: RecordNode;
}

/** @throws when the release has no record of a child */
export function chainToChild({ root, child, id }: Release): ChildChain {
  const path = child?.record.path ?? "";
  const holders: Holder[] = [];
  let at = root;
  while (at.path !== path) {
    holders.push({ path: at.path, name: at.name, hasMore: at.contains.filter(isBound).length > 1 });
    const next = at.contains.find((one): one is RecordNode => one.kind === "record" && `${path}/`.startsWith(`${one.path}/`));
    if (next === undefined) throw new Error(`There is no way to the children of ${id}.`);
    at = next;
  }
  return { holders, child: at };
}
