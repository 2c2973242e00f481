import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import { jsonSchemaTarget } from "../../generators/targets/json-schema/json-schema-target.ts";
import { bindingSchema, boundCodeSets, codeTypeName, isBound } from "../../generators/targets/typescript/binding-schema.ts";
import { codesModule } from "../../generators/targets/typescript/layout-module.ts";
import { typesModule } from "../../generators/targets/typescript/types-module.ts";
import type { ItemNode, Release, TreeNode } from "../../generators/specification/model.ts";
import { typescriptTarget } from "../../generators/targets/typescript/typescript-target.ts";
import { liveXmlReleases, xmlReleases } from "../samples/sample-schemas.ts";
import { specification } from "../support/specification.ts";
import { compile, packageFiles, strictSettings, writeFiles } from "./packages.ts";

function typesOf(release: Release): Promise<string> {
  const schema = JSON.parse(jsonSchemaTarget.build(release).files[0]?.content ?? "") as Parameters<typeof bindingSchema>[1];
  return typesModule(release, bindingSchema(release, schema));
}

/** Items that the types of a release have. */
function boundItems(release: Release): readonly ItemNode[] {
  const visit = (node: TreeNode): readonly ItemNode[] => (!isBound(node) ? [] : node.kind === "item" ? [node] : node.contains.flatMap(visit));
  return release.root.contains.flatMap(visit);
}

describe("the types of all releases", () => {
  const texts = new Map<string, string>();
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "returnspec-types-"));
    for (const release of xmlReleases) texts.set(release.name, await typesOf(release));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("compile in one program, and code sets are exact unions", () => {
    const checks = xmlReleases.map((release) => {
      const name = release.name.replace("/", "-");
      const sets = boundCodeSets(release).map((set) => {
        const codes = set.codes.filter(({ inSpecification }) => inSpecification).map(({ code }) => JSON.stringify(code));
        return `Same<types.${codeTypeName(set.name)}, ${codes.join(" | ") || "never"}>`;
      });
      return [
        [`${name}.ts`, texts.get(release.name) ?? ""],
        [`${name}-codes.ts`, codesModule(release)],
        [
          `${name}-check.ts`,
          `import type * as types from "./${name}.js";
import { codes } from "./${name}-codes.js";
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
export const exact: [${sets.join(", ")}] = [${sets.map(() => "true").join(", ")}];
${boundCodeSets(release)
  .map((set) => `codes.${codeTypeName(set.name).replace(/Code$/, "")} satisfies Readonly<Record<types.${codeTypeName(set.name)}, string>>;`)
  .join("\n")}
`,
        ],
      ] as const;
    });
    writeFiles(folder, [...checks.flat(), ["package.json", '{ "type": "module" }'], ["tsconfig.json", strictSettings({ noEmit: true })]]);
    expect(compile(folder)).toEqual([]);
  });

  test.each(xmlReleases.map((release) => ({ name: release.name, release })))(
    "of $name have names that carry their kind, none alike, none numbered",
    ({ name, release }) => {
      const names = [...(texts.get(name) ?? "").matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, found = ""]) => found);
      expect(names.filter((one) => !/^[A-Z][A-Za-z0-9]*(Record|Code|Head)$/.test(one))).toEqual([]);
      expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(names.length);
      expect(names.filter((one) => /\d$/.test(one))).toEqual([]);
      expect(names.length).toBe(
        boundCodeSets(release).length + new Set(boundItems(release).map(({ path }) => path.replace(/\/[^/]*$/, ""))).size + emptyOfItems(release) + 1,
      );
    },
  );

  test.each(liveXmlReleases.map((release) => ({ name: release.name, release })))(
    "of $name are documented: labels, definitions, CBDS numbers, code labels",
    ({ name, release }) => {
      const text = (texts.get(name) ?? "").replaceAll("* /", "*/");
      for (const item of boundItems(release)) {
        expect(text).toContain(`${item.label}. ${item.definition}`);
        if (item.cbds !== null) expect(text).toContain(`CBDS number ${item.cbds}.`);
      }
      for (const { codes } of boundCodeSets(release))
        for (const { code, label, inSpecification } of codes) if (inSpecification && label !== null) expect(text).toContain(` * ${code}: ${label}`);
      for (const gone of boundItems(release).filter(({ derived }) => derived !== null)) expect(text).not.toContain(`  ${gone.name}`);
    },
  );
});

/** Records that hold no item themselves. */
function emptyOfItems(release: Release): number {
  const visit = (node: TreeNode): number =>
    node.kind === "item" || !isBound(node)
      ? 0
      : (node.contains.filter(isBound).some(({ kind }) => kind === "item") ? 0 : 1) + node.contains.reduce((sum, child) => sum + visit(child), 0);
  return visit(release.root);
}

describe("the files of a package", () => {
  test("are the same each time; the sources are committed, what is built from them is not", async () => {
    const [release] = liveXmlReleases;
    if (release === undefined) throw new Error("no live release");
    const files = await packageFiles(release);
    expect(await packageFiles(release)).toEqual(files);
    const committed = files.filter((file) => file.committed).map(({ path }) => path);
    expect(committed).toEqual(["codes", "index", "layout", "release", "types"].map((name) => `typescript/${name}.ts`));
    expect(files.filter(({ path }) => path.endsWith(".ts") && !path.endsWith(".d.ts")).map(({ path }) => path)).toEqual(committed);
    const hash = targetContext(specification, release).specificationHash();
    const holding = files.filter(({ content }) => content.includes(hash)).map(({ path }) => path);
    expect(holding).toEqual(["release.ts", "dist/release.js", "dist/release.d.ts", "readme.md"].map((path) => `typescript/${path}`));
  });

  test("a collection without XML has no package, and says why", async () => {
    const [release] = liveXmlReleases;
    if (release === undefined) throw new Error("no live release");
    const tablesOnly: Release = { ...release, formats: ["csv"] };
    const { files, absent } = await typescriptTarget.build(tablesOnly, targetContext(specification, release));
    expect(files).toEqual([]);
    expect(absent.map(({ path }) => path)).toEqual(["typescript/index.ts"]);
  });
});
