import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { targetContext } from "../../generators/cli/target-context.ts";
import type { Release } from "../../generators/specification/model.ts";
import { guidanceTarget, sitePages } from "../../generators/targets/guidance/guidance-target.ts";
import { type Page, type Site, siteOf } from "../../generators/targets/guidance/site.ts";
import { specification } from "../support/specification.ts";

export function releaseOf(name: string): Release {
  const { release } = specification.release(name);
  if (release === null) throw new Error(`There is no release ${name}.`);
  return release;
}

/** The files of the guidance by path below its folder. */
export function buildGuidance(release: Release): ReadonlyMap<string, string> {
  const { files } = guidanceTarget.build(release, targetContext(specification, release));
  return new Map(files.map(({ path, content }) => [path.replace(/^guidance\//, ""), content]));
}

export function siteOfRelease(release: Release): Site {
  return siteOf(targetContext(specification, release).rules());
}

/** All pages, or the longest one of each template. */
export function chosenPages(site: Site, files: ReadonlyMap<string, string>, all: boolean): readonly Page[] {
  const pages = sitePages(site, []).map(({ make }) => make());
  if (all) return pages;
  const longest = new Map<string, Page>();
  const length = ({ path }: Page): number => files.get(path)?.length ?? 0;
  for (const page of pages) {
    const known = longest.get(page.template);
    if (known === undefined || length(known) < length(page)) longest.set(page.template, page);
  }
  return [...longest.values()];
}

export function writeFiles(files: ReadonlyMap<string, string>, folder: string): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Links of a site that lead nowhere, as `page -> address`: to no file, or to no anchor in it. Addresses of the web are not followed. */
export function deadLinks(files: ReadonlyMap<string, string>): readonly string[] {
  const anchors = new Map([...files].map(([path, text]) => [path, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map((found) => found[1] ?? ""))]));
  const dead: string[] = [];
  for (const [path, text] of files) {
    if (!path.endsWith(".html")) continue;
    for (const [, address = ""] of text.matchAll(/\s(?:href|src|content="0; url)="?([^"]*)"/g)) {
      if (address.startsWith("https://")) continue;
      const [file = "", anchor] = address.split("#");
      const to = file === "" ? path : resolvePath(path, file);
      const known = to === null ? undefined : anchors.get(to);
      if (known === undefined || (anchor !== undefined && !known.has(anchor))) dead.push(`${path} -> ${address}`);
    }
  }
  return dead;
}

/** A relative address as a path of the site; null when it leads outside. */
function resolvePath(from: string, to: string): string | null {
  if (to.startsWith("/") || /^[a-z]+:/.test(to)) return null;
  const parts = from.split("/").slice(0, -1);
  for (const part of to.split("/")) {
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
