import type { SentenceLabels } from "../language/sentence.ts";
import type { Year } from "../language/types.ts";
import { allNodes } from "../specification/build-items.ts";
import type { Release } from "../specification/model.ts";
import { itemBody } from "./derive-items.ts";
import { isDerivedItem } from "./derived-items.ts";
import type { ReleaseRules } from "./release-rules.ts";

/** What the sentences of a release's rules call things: each year by its own labels. */
export function sentenceLabels(rules: ReleaseRules): SentenceLabels {
  const years: Readonly<Record<Year, ReturnType<typeof labelsOf> | null>> = {
    0: labelsOf(rules.release),
    1: rules.earlier[1] === null ? null : labelsOf(rules.earlier[1]),
    2: rules.earlier[2] === null ? null : labelsOf(rules.earlier[2]),
  };
  return {
    record: (path, year) => years[year]?.nodes.get(path) ?? null,
    item: (path, year) => years[year]?.nodes.get(path) ?? null,
    codeSet: (name, year) => years[year]?.codeSets.get(name) ?? null,
    code: (set, code, year) => years[year]?.codes.get(`${set}|${code}`) ?? null,
    definition: (name, year) => {
      const found = rules.definitions[year].get(name);
      if (found === null) return null;
      const label = years[year]?.definitions.get(found.schema.name) ?? found.schema.name;
      // A derived item is one more item to a reader, whatever it is worked out from.
      const body = isDerivedItem(found.schema) ? itemBody(found.schema, found.body, year) : found.body;
      return { label, body, parameters: found.schema.parameters.map((parameter) => parameter.name) };
    },
    table: (name) => rules.release.referenceTables.find((table) => table.name === name)?.label ?? null,
    period: "year",
  };
}

function labelsOf(release: Release) {
  const sets = [...release.codeSets.values()];
  return {
    nodes: new Map(allNodes(release.root).map((node) => [node.path, node.label])),
    codeSets: new Map(sets.map((set) => [set.name, set.label])),
    codes: new Map(sets.flatMap((set) => set.codes.flatMap(({ code, label }) => (label === null ? [] : [[`${set.name}|${code}`, label] as const])))),
    definitions: new Map([
      ...allNodes(release.root).flatMap((node) => (node.kind === "item" && node.derived !== null ? [[node.name, node.label] as const] : [])),
      ...release.definitions.map((definition) => [definition.name, definition.label] as const),
    ]),
  };
}
