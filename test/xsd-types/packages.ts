import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { lintSchema, type Objection } from "../../generators/xsd-reader/lint-schema.ts";
import type { SchemaSet } from "../../generators/xsd-reader/model.ts";
import { readSchema } from "../../generators/xsd-reader/read-schema.ts";
import { loadSchemas } from "../../generators/xsd-reader/schema-documents.ts";
import type { NumberStyle } from "../../generators/xsd-types/simple-tables.ts";
import { type TypesPackage, typesPackage } from "../../generators/xsd-types/types-package.ts";
import type { WriteOptions } from "../../runtime/xsd-types/write.ts";
import { PROJECT } from "../support/returnspec.ts";

/** A document as generated code hands it out. */
export interface ParsedDocument {
  readonly name: string;
  readonly value: unknown;
  readonly namespaces?: Readonly<Record<string, string>>;
}

/** What the module of a package exports. */
export interface TypesModule {
  readonly parse: (document: string | Uint8Array) => ParsedDocument;
  readonly serialise: (document: unknown, options?: WriteOptions) => string;
}

const TSC = join(PROJECT, "node_modules", "typescript", "bin", "tsc");

let runtime: ReadonlyMap<string, string> | null = null;

/** The runtime that packages copy, compiled from the sources as the build does, so that nothing need be built first. */
export function compiledRuntime(): ReadonlyMap<string, string> {
  if (runtime !== null) return runtime;
  const folder = mkdtempSync(join(tmpdir(), "returnspec-runtime-"));
  try {
    const config = {
      extends: join(PROJECT, "tsconfig.build.json"),
      compilerOptions: { rootDir: PROJECT, outDir: folder },
      include: [join(PROJECT, "runtime", "xsd-types")],
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ ...config, compilerOptions: { ...config.compilerOptions, typeRoots: [join(PROJECT, "node_modules", "@types")] } }),
    );
    execFileSync(process.execPath, [TSC, "-p", folder], { encoding: "utf8" });
    const below = join(folder, "runtime");
    const files = readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    runtime = new Map(
      files.map((entry) => [
        relative(below, join(entry.parentPath, entry.name)).replaceAll("\\", "/"),
        readFileSync(join(entry.parentPath, entry.name), "utf8"),
      ]),
    );
    return runtime;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A schema of files in memory; the first is the one that is asked for. */
export function schemaOf(files: ReadonlyMap<string, string>): { readonly schema: SchemaSet; readonly lint: () => Promise<readonly Objection[]> } {
  const [entry = ""] = files.keys();
  const loaded = loadSchemas(entry, (path) => {
    const text = files.get(path);
    return text === undefined ? null : new TextEncoder().encode(text);
  });
  const { schema, unread } = readSchema(loaded);
  return { schema, lint: () => lintSchema(loaded, unread) };
}

export function packageOf(schema: SchemaSet, numbers: NumberStyle = "number"): TypesPackage {
  return typesPackage(schema, compiledRuntime(), { numbers, objections: [] });
}

/** Writes the files of a package below a folder. */
export function writePackage({ files }: TypesPackage, folder: string): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Loads the JavaScript of a package, as it is. */
export async function loadPackage(made: TypesPackage): Promise<TypesModule> {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-types-"));
  try {
    writePackage(made, folder);
    return (await import(pathToFileURL(join(folder, "types.js")).href)) as TypesModule;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The strictest settings that a consumer may have. */
const STRICT = {
  target: "ES2023",
  lib: ["ES2023"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: false,
  noEmit: true,
};

/**
 * Type-checks modules and packages in one program with the strictest settings.
 * @param packages by the name of the folder
 * @param modules further TypeScript by path
 * @returns what the compiler says; nothing when it is content
 */
export function typecheck(packages: ReadonlyMap<string, TypesPackage>, modules: ReadonlyMap<string, string> = new Map()): string {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-program-"));
  try {
    for (const [name, made] of packages) writePackage(made, join(folder, name));
    for (const [path, text] of modules) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: STRICT, include: ["**/*.ts"], exclude: ["node_modules"] }));
    execFileSync(process.execPath, [TSC, "-p", folder], { encoding: "utf8" });
    return "";
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value as the text of an expression of TypeScript. */
export function literalText(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? "Number.NaN" : value > 0 ? "Number.POSITIVE_INFINITY" : "Number.NEGATIVE_INFINITY";
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${literalText(inner)}`)
    .join(", ")} }`;
}
