import { type Diagnostic, Diagnostics, suggestName } from "../specification/diagnostics.ts";
import type { ScenarioFile } from "../specification/library.ts";
import type { Specification } from "../specification/specification.ts";
import { createSourceFile } from "../specification/source.ts";
import { entryOf, type YamlMap } from "../specification/yaml-reader.ts";
import { readLastYear } from "./last-year.ts";
import { readScenarios } from "./read-scenarios.ts";
import { reportScenario } from "./scenario-values.ts";

/**
 * What is wrong with the scenarios: values that a release does not allow, names that no release has, ids that are not registered.
 * @param names the releases that they are read for; none: all
 */
export function checkScenarios(specification: Specification, names: readonly string[]): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  const { scenarios, scenarioRegistry } = specification.library;
  for (const name of names.length === 0 ? specification.names : names) {
    const { release } = specification.release(name);
    if (release === null || !scenarios.has(release.collection)) continue;
    diagnostics.addAll(readScenarios(specification, release).diagnostics.sorted);
    diagnostics.addAll(readLastYear(specification, release).diagnostics.sorted);
  }
  for (const [collection, files] of scenarios) checkRegistered(collection, files, scenarioRegistry, diagnostics);
  return diagnostics.sorted;
}

/** An id is entered once and stays: suppliers keep results under it. */
function checkRegistered(collection: string, files: readonly ScenarioFile[], registry: YamlMap | null, diagnostics: Diagnostics): void {
  const own = registry === null ? undefined : entryOf(registry, collection)?.value;
  const entries = own?.kind === "map" ? own.entries : [];
  const byNumber = new Map<string, string>();
  for (const { key } of entries) {
    const number = key.text.slice(0, 3);
    const other = byNumber.get(number);
    if (other !== undefined)
      reportScenario(diagnostics, key.span, `The number ${number} was given to ${other}. Numbers are never used again: take the next free one.`);
    byNumber.set(number, key.text);
  }
  for (const { key, value } of entries) {
    const isRetired = value.kind === "map" && entryOf(value, "retired") !== undefined;
    const isThere = files.some(({ name }) => name === key.text);
    if (!isThere && !isRetired)
      reportScenario(diagnostics, key.span, `There is no scenario ${key.text} any more. Bring it back, or say under retired why it is gone.`);
    if (isThere && isRetired) reportScenario(diagnostics, key.span, `${key.text} is retired: a new scenario takes a new number.`);
  }
  const names = entries.map(({ key }) => key.text);
  for (const { name, map } of files) {
    if (names.includes(name)) continue;
    const path = `conformance/scenarios/${collection}/${name}.yaml`;
    const span = map.entries[0]?.key.span ?? { file: createSourceFile(path, ""), start: 0, end: 0 };
    reportScenario(
      diagnostics,
      span,
      `The scenario ${name} is not in conformance/scenarios/registry.yaml. Enter it, with its title.`,
      suggestName(name, names),
    );
  }
}
