import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeDocuments } from "../../generators/samples/documents.ts";
import { pascalCase } from "../../generators/specification/pascal-case.ts";
import type { CodeSet, Release } from "../../generators/specification/model.ts";
import { packageName } from "../../generators/targets/typescript/package-files.ts";
import { boundCodeSets, codeTypeName } from "../../generators/targets/typescript/binding-schema.ts";
import { liveXmlReleases, otherReleases } from "../samples/sample-schemas.ts";
import { PROJECT } from "../support/returnspec.ts";
import { compile, pack, packageFiles, run, strictSettings, writeFiles } from "./packages.ts";

describe.each(liveXmlReleases.map((release) => ({ name: release.name, release })))("a supplier with the package of $name", ({ release }) => {
  const name = packageName(release);
  const root = `${pascalCase(release.root.name)}Record`;
  let folder = "";
  let project = "";
  let tarball = "";
  let readme = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-consumer-"));
    const files = await packageFiles(release);
    writeFiles(
      folder,
      files.map(({ path, content }) => [path, content]),
    );
    readme = files.find(({ path }) => path === "typescript/readme.md")?.content ?? "";
    tarball = pack(join(folder, "typescript"), folder);
    project = join(folder, "project");
    writeFiles(project, [["package.json", '{ "name": "supplier", "version": "1.0.0", "private": true, "type": "module" }']]);
    run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", tarball], project);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("has nothing but the package", () => {
    const installed = readdirSync(join(project, "node_modules")).filter((entry) => !entry.startsWith("."));
    expect(installed).toEqual(["@returnspec"]);
    expect(readdirSync(join(project, "node_modules", "@returnspec"))).toEqual([name.split("/")[1]]);
  });

  test("compiles and runs what the readme shows, and the return it builds has no structural finding", () => {
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
    expect(blocks.length).toBe(4);
    expect(readme).toContain(`npm install ./${basename(tarball)}`);
    const [build = "", ...others] = blocks;
    writeFiles(project, [
      ["tsconfig.json", strictSettings({ outDir: "out" })],
      ["build.ts", `${build}${CHECKS.replaceAll("@package", name).replaceAll("@Root", root)}`],
      ...others.map((code, index) => [`block-${index + 2}.ts`, code] as const),
      ["document.ts", `export const document = ${JSON.stringify(completeDocuments(release)[0]?.xml ?? "")};\n`],
    ]);
    expect(compile(project)).toEqual([]);
    expect(compile(project, ["--module", "ESNext", "--moduleResolution", "bundler", "--noEmit"])).toEqual([]);
    expect(run(process.execPath, [join("out", "build.js")], project)).toContain("as it should be\n");
    expect(run(process.execPath, [join("out", "block-4.js")], project)).toContain(`${release.id} ${release.status} `);
  });

  test("is told by the compiler of a wrong code, a code of another year, a missing item and an unknown one", () => {
    const sets = boundCodeSets(release);
    const [first] = sets.filter(({ codes }) => codes.length > 1);
    const foreign = codeOfAnotherYear(release, sets);
    const required = release.root.contains.find(({ occurs }) => occurs.minimum > 0)?.name ?? "";
    const [wrong, other] = [codeTypeName(first?.name ?? ""), codeTypeName(foreign.set)];
    const lines = [
      `import type { ${[root, ...new Set([wrong, other])].join(", ")} } from "${name}";`,
      `export const wrongCode: ${wrong} = "no such code";`,
      `export const codeOfAnotherYear: ${other} = ${JSON.stringify(foreign.code)};`,
      `declare const whole: ${root};`,
      `const { ${required}: taken, ...rest } = whole;`,
      `export const missing: ${root} = rest;`,
      `export const unknown: ${root} = { ${required}: taken, NoSuchItem: 1 };`,
      `export const notGiven: ${root} = { ...rest, ${required}: undefined };`,
    ];
    writeFiles(join(project, "wrong"), [
      ["tsconfig.json", strictSettings({ noEmit: true })],
      ["wrong.ts", `${lines.join("\n")}\n`],
    ]);
    const said = compile(join(project, "wrong")).filter((line) => line.startsWith("wrong.ts"));
    expect(said.map((line) => line.replace(/^wrong\.ts\((\d+),\d+\): error (TS\d+): .*$/, "$1 $2"))).toEqual([
      "2 TS2322",
      "3 TS2322",
      "6 TS2741",
      "7 TS2353",
      "8 TS2322",
    ]);
    expect(said[1]).toContain(`Type '${JSON.stringify(foreign.code)}' is not assignable to type '${other}'`);
    expect(said[2]).toContain(`Property '${required}' is missing`);
  });

  test("gets a package that publint has nothing to say about", async () => {
    const { messages, pkg } = await publint({ level: "suggestion", strict: true, pack: { tarball: bufferOf(tarball) } });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
  });

  test("gets all that the package needs: every import is a file in it", () => {
    const home = join(project, "node_modules", name);
    const all = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(all.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
    const missing = all
      .filter((path) => /\.(js|d\.ts)$/.test(path))
      .flatMap((path) =>
        [...readFileSync(path, "utf8").matchAll(/(?:\bfrom |\bimport\(|^import )"([^"]+)"/gm)]
          .map(([, target = ""]) => target)
          .filter((target) => !target.startsWith(".") || !existsSync(join(dirname(path), path.endsWith(".d.ts") ? target.replace(/\.js$/, ".d.ts") : target)))
          .map((target) => `${path}: ${target}`),
      );
    expect(missing).toEqual([]);
    expect(readFileSync(join(home, "license"), "utf8")).toBe(readFileSync(join(PROJECT, "LICENSE"), "utf8"));
    expect(readFileSync(join(home, "notice.md"), "utf8")).toContain("Open Government Licence v3.0");
    expect(readFileSync(join(home, "notice.md"), "utf8")).toContain("not an official publication");
  });

  test("may copy the folder in place of installing it; the sources in it compile, and are not taken for declarations", () => {
    const copy = join(folder, "copy");
    cpSync(join(folder, "typescript"), join(copy, "node_modules", name), { recursive: true });
    writeFiles(copy, [
      ["package.json", '{ "type": "module" }'],
      ["tsconfig.json", strictSettings({ noEmit: true })],
      ["index.ts", `import { parse } from "${name}";\nexport const valid: boolean = parse("<x/>").valid;\n`],
    ]);
    expect(compile(copy)).toEqual([]);
    const read = compile(copy, ["--listFiles"]).filter((line) => line.includes(name));
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((path) => !path.endsWith(".d.ts"))).toEqual([]);
    writeFiles(join(folder, "typescript"), [["tsconfig.json", strictSettings({ noEmit: true })]]);
    expect(compile(join(folder, "typescript"))).toEqual([]);
  });
});

/** Put behind the first example of the readme. */
const CHECKS = `
import { document } from "./document.js";
import { codes, parse, release, WritingError } from "@package";

const structural = (text: string) => validate(text, { input: "built" }).filter(({ rule }) => rule.startsWith("structure."));
const again = parse(xml);
const complete = parse(document);
if (structural(xml).length > 0 || !again.valid || serialise(again.value, { pretty: true }) !== xml) throw new Error("the return that was built");
if (!complete.valid || structural(serialise(complete.value)).length > 0) throw new Error("the complete document");
if (Object.keys(codes).length === 0 || !/^[0-9a-f]{64}$/.test(release.specification)) throw new Error("the constants");
try {
  serialise({} as @Root);
  throw new Error("a return with nothing in it was written");
} catch (error) {
  if (!(error instanceof WritingError) || !error.path.startsWith("/")) throw error;
}
console.log("as it should be");
`;

/** A code that another year of the collection has in the same set, and this one has not. */
function codeOfAnotherYear(release: Release, sets: readonly CodeSet[]): { readonly set: string; readonly code: string } {
  for (const set of sets) {
    const own = new Set(set.codes.filter(({ inSpecification }) => inSpecification).map(({ code }) => code));
    for (const other of otherReleases(release)) {
      const foreign = other.codeSets.get(set.name)?.codes.find(({ code, inSpecification }) => inSpecification && !own.has(code));
      if (foreign !== undefined) return { set: set.name, code: foreign.code };
    }
  }
  throw new Error(`no code set of ${release.name} ever changed`);
}

function bufferOf(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}
