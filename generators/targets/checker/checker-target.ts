import { createHash } from "node:crypto";
import { referenceShapes } from "../../rules/reference-shapes.ts";
import { ruleInfos } from "../../rules/rule-info.ts";
import { transformSync } from "esbuild";
import Handlebars from "handlebars";
import type { Release } from "../../specification/model.ts";
import { toJavaScript } from "../../typescript/emit.ts";
import { linkModules } from "../../typescript/link.ts";
import { noticeLines } from "../notice.ts";
import type { Target, TargetContext } from "../target.ts";
import { escapeScript, isSafeInElement } from "./inline.ts";

/** Where the script of the page stands among the modules; its folder is that of the validator, so that both find the runtime. */
const ENTRY = "checker.js";

/** What a field for files offers first; a person can choose any. */
const XML_FILES = ".xml,text/xml,application/xml";
const CSV_FILES = ".csv,text/csv";

/** Browsers of the years in which the page is used; what they lack is more than syntax, so older ones are told that the checker is not running. */
const BROWSERS = ["chrome111", "edge111", "firefox115", "safari16.4"];

/**
 * A page that checks a return in the browser: one file, which works from a folder without a network. The validator and the writers of findings
 * are those of the command line.
 */
export const checkerTarget = {
  name: "checker",
  about: "page that checks a return in the browser",
  build: (release, context) => {
    const path = "checker.html";
    if (!release.formats.includes("xml") || release.child === null)
      return { files: [], absent: [{ path, why: "The collection has no XML form with a record per child." }] };
    return { files: [{ path, content: checkerPage(release, context), committed: false }], absent: [] };
  },
} satisfies Target;

function checkerPage(release: Release, context: TargetContext): string {
  const template = (path: string): string => {
    const text = context.templates().get(path);
    if (text === undefined) throw new Error(`There is no template ${path}.`);
    return text;
  };
  const libraries = [...context.libraries().values()];
  const linked = linkModules(pageModules(release, context), ENTRY, new Map(libraries.map((library) => [library.name, library.script])));
  const script = escapeScript(minify(linked));
  const style = template("checker/style.css");
  if (!isSafeInElement(script, "script") || !isSafeInElement(style, "style")) throw new Error("The script or the style of the checker would end too soon.");
  const policy = [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'`,
    `style-src '${sourceHash(style)}'`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return Handlebars.compile(template("checker/page.hbs"), { strict: true })({
    policy: policy.join("; "),
    title: `${release.title} ${release.period}`,
    release: release.id,
    status: release.status,
    ruleCount: release.rules.filter((rule) => rule.notTestable === null).length,
    unchecked: release.rules.filter((rule) => rule.notTestable !== null),
    tables: release.tables.length > 0,
    accept: release.tables.length > 0 ? `${XML_FILES},${CSV_FILES}` : XML_FILES,
    references: release.referenceTables.map(({ name, label, definition, guidance }) => ({
      id: `reference-${name}`,
      label: `${label} (optional)`,
      about: [definition, guidance].filter((text) => text !== null).join(" "),
      accept: CSV_FILES,
    })),
    notices: noticeLines(release),
    libraries,
    style,
    script,
  });
}

/** The modules of the page, the validator and the runtime, by path, and the one that starts them. */
function pageModules(release: Release, context: TargetContext): ReadonlyMap<string, string> {
  const modules = new Map<string, string>();
  for (const [path, text] of context.runtime()) if (path.endsWith(".js")) modules.set(`runtime/${path}`, text);
  for (const [path, text] of context.validator()) modules.set(path, text);
  for (const [path, text] of context.templates()) if (/^checker\/.*\.ts$/.test(path)) modules.set(`templates/${path.replace(/\.ts$/, ".js")}`, translate(text));
  return modules.set(ENTRY, entryModule(release, context));
}

/** The pages of all releases have the same modules; each is translated once. */
const translated = new Map<string, string>();

function translate(text: string): string {
  const known = translated.get(text) ?? toJavaScript(text);
  translated.set(text, known);
  return known;
}

function entryModule(release: Release, context: TargetContext): string {
  const facts = {
    name: release.name,
    title: `${release.title} ${release.period}`,
    rules: ruleInfos(context.rules()),
    tables: context.collectionTables(),
    reference: referenceShapes(release),
  };
  return `import { start } from "./templates/checker/start.js";
import { readEarlier, readEarlierTables, validate, validateTables, validator } from "./validator.js";
start({ readEarlier, readEarlierTables, validate, validateTables, validator }, ${JSON.stringify(facts)});
`;
}

function minify(script: string): string {
  return transformSync(script, { minify: true, target: BROWSERS, legalComments: "none" }).code.trim();
}

function sourceHash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
