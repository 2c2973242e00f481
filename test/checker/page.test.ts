import { createHash } from "node:crypto";
import { runInNewContext, Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import { checkerTarget } from "../../generators/targets/checker/checker-target.ts";
import { escapeScript, isSafeInElement } from "../../generators/targets/checker/inline.ts";
import { JUDGE } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

const releases = JUDGE ? specification.names : ["cin/2013-14", ...specification.liveNames];

describe("the page of the checker", () => {
  test.each(releases)("%s is one file that asks for nothing and says what it is", (name) => {
    const { release } = specification.release(name);
    if (release === null) throw new Error(name);
    const build = () => checkerTarget.build(release, targetContext(specification, release));
    const { files, absent } = build();
    if (files.length === 0) return expect(absent).toHaveLength(1);
    expect(build()).toEqual({ files, absent });
    const [file] = files;
    expect(files).toHaveLength(1);
    expect(file).toMatchObject({ path: "checker.html", committed: false });
    const page = file?.content ?? "";
    const script = contentOf(page, "script");
    const style = contentOf(page, "style");
    expect(page).toContain(
      `content="default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; worker-src blob:; base-uri 'none'; form-action 'none'"`,
    );
    expect(script).not.toMatch(/[^\n -~]/);
    expect(() => new Script(script)).not.toThrow();
    const rest = page.replace(script, "").replace(style, "");
    expect(rest).not.toMatch(/<(link|img|iframe|base|object|embed)\b|\b(src|href)="(?!#)|\son\w+=|\sstyle=/);
    expect(`${script}${style}`).not.toMatch(/https?:\/\/|@import|url\(/);
    for (const text of [release.id, `status: ${release.status}`, "not an official publication", "this computer.</strong>", release.title])
      expect(rest).toContain(text);
    if (release.evidence !== null) expect(rest).toContain(`Evidence (${release.evidence.basis})`);
    expect(rest).toContain("Permission is hereby granted");
    const fields = [...rest.matchAll(/<input type="file" id="([^"]*)"( multiple)?/g)].map(([, id, many]) => `${id}${many ?? ""}`);
    const many = release.tables.length > 0 ? " multiple" : "";
    expect(fields).toEqual([`file${many}`, `last${many}`, `before-last${many}`, ...release.referenceTables.map((table) => `reference-${table.name}`)]);
  });

  test("names the rules that it cannot check, safely", () => {
    const { release } = specification.release("cin/2025-26");
    if (release === null) throw new Error("no release");
    const rules = release.rules.map((rule, index) => (index === 0 ? { ...rule, title: "A <b> & c", notTestable: "needs a <person>" } : rule));
    const [file] = checkerTarget.build({ ...release, rules }, targetContext(specification, release)).files;
    expect(file?.content).toContain(`<li>${rules[0]?.id} A &lt;b&gt; &amp; c: needs a &lt;person&gt;</li>`);
  });

  test("what would end the script too soon is escaped and means the same", () => {
    const script =
      'given = ["</script>", "<!-- </SCRIPT", `<!--${1}`, /<\\/script|<!--/u.test("<!--"), "\u{1F600}é＝", /^[＝]$/u.test("＝"), /^\u{1F600}$/u.test("\u{1F600}")];';
    expect(isSafeInElement(script, "script")).toBe(false);
    const escaped = escapeScript(script);
    expect(isSafeInElement(escaped, "script")).toBe(true);
    expect(escaped).toMatch(/^[ -~]*$/);
    const run = (text: string): unknown => runInNewContext(`let ${text} given`);
    expect(run(escaped)).toEqual(run(script));
  });

  test.each(["a\rb", "a\0b", "a</STYLE b", "<!--"])("style %j is refused", (style) => {
    expect(isSafeInElement(style, "style")).toBe(false);
  });
});

function contentOf(page: string, tag: string): string {
  return page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.lastIndexOf(`</${tag}>`));
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
