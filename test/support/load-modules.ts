import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toJavaScript } from "../../generators/typescript/emit.ts";
import { PROJECT } from "./returnspec.ts";

/**
 * Loads generated modules on the runtime as it stands in the sources, so that nothing need be built first.
 * @param modules TypeScript by name, as `validatorModules` gives it
 * @returns what the modules of the names asked for export
 */
export async function loadModules(modules: ReadonlyMap<string, string>, ...names: readonly string[]): Promise<readonly unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-modules-"));
  const runtime = join(PROJECT, "runtime").replaceAll("\\", "/");
  try {
    for (const [name, text] of modules)
      writeFileSync(join(folder, `${name}.js`), toJavaScript(text).replaceAll(/from "\.\/runtime\/([^"]+)\.js"/g, `from "${runtime}/$1.ts"`));
    return await Promise.all(names.map((name) => import(join(folder, `${name}.js`))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
