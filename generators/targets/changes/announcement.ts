import type { Change, ChangeReport } from "../../changes/change-report.ts";
import { counted, summaryWords } from "../../changes/change-words.ts";
import { worstEffect } from "../../changes/effects.ts";
import { longDate } from "../../language/english.ts";
import type { Release } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";

/** Short texts for those who announce a release: an update note for a publisher, and an e-mail to authorities and suppliers. */

/** More names than these are not listed in a paragraph. */
const MOST_NAMES = 12;
const WIDTH = 72;

/** A paragraph for the update note of a publisher. */
export function publisherNote(report: ChangeReport): string {
  const { before, after } = report;
  const version = versionOf(after);
  const parts = countSentences(report);
  const corrections = report.groups.flatMap(({ change }) => (change.correction === null ? [] : [change.title]));
  const inferred = report.groups.filter(({ change }) => change.basis === "inferred").length;
  const sentences = [
    `${after.title} ${after.period}, version ${after.version}${version === null ? "" : ` of ${longDate(version.date)}`}, compared with ${before.id}.`,
    parts.length === 0 ? "Nothing changes but dates." : `${parts.join(". ")}.`,
    ...(corrections.length === 0 ? [] : [`Corrected: ${corrections.join("; ")}.`]),
    ...(inferred === 0 ? [] : [`${counted(inferred, "of the changes is", "of the changes are")} inferred: no document says so.`]),
    "This is not an official publication of the Department for Education.",
  ];
  return `${sentences.join(" ")}\n`;
}

/** The things that were added, removed, renamed and changed, by kind: `Rules added: 241, 242, 243`. */
function countSentences(report: ChangeReport): readonly string[] {
  const kinds: readonly (readonly [Change["kind"], string])[] = [
    ["item", "Items"],
    ["code", "Codes"],
    ["table", "Tables"],
    ["column", "Columns"],
    ["rule", "Rules"],
  ];
  return kinds.flatMap(([kind, word]) =>
    (["added", "removed", "renamed", "changed"] as const).flatMap((what) => {
      const names = new Set(
        report.groups.flatMap(({ changes }) => changes.flatMap((one) => (one.kind === kind && one.what === what && isTold(one) ? [shortName(one)] : []))),
      );
      if (names.size === 0) return [];
      const listed = [...names].slice(0, MOST_NAMES).join(", ");
      return [`${word} ${what}: ${listed}${names.size > MOST_NAMES ? ` and ${names.size - MOST_NAMES} more` : ""}`];
    }),
  );
}

/** Whether somebody has to look at it: a wording alone is not announced. */
function isTold({ what, effect }: Change): boolean {
  return what !== "changed" || effect !== "wording";
}

function shortName({ kind, name, before, what }: Change): string {
  const short = kind === "item" ? (name.split("/").at(-1) ?? name) : kind === "code" ? name.replace("/", " ") : name;
  return what === "renamed" ? `${short} (was ${before?.split("/").at(-1)})` : short;
}

/** A plain-text e-mail: what authorities and suppliers have to do, worst first. Lines of up to 72 characters. */
export function coverEmail(report: ChangeReport): string {
  const { before, after } = report;
  const version = versionOf(after);
  const lines = [
    `Subject: ${after.title} ${after.period}: changes since ${before.name === after.name ? `version ${before.version}` : before.period}`,
    "",
    ...wrap(`This message is about the ${after.title} for ${after.period} (${after.id}, status ${after.status}). ${sentence(summaryWords(report))}`),
    ...(version === null ? [] : wrap(`Version ${after.version} is of ${longDate(version.date)}: ${sentence(version.what)}`)),
    ...section("FOR AUTHORITIES", report, "authority"),
    ...section("FOR SUPPLIERS", report, "supplier"),
    "",
    "DATES",
    "",
    ...wrap(`The year runs from ${longDate(after.start)} to ${longDate(after.end)}.`),
    ...(after.window?.loadBy === null || after.window === null
      ? []
      : wrap(`Load by ${longDate(after.window.loadBy)}${after.window.basis === "inferred" ? " (inferred)" : ""}.`)),
    "",
    ...noticeLines(after).flatMap((line) => wrap(line)),
  ];
  return `${lines.join("\n")}\n`;
}

function section(title: string, report: ChangeReport, audience: "authority" | "supplier"): readonly string[] {
  const told = report.groups.filter(({ change, changes }) => {
    const worst = changes.map((one) => worstEffect(one.effects, [audience]));
    return change.audience[audience] !== "not affected" && worst.some((effect) => effect === "breaking" || effect === "attention");
  });
  const must = told.filter(({ change }) => change.audience[audience] === "must change");
  const rest = told.filter(({ change }) => change.audience[audience] !== "must change");
  const points = [...must, ...rest].flatMap(({ change }) => {
    const marks = [
      ...(change.audience[audience] === "must change" ? ["must change"] : []),
      ...(change.correction === null ? [] : ["correction"]),
      ...(change.basis === "inferred" ? ["inferred"] : []),
    ];
    return bullet(`${change.title}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}. ${sentence(change.why)}`);
  });
  return ["", title, "", ...(points.length === 0 ? ["Nothing."] : points)];
}

function versionOf(release: Release): Release["versions"][number] | null {
  return release.versions.find(({ version }) => version === release.version) ?? null;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function bullet(text: string): readonly string[] {
  return wrap(text, WIDTH - 2).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function wrap(text: string, width = WIDTH): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
