import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referenceShapes } from "../rules/reference-shapes.ts";
import { ruleInfos } from "../rules/rule-info.ts";
import { sha256 } from "../specification/canonical.ts";
import type { FileTree } from "../specification/library.ts";
import type { Release } from "../specification/model.ts";
import { Specification } from "../specification/specification.ts";
import { noticeLines } from "../targets/notice.ts";
import { specificationTarget } from "../targets/specification/specification-target.ts";
import type { TargetContext } from "../targets/target.ts";
import { validatorTarget } from "../targets/validator/validator-target.ts";
import { collectionTables } from "./collection-tables.ts";
import { type Console, UsageError } from "./console.ts";
import { checkEverything, printDiagnostics, requireName } from "./open-specification.ts";
import { targetContext } from "./target-context.ts";
import type { ReleaseFacts } from "./validator-module.ts";

/**
 * Makes the compiled validator of a release in a folder, as a whole, so that two runs at once cannot see half of one.
 * @returns false after the diagnostics of the specification have been printed
 * @throws {UsageError} when there is no such release, or it has no validator
 */
export function makeValidator(tree: FileTree, releaseText: string, folder: string, console: Console): boolean {
  const specification = new Specification(tree);
  const name = requireName(specification, releaseText);
  const diagnostics = checkEverything(specification, [name]);
  if (diagnostics.length > 0) {
    printDiagnostics(diagnostics, console);
    return false;
  }
  const { release } = specification.release(name);
  if (release === null) return false;
  const context = targetContext(specification, release);
  const files = buildValidator(release, context);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  for (const [path, content] of [
    ...files,
    ["package.json", '{ "type": "module" }\n'] as const,
    ["facts.json", JSON.stringify(factsOf(specification, release, context))] as const,
  ]) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), content);
  }
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(folder, "facts.json"))) throw error;
  }
  return true;
}

function buildValidator(release: Release, context: TargetContext): readonly (readonly [string, string])[] {
  const { files, absent } = validatorTarget.build(release, context);
  const [none] = absent;
  if (none !== undefined) throw new UsageError(`${release.name} has no validator yet. ${none.why}`);
  return files.filter(({ path }) => path.endsWith(".js")).map(({ path, content }) => [path.replace(/^validator\//, ""), content] as const);
}

function factsOf(specification: Specification, release: Release, context: TargetContext): ReleaseFacts {
  const resolved = specificationTarget.build(release).files.find(({ path }) => path.endsWith("specification.json"));
  return {
    name: release.name,
    title: `${release.title} ${release.period}`,
    status: release.status,
    specification: sha256(resolved?.content ?? ""),
    notices: noticeLines(release),
    rules: ruleInfos(context.rules()),
    reference: referenceShapes(release),
    roots: rootsOf(specification),
    tables: collectionTables(specification, release.collection),
  };
}

function rootsOf(specification: Specification): ReleaseFacts["roots"] {
  const newest = new Map(specification.names.map((name) => [name.slice(0, name.indexOf("/")), name]));
  return [...newest.values()].flatMap((name) => {
    const { release } = specification.release(name);
    return release?.root.xml.kind === "element" ? [{ tag: release.root.xml.tag, release: name, title: release.title }] : [];
  });
}
