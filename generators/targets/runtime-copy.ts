import { posix } from "node:path";
import type { OutputFile } from "./target.ts";

/**
 * The copy of the runtime that a package carries: compiled modules and their declarations.
 * @param runtime compiled modules by path below `runtime/`
 * @param folder where the copy stands in the folder of the release
 * @param isWanted asked for each path
 */
export function copyRuntime(runtime: ReadonlyMap<string, string>, folder: string, isWanted: (path: string) => boolean): readonly OutputFile[] {
  return [...runtime].flatMap(([path, text]) => (isWanted(path) ? [{ path: `${folder}/${path}`, content: withCompiledNames(text), committed: false }] : []));
}

/** In declarations the compiler leaves the names of the sources: there are none in a package. */
function withCompiledNames(text: string): string {
  return text.replaceAll(/((?:from |import\()"\.[^"]*)\.ts"/g, '$1.js"');
}

/**
 * The modules of the runtime that some need, with their declarations.
 * @param entries paths of compiled modules, `bindings/binding.js`
 * @throws for a module that is not there
 */
export function neededModules(runtime: ReadonlyMap<string, string>, entries: readonly string[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const visit = (path: string): void => {
    if (needed.has(path)) return;
    const text = runtime.get(path);
    if (text === undefined) throw new Error(`There is no module ${path} in the runtime.`);
    needed.add(path);
    const declarations = path.replace(/\.js$/, ".d.ts");
    if (declarations !== path) visit(declarations);
    for (const [, name = ""] of text.matchAll(/(?:from |import\()"(\.[^"]*)"/g)) visit(posix.join(posix.dirname(path), name).replace(/\.ts$/, ".js"));
  };
  for (const entry of entries) visit(entry);
  return needed;
}
