import { createBinding } from "../../../runtime/bindings/binding.ts";
import { minimalDocument } from "../../samples/documents.ts";
import type { Json } from "../../specification/canonical.ts";
import type { Release } from "../../specification/model.ts";
import { toDeclarations, toJavaScript } from "../../typescript/emit.ts";
import { copyRuntime, neededModules } from "../runtime-copy.ts";
import type { OutputFile, Target, TargetContext } from "../target.ts";
import { bindingSchema } from "./binding-schema.ts";
import { chainToChild } from "./child-chain.ts";
import { exampleLiteral } from "./example.ts";
import { indexModule, releaseModule, VALIDATOR_DECLARATIONS } from "./index-module.ts";
import { codesModule, layoutModule, returnLayout } from "./layout-module.ts";
import { packageFiles } from "./package-files.ts";
import { mainTypes, typesModule } from "./types-module.ts";

/**
 * A package per release: types, reading and writing of XML, the validator, code sets. It carries all it needs, and imports nothing of Node. The
 * sources stand in `typescript/`, what is compiled from them in `typescript/dist/`: beside declarations, a compiler would take the sources.
 */
export const typescriptTarget = {
  name: "typescript",
  about: "package for TypeScript and JavaScript",
  build: async (release, context) => {
    if (!release.formats.includes("xml") || release.child === null)
      return { files: [], absent: [{ path: "typescript/index.ts", why: "The collection has no XML form with a record per child." }] };
    const schema = bindingSchema(release, JSON.parse(context.schema()) as { readonly [key: string]: Json });
    const types = mainTypes(release, schema);
    const hash = context.specificationHash();
    const modules = new Map([
      ["codes", codesModule(release)],
      ["index", indexModule(release, types)],
      ["layout", layoutModule(release)],
      ["release", releaseModule(release, hash)],
      ["types", await typesModule(release, schema)],
    ]);
    const validator = validatorFiles(context);
    const facts = { release, hash, types, example: exampleOf(release) };
    return { files: [...[...modules].flatMap(([name, text]) => moduleFiles(name, text)), ...validator, ...packageFiles(facts, context)], absent: [] };
  },
} satisfies Target;

/** The source of a module and what is compiled from it. In the sources, what they stand on is in `dist/`; there it is beside them. */
function moduleFiles(name: string, text: string): readonly OutputFile[] {
  const compiled = text.replaceAll('"./dist/', '"./');
  return [
    { path: `typescript/${name}.ts`, content: text, committed: true },
    { path: `typescript/dist/${name}.js`, content: toJavaScript(compiled), committed: false },
    { path: `typescript/dist/${name}.d.ts`, content: toDeclarations(compiled), committed: false },
  ];
}

/** The validator, and the parts of the runtime that it and the rest of the package need. */
function validatorFiles(context: TargetContext): readonly OutputFile[] {
  const modules = [...context.validator()].map(([path, text]) => [path, text.replaceAll(/(from "\.)(\/runtime\/)/g, "$1.$2")] as const);
  const imported = modules.flatMap(([, text]) => [...text.matchAll(/from "\.\.\/runtime\/([^"]+)"/g)].map(([, path = ""]) => path));
  const runtime = context.runtime();
  const needed = neededModules(runtime, ["bindings/binding.js", "bindings/validate.js", ...imported]);
  return [
    ...modules.map(([path, content]) => ({ path: `typescript/dist/validator/${path}`, content, committed: false })),
    { path: "typescript/dist/validator/validator.d.ts", content: VALIDATOR_DECLARATIONS, committed: false },
    ...copyRuntime(runtime, "typescript/dist/runtime", (path) => needed.has(path)),
  ];
}

/** The smallest return, as code. */
function exampleOf(release: Release): string {
  const { holders, child } = chainToChild(release);
  const binding = createBinding<unknown, unknown, unknown>(
    returnLayout(release),
    [...holders.slice(1), child].map(({ name }) => name),
  );
  return exampleLiteral(binding.parse(minimalDocument(release).xml).value);
}
