import Handlebars from "handlebars";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import type { OutputFile, TargetContext } from "../target.ts";

/** What the files beside the code need to know. */
export interface PackageFacts {
  readonly release: Release;
  readonly hash: string;
  /** A return in code, as the text of an object; with the type of a return and the name of a child. */
  readonly example: string;
  readonly types: { readonly whole: string; readonly head: string; readonly child: string };
}

/** `@returnspec/cin-2025-26` */
export function packageName({ collection, period }: Release): string {
  return `@returnspec/${collection}-${period}`;
}

/** package.json, readme, licence and notices. Their names are in small letters, as every path here; npm knows them so. */
export function packageFiles(facts: PackageFacts, context: TargetContext): readonly OutputFile[] {
  const template = (name: string): string => {
    const text = context.templates().get(`typescript/${name}.hbs`);
    if (text === undefined) throw new Error(`There is no template typescript/${name}.hbs.`);
    const { release } = facts;
    const childPath = release.child?.record.path;
    const tarball = `returnspec-${release.collection}-${release.period}-${release.version}.0.tgz`;
    const values = {
      ...facts,
      childPath,
      tarball,
      name: packageName(release),
      year: `${release.title} ${release.period}`,
      isCsvToo: release.formats.includes("csv"),
    };
    return Handlebars.compile(text, { strict: true, noEscape: true })({ ...values, notices: noticeLines(release) });
  };
  return [
    ["package.json", packageJson(facts.release)] as const,
    ["readme.md", template("readme.md")] as const,
    ["license", template("license")] as const,
    ["notice.md", template("notice.md")] as const,
  ].map(([path, content]) => ({ path: `typescript/${path}`, content, committed: false }));
}

function packageJson(release: Release): string {
  const json = {
    name: packageName(release),
    version: `${release.version}.0`,
    description: `Types, reading, writing and validation of the ${release.title} ${release.period}, made from its specification. Not an official publication.`,
    keywords: [release.collection, "statutory return", "children's services"],
    license: "(MIT AND OGL-UK-3.0)",
    type: "module",
    sideEffects: false,
    engines: { node: ">=20" },
    main: "./dist/index.js",
    types: "./dist/index.d.ts",
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
    files: ["dist", "notice.md"],
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
