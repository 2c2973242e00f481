import { EFFECT_WORDS, FOLLOWED_TITLE, RULES_TITLE } from "../../changes/change-words.ts";
import type { Notes, NotesGroup, NotesLine } from "./notes.ts";

/** Release notes in Markdown (CommonMark); what specifications say is escaped. */
export function markdownNotes(notes: Notes): string {
  const lines = [
    `# ${escape(notes.title)}`,
    "",
    `From ${escape(notes.before)} to ${escape(notes.after)}, status ${notes.status}, version of ${notes.versionDate}: ${escape(notes.versionWhat)}.`,
    "",
    ...(notes.isEmpty ? ["Nothing differs."] : [`${escape(notes.summary)}.`]),
  ];
  for (const group of notes.groups) lines.push("", ...groupLines(group));
  if (notes.followed.length > 0) lines.push("", `## ${FOLLOWED_TITLE}`, "", ...notes.followed.flatMap(changeLines));
  if (notes.rules.length > 0) lines.push("", `## ${RULES_TITLE}`);
  for (const { rule, title, because, sentence, witnesses } of notes.rules) {
    lines.push("", `### ${escape(rule)}: ${escape(title)}`, "", `${escape(sentence)} (${escape(because)})`);
    for (const { sides } of witnesses) {
      lines.push("");
      for (const { says, records } of sides) lines.push(`- ${escape(says)}:`, ...records.map((record) => `  - ${escape(record)}`));
    }
  }
  return `${[...lines, "", "---", "", ...notes.notices.map((line) => `${escape(line)}  `)].join("\n")}\n`;
}

function groupLines(group: NotesGroup): readonly string[] {
  const { title, why, isInferred, isUndone, correction, authority, supplier, version, note, sources, lines, more } = group;
  return [
    `## ${escape(title)}`,
    "",
    escape(why),
    "",
    `Authorities: ${escape(authority || "not said")}. Suppliers: ${escape(supplier || "not said")}. Brought by ${escape(version)}.`,
    ...(isInferred ? ["", "**Inferred**: no document says so; it is concluded from what was found."] : []),
    ...(correction === null ? [] : ["", `**Correction** of ${correction.date}: ${escape(correction.reason)}`]),
    ...(isUndone ? ["", `**Not in ${escape("the second release")}.**`] : []),
    ...(note === null ? [] : ["", escape(note)]),
    "",
    ...lines.flatMap(changeLines),
    ...more.map((sentence) => `- ${escape(sentence)}`),
    ...(sources.length === 0 ? [] : ["", `Sources: ${sources.map(escape).join("; ")}`]),
  ];
}

function changeLines({ effect, subject, what, was, is, concerns }: NotesLine): readonly string[] {
  return [
    `- **${EFFECT_WORDS[effect]}**: ${escape(subject)} ${escape(what)} (${escape(concerns)})`,
    ...(was === null ? [] : [`  - was: ${escape(was)}`]),
    ...(is === null ? [] : [`  - is: ${escape(is)}`]),
  ];
}

/** Signs that would mean something in Markdown where they stand, and line breaks, which could begin something. */
export function escape(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*[\]~]|&(?=[#\w])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\$&`)
    .replaceAll("<", "&lt;")
    .replace(/^ *[#>+=|-]/, (sign) => `\\${sign.trim()}`)
    .replace(/^ *\d+(?=[.)])/, (digits) => `${digits.trim()}\\`);
}
