import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ChangeKind } from "../../generators/changes/effects.ts";
import { type Difference, diffReleases } from "../../generators/specification/diff.ts";
import { diffEvidence } from "../../generators/specification/diff-evidence.ts";
import type { Release } from "../../generators/specification/model.ts";
import { JUDGE, PROJECT } from "../support/returnspec.ts";
import { editsOf, type WrittenEdit } from "./written-edits.ts";
import { specification } from "../support/specification.ts";

/** Each release against what it extends, and each version against the one before; at normal size two years with changes of many kinds, and all versions. */
const PAIRS = specification.names.flatMap((name) => {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const ids = release.versions.map(({ version }) => `${name}@${version}`);
  const first = ids[0] === undefined ? null : specification.release(ids[0]).release?.extends;
  const chain = [...(first === null || first === undefined ? [] : [first]), ...ids];
  return chain.slice(1).map((id, index) => [chain[index] ?? "", id] as const);
});
const CHOSEN = PAIRS.filter(([before, after]) => JUDGE || /^(cin\/2022-23|cla\/2024-25)@1\.0$/.test(after) || before.split("@")[0] === after.split("@")[0]);

function releaseOf(name: string): Release {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  return release;
}

/** The change files of a version, found in its folder. */
function filesOf(id: string): readonly string[] {
  const [name = "", version] = id.split("@");
  const folder = `specs/${name}/changes`;
  if (!existsSync(join(PROJECT, folder))) return [];
  return readdirSync(join(PROJECT, folder))
    .map((file) => `${folder}/${file}`)
    .filter((file) => (parse(readFileSync(join(PROJECT, file), "utf8"), { schema: "failsafe" }) as { in: string }).in === version);
}

describe.each(CHOSEN)("%s -> %s", (one, other) => {
  const [before, after] = [releaseOf(one), releaseOf(other)];
  const differences: readonly Difference<ChangeKind>[] = [...diffReleases(before, after), ...diffEvidence(before, after)];
  const files = filesOf(other);
  // A change that comes before the one which renames a rule calls it by its old name.
  const renamed = new Map(
    differences.flatMap(({ kind, what, before: old, after: now }) => (kind === "rule" && what === "renamed" ? [[`example ${old}/`, `example ${now}/`]] : [])),
  );
  const editsIn = (file: string): readonly WrittenEdit[] =>
    editsOf(file).map((edit) => ({ ...edit, thing: edit.thing.replace(/^example [^/]+\//, (old) => renamed.get(old) ?? old) }));

  test("every edit of the change files is listed under its file", () => {
    const missing = files.flatMap((file) => {
      const own = differences.filter(({ change }) => change?.file === file);
      return editsIn(file)
        .filter((edit, _, all) => !own.some((difference) => isMadeBy(difference, edit, all)))
        .map(({ thing, what, field }) => `${file}: ${thing} ${what} ${field ?? ""}`);
    });
    expect(missing).toEqual([]);
  });

  test("nothing else is listed under a change file", () => {
    const edits = new Map(files.map((file) => [file, editsIn(file)]));
    const more = differences.filter((difference) => {
      const { change } = difference;
      if (change === null) return false;
      const own = edits.get(change.file);
      return own === undefined || !own.some((edit) => isMadeBy(difference, edit, own));
    });
    expect(more.map(({ kind, name, what, field, change }) => `${change?.file}: ${kind} ${name} ${what} ${field ?? ""}`)).toEqual([]);
  });

  test("what no change file made follows from dates and facts of the release", () => {
    const kinds = new Set(differences.filter(({ change }) => change === null).map(({ kind, field }) => `${kind} ${field ?? ""}`));
    const allowed = new Set(["title", "start", "end", "reference-date", "status", "opens", "load-by", "submit-by"].map((field) => `release ${field}`));
    // Codes of authorities come and go with the dates between which the authorities are there.
    for (const field of ["", "label", "from-date", "to-date"]) allowed.add(`code ${field}`);
    expect([...kinds].filter((kind) => !allowed.has(kind))).toEqual([]);
    const codes = differences.filter(({ change, kind }) => change === null && kind === "code");
    expect(codes.filter(({ name }) => after.codeSets.get(name.split("/")[0] ?? "")?.fromTable === null)).toEqual([]);
  });
});

test("two years with changes of many kinds are among them", () => {
  expect(CHOSEN.map(([, after]) => after)).toEqual(expect.arrayContaining(["cin/2022-23@1.0", "cla/2024-25@1.0"]));
});

function isMadeBy({ kind, name, what, field, content }: Difference<ChangeKind>, edit: WrittenEdit, all: readonly WrittenEdit[]): boolean {
  const thing = `${kind} ${name}`;
  const isThing =
    thing === edit.thing ||
    (kind === "crosswalk" && thing.startsWith(`${edit.thing} -> `)) ||
    (kind === "item" && `/${name}`.endsWith(`/${edit.thing.slice("item ".length)}`) && edit.thing.startsWith("item "));
  // A record comes and goes with what is in it.
  if (kind === "item" && edit.thing.startsWith("item ") && edit.what === what && `/${name}/`.includes(`/${edit.thing.slice("item ".length)}/`)) return true;
  if (!isThing) return false;
  if (edit.what === what && edit.field === field) return true;
  // Taken out and written anew under its name: its fields differ.
  const isReplaced = ["added", "removed"].every((verb) => all.some((one) => one.thing === edit.thing && one.what === verb));
  if (isReplaced && what === "changed" && content === null) return true;
  // One field is the other way of writing what the edit set.
  return (
    what === "changed" && edit.what === "changed" && ((edit.field === "basis" && field === "seen-from") || (edit.field === "seen-from" && field === "basis"))
  );
}
