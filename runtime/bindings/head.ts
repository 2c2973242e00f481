import type { ItemTable, RecordTable } from "../validator/tables.ts";
import type { Values } from "./bound-record.ts";

/** The tables from the root to the record that holds the children, and the table of a child. */
export function chainTo(root: RecordTable, childPath: string): { readonly holders: readonly RecordTable[]; readonly child: RecordTable } {
  const holders: RecordTable[] = [];
  let at: RecordTable = root;
  while (at.path !== childPath) {
    holders.push(at);
    const next = at.children.find((child): child is RecordTable => child.kind === "record" && `${childPath}/`.startsWith(`${child.path}/`));
    if (next === undefined) throw new Error(`There is no record ${childPath} in ${root.path}.`);
    at = next;
  }
  return { holders, child: at };
}

/** A return without its children: a copy of the records that hold them. One that holds nothing else is left out. */
export function headOf(values: Values, root: RecordTable, childPath: string): Values {
  const { holders, child } = chainTo(root, childPath);
  const names = [...holders.slice(1), child].map(({ name }) => name);
  const without = (inside: Values, [name = "", ...rest]: readonly string[]): Values => {
    const { [name]: removed, ...others } = inside;
    if (rest.length === 0 || typeof removed !== "object") return others;
    const kept = without(removed as Values, rest);
    return Object.keys(kept).length === 0 ? others : { ...others, [name]: kept };
  };
  return without(values, names);
}

/** Whether what must stand before the children is there. */
export function isHeadComplete(values: Values, root: RecordTable, childPath: string): boolean {
  const { holders, child } = chainTo(root, childPath);
  let inside = values;
  for (const [index, holder] of holders.entries()) {
    const next = holders[index + 1] ?? child;
    const before = holder.children.slice(0, holder.children.indexOf(next));
    if (!before.every((one) => isThere(inside, one))) return false;
    inside = (inside[next.name] ?? {}) as Values;
  }
  return true;
}

function isThere(inside: Values, table: ItemTable | RecordTable): boolean {
  const value = inside[table.name];
  if (table.kind === "record" && table.inline) {
    return (value === undefined && table.minimum === 0) || table.children.every((child) => isThere((value ?? {}) as Values, child));
  }
  return table.minimum === 0 || (Array.isArray(value) ? value.length >= table.minimum : value !== undefined);
}
