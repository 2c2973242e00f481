import { allNodes } from "../../specification/build-items.ts";
import type { RecordNode, Release } from "../../specification/model.ts";

/** What things are called in a generated validator. */
export interface ValidatorNames {
  /** The class of a record: its name, with what encloses it when that is needed to tell two apart. */
  readonly className: (path: string) => string;
  /** The field that holds an item or group. */
  readonly field: (path: string) => string;
  readonly records: readonly RecordNode[];
}

/** @param suffix put behind class names, for the records of an earlier return */
export function validatorNames(release: Release, suffix: string): ValidatorNames {
  const records = allNodes(release.root).filter((node): node is RecordNode => node.kind === "record");
  const classes = new Map<string, string>();
  const taken = new Set<string>();
  for (const { path } of records) {
    const steps = path.split("/");
    let count = 1;
    while (taken.has(identifier(steps.slice(-count).join("_")).toLowerCase()) && count < steps.length) count += 1;
    const name = identifier(steps.slice(-count).join("_"));
    taken.add(name.toLowerCase());
    classes.set(path, `${name}Record${suffix}`);
  }
  return {
    className: (path) => classes.get(path) ?? "never",
    field: (path) => identifier(path.split("/").at(-1) ?? path),
    records,
  };
}

function identifier(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/g, "_");
}
