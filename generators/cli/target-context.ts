import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkReleaseRules, type ReleaseRules } from "../rules/release-rules.ts";
import { compareText, Diagnostics } from "../specification/diagnostics.ts";
import type { Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import type { TargetContext } from "../targets/target.ts";

let runtime: ReadonlyMap<string, string> | null = null;

/** What targets may ask for besides the release: its checked rules, and the runtime that packages carry along. */
export function targetContext(specification: Specification, release: Release): TargetContext {
  let rules: ReleaseRules | null = null;
  return {
    rules: () => {
      rules ??= checkReleaseRules(specification, release, new Diagnostics());
      return rules;
    },
    runtime: () => {
      runtime ??= readRuntime();
      return runtime;
    },
  };
}

/** The compiled modules of `runtime/` and their declarations, with the line ends that every output has. */
function readRuntime(): ReadonlyMap<string, string> {
  const folder = fileURLToPath(new URL("../../../dist/runtime/", import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && (entry.name.endsWith(".js") || entry.name.endsWith(".d.ts")),
  );
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/").slice(folder.length).replace(/^\//, "")).toSorted(compareText);
  return new Map(paths.map((path) => [path, readFileSync(`${folder}${path}`, "utf8").replaceAll("\r\n", "\n")]));
}
