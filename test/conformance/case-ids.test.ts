import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareText } from "../../generators/specification/diagnostics.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import { readScenarios } from "../../generators/scenarios/read-scenarios.ts";
import { structuralCases } from "../../generators/targets/conformance/checker-cases.ts";
import { hostileCases } from "../../generators/targets/conformance/hostile-cases.ts";
import { tableCases } from "../../generators/targets/conformance/table-cases.ts";
import { JUDGE } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

/**
 * Ids of the cases of the validator half are for ever: `conformance/case-ids/<collection>.txt` lists all there ever were, one a line; behind `#` stands why
 * one is no longer there. `UPDATE_CASE_IDS=1 npx vitest run test/conformance/case-ids` enters new ones; it takes none away. Cases on the form of a document
 * are made of it at full size: at normal size only those of the live releases are looked at, because versions that were published do not change.
 */
const ALL = JUDGE || process.env["UPDATE_CASE_IDS"] === "1";
const collections = [...specification.library.scenarios.keys()];

describe.each(collections)("case ids of %s", (collection) => {
  const file = new URL(`../../conformance/case-ids/${collection}.txt`, import.meta.url);
  const ids = [...idsOf(collection)].toSorted(compareText);
  if (process.env["UPDATE_CASE_IDS"] === "1") {
    const known = registered(file, true);
    const lines = [...known].map(([id, why]) => (why === null ? id : `${id} # ${why}`));
    writeFileSync(file, `${[...lines, ...ids.filter((id) => !known.has(id))].toSorted(compareText).join("\n")}\n`);
  }
  const known = registered(file, false);

  test("are all entered", () => {
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  test("do not disappear without a reason, and are not used again", () => {
    const there = new Set(ids);
    if (!ALL) for (const id of known.keys()) if (isOfDocuments(id) && known.get(id) === null) there.add(id);
    expect([...known].filter(([id, why]) => why === null && !there.has(id)).map(([id]) => id)).toEqual([]);
    expect([...known].filter(([id, why]) => why !== null && there.has(id)).map(([id]) => id)).toEqual([]);
  });
});

function registered(file: URL, mayBeMissing: boolean): ReadonlyMap<string, string | null> {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (!mayBeMissing) throw error;
  }
  return new Map(text.split("\n").flatMap((line) => (line === "" ? [] : [[line.split(" # ")[0] ?? "", line.split(" # ")[1] ?? null] as const])));
}

function isOfDocuments(id: string): boolean {
  return id.startsWith("structure/") && !id.startsWith("structure/tables/");
}

/** The examples of the rules of all years, the hostile documents, and the cases on the form of documents and tables. */
function idsOf(collection: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const name of specification.names.filter((one) => one.startsWith(`${collection}/`))) {
    const { release } = specification.release(name);
    for (const rule of release?.rules ?? []) for (const example of [...rule.passes, ...rule.fails]) ids.add(`${rule.firstId}/${example.name}`);
    if (release === null) continue;
    const cases = [
      ...hostileCases(release, "<?xml version='1.0'?>\n<A>\n<B>1</B>\n</A>\n"),
      ...tableCases(release, readScenarios(specification, release).found.root, () => []),
      ...(ALL || specification.liveNames.includes(name) ? structuralCases(release, targetContext(specification, release).neighbours(), () => []) : []),
    ];
    for (const { id } of cases) ids.add(id);
  }
  return ids;
}
