import { escapeText } from "../../runtime/xml/escape.ts";
import type { RunVerdict } from "../verdict.ts";

/** Estimates of how wide a character is, in a typeface that nobody can be sure of. */
const CHARACTER = 6.6;
const AROUND = 12;

/** A badge for a web page or a readme: the release, and the level that was reached. */
export function badge(verdict: RunVerdict): string {
  const { suite, reached, isPassed, facts } = verdict;
  const [left, right] = [
    `${suite.release} conformance`,
    isPassed && reached > 0 ? `level ${reached}` : isPassed && !facts.isComplete ? "partly run" : "not conformant",
  ];
  const [first, second] = [left, right].map((text) => Math.round(text.length * CHARACTER + AROUND)) as [number, number];
  const width = first + second;
  const colour = isPassed && reached > 0 ? "#00703c" : "#942514";
  const text = (words: string, from: number, own: number): string =>
    `<text x="${from + own / 2}" y="14" fill="#fff" text-anchor="middle" font-family="arial,sans-serif" font-size="11">${escapeText(words)}</text>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${escapeText(`${left}: ${right}`)}">`,
    `<title>${escapeText(`${left}: ${right}`)}</title>`,
    `<rect width="${first}" height="20" fill="#383f43"/>`,
    `<rect x="${first}" width="${second}" height="20" fill="${colour}"/>`,
    text(left, 0, first),
    text(right, first, second),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}
