import { resolve } from "node:path";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";
import type { Mutant } from "../../generators/samples/mutants.ts";
import type { Profile } from "../../generators/samples/profile.ts";
import { xsdTarget } from "../../generators/targets/xsd/xsd-target.ts";

const specification = new Specification(readSpecificationFiles(resolve(import.meta.dirname, "../..")));

/** The newest version of every release that has an XML form; a release with a mistake in it stops the test run. */
export const xmlReleases: readonly Release[] = specification.names
  .map((name) => {
    const { release, diagnostics } = specification.release(name);
    if (release === null) throw new Error(`${name} does not resolve: ${diagnostics[0]?.message ?? ""}`);
    return release;
  })
  .filter(({ formats }) => formats.includes("xml"));

/** The other releases of the same collection. */
export function otherReleases(release: Release): readonly Release[] {
  return xmlReleases.filter(({ collection, name }) => collection === release.collection && name !== release.name);
}

/** The two schemas of a release; one that follows no public schema has the first only. */
export function schemasOf(release: Release): readonly { readonly profile: Profile; readonly xsd: string }[] {
  const { files } = xsdTarget.build(release);
  return (["strict", "published"] as const).flatMap((profile) => {
    const file = files.find(({ path }) => path === `xsd/${profile}.xsd`);
    return file === undefined ? [] : [{ profile, xsd: file.content }];
  });
}

/** Whether the slow judges were asked for. */
export const isJudging: boolean = process.env["JUDGE"] === "1";

/**
 * A tenth of the mutants, the same ones in every run, with at least one of every kind.
 * @param seed another seed takes another tenth
 */
export function tenthOf(mutants: readonly Mutant[], seed: string): readonly Mutant[] {
  const kinds = new Set<string>();
  return mutants.filter(({ id, kind }) => {
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return isFirst || hash(`${seed}:${id}`) % 10 === 0;
  });
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
