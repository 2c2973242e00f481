import { Diagnostics } from "../specification/diagnostics.ts";
import type { ScenarioFile } from "../specification/library.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { entryOf, type YamlNode } from "../specification/yaml-reader.ts";
import { AUTHORITY, type ReleaseScenario, type ReleaseScenarios, type ScenarioChild } from "./scenario.ts";
import { buildRecord } from "./scenario-records.ts";
import { addReason } from "./scenario-values.ts";
import { openTelling, type Shared } from "./telling.ts";
import { setKey, toldChildren } from "./told-children.ts";
import { wholeReturn } from "./whole-return.ts";

/**
 * The scenarios of a release, with the texts that it has for them.
 * @returns with everything that is wrong; the scenarios are then not to be used
 */
export function readScenarios(specification: Specification, release: Release): { readonly found: ReleaseScenarios; readonly diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const { shared, files } = openTelling(specification, release, release, diagnostics);
  const scenarios = files.map((file) => readScenario(shared, file));
  const whole = files.findIndex(({ map }) => entryOf(map, "return") !== undefined);
  const children = scenarios.flatMap((scenario) => scenario.children.flatMap(({ returned }) => returned ?? []));
  const root = wholeReturn(shared, files[whole]?.map ?? null, children);
  const reasons = (key: string): ReadonlyMap<string, string> => new Map(files.flatMap(({ map }) => textEntries(entryOf(map, key)?.value)));
  return {
    found: {
      scenarios: scenarios.filter((_, index) => index !== whole),
      whole: scenarios[whole] ?? null,
      root,
      leftOpen: reasons("left-open"),
      neverReturned: reasons("never-returned"),
      authority: AUTHORITY,
    },
    diagnostics,
  };
}

function textEntries(node: YamlNode | undefined): readonly (readonly [string, string])[] {
  return node?.kind === "map" ? node.entries.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key.text, value.text] as const] : [])) : [];
}

function readScenario(shared: Shared, { name, map }: ScenarioFile): ReleaseScenario {
  const { collection } = shared.release;
  const text = (key: string): string | null => {
    const node = entryOf(map, key)?.value;
    return node?.kind === "scalar" ? node.text : null;
  };
  return {
    id: `${collection}-${name}`,
    title: text("title") ?? "",
    purpose: text("purpose") ?? "",
    asked: text("asked"),
    story: text("story") ?? "",
    lookAt: text("look-at"),
    children: toldChildren(shared, Number(name.slice(0, 3)), map).map(({ key, item, body, record: node, context }): ScenarioChild => {
      const { keyed, returned } = buildRecord(context, node, body);
      for (const record of [keyed, returned]) if (record !== null) setKey(record, context.release, key);
      const out = entryOf(item, "not-returned")?.value;
      addReason(context, out, "");
      return { key, keyed, returned: out === undefined ? returned : null, reasons: context.reasons };
    }),
  };
}
