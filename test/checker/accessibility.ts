import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong with a page as it stands; nothing is as it should be. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string; nodes: { html: string }[] }[] };
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Widths and heights in which the page is looked at. */
export const VIEWPORTS: readonly (readonly [string, { readonly width: number; readonly height: number }])[] = [
  ["a desktop", { width: 1280, height: 900 }],
  ["a phone", { width: 390, height: 800 }],
  ["400% zoom", { width: 320, height: 256 }],
];
