import { readFile } from "node:fs/promises";
import { dirname, posix } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { TargetContext } from "../target.ts";

const ENTRY = "conformance.js";
const NAMESPACE = "returnspec";
const LIBRARIES = "library";
export const RUNNER_VERSION = "0.1.0";

/** Started as a program it reads its arguments; imported it is run by whoever imports it. */
const ENTRY_MODULE = `import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine, runPack } from "./conformance/command-line.js";
import { openInputs } from "./generators/cli/inputs/open-inputs.js";
import { readEarlier, readEarlierTables, validate, validateTables, validator } from "./validator.js";
const file = fileURLToPath(import.meta.url);
const pack = {
  folder: dirname(file),
  module: { readEarlier, readEarlierTables, validate, validateTables, validator },
  open: async (path) => (await openInputs([path]))[0],
  version: ${JSON.stringify(RUNNER_VERSION)},
};
/** Runs the suite with options as texts. */
export const run = (options, console) => runPack(pack, options, console);
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(file)) {
  process.stdout.on("error", () => process.exit(2));
  const console = { data: (text) => void process.stdout.write(text), say: (text) => void process.stderr.write(text) };
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), pack, console);
  } catch (error) {
    console.say(\`The runner has a fault: \${error instanceof Error ? error.message : String(error)}\\nPlease report it with the command you ran.\\n\`);
    process.exitCode = 3;
  }
}
`;

/** The runner, the validator of the release and all they stand on, as one module for Node that needs nothing beside its cases. */
export async function bundleRunner(release: Release, context: TargetContext): Promise<string> {
  const modules = new Map<string, string>([[ENTRY, ENTRY_MODULE]]);
  for (const [path, text] of context.runtime()) if (path.endsWith(".js")) modules.set(`runtime/${path}`, text);
  for (const [path, text] of context.runner()) modules.set(path, text);
  for (const [path, text] of context.validator()) modules.set(path, text);
  const result = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    charset: "ascii",
    legalComments: "inline",
    logLevel: "silent",
    // The library that unpacks zips asks for Node's modules in the old way.
    banner: {
      js: [
        ...noticeLines(release).map((line) => `// ${line}`),
        'import { createRequire } from "node:module";',
        "const require = createRequire(import.meta.url);",
      ].join("\n"),
    },
    plugins: [ownModules(modules, context.libraryFolder())],
  });
  return result.outputFiles[0]?.text ?? "";
}

function ownModules(modules: ReadonlyMap<string, string>, libraryFolder: string): Plugin {
  return {
    name: NAMESPACE,
    setup: (builder) => {
      builder.onResolve({ filter: /.*/ }, async ({ path, importer, namespace, resolveDir, kind, pluginData }) => {
        if (importer === "") return { path, namespace: NAMESPACE };
        if (namespace === NAMESPACE && path.startsWith(".")) return { path: posix.join(posix.dirname(importer), path), namespace: NAMESPACE };
        // The question below, coming back.
        if (pluginData === LIBRARIES) return undefined;
        const found = await builder.resolve(path, { importer, resolveDir, kind, pluginData: LIBRARIES });
        if (found.external || found.errors.length > 0) return found;
        return { path: nameOfLibraryFile(found.path), namespace: LIBRARIES, pluginData: found.path };
      });
      builder.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => {
        const contents = modules.get(path);
        if (contents === undefined) throw new Error(`There is no module ${path}.`);
        return { contents, loader: "js", resolveDir: libraryFolder };
      });
      builder.onLoad({ filter: /.*/, namespace: LIBRARIES }, async ({ pluginData }: { readonly pluginData: string }) => ({
        contents: await readFile(pluginData),
        loader: "js",
        resolveDir: dirname(pluginData),
      }));
    },
  };
}

/** `yauzl/index.js`: the bundle names its parts, and must not say in which folder of which computer they stood. */
function nameOfLibraryFile(path: string): string {
  return path.replaceAll("\\", "/").split("/node_modules/").at(-1) ?? path;
}
