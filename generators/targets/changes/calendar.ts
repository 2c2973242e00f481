import type { Change, ChangeReport } from "../../changes/change-report.ts";
import { counted, subjectWords, whatWords } from "../../changes/change-words.ts";
import { formatIsoDate, parseIsoDate } from "../../../runtime/dates.ts";
import { sha256 } from "../../specification/canonical.ts";
import { noticeLines } from "../notice.ts";

/** What is recorded: a rule checks it, and asks for nothing new. */
const RECORDED: ReadonlySet<Change["kind"]> = new Set(["item", "code set", "code", "crosswalk"]);

/** A day of the calendar of a release. */
interface Event {
  /** Tells it from the other events of the release, for ever. */
  readonly key: string;
  readonly date: string;
  readonly summary: string;
  readonly description: string;
}

/**
 * What must be recorded from when, and the dates of the collection, as iCalendar (RFC 5545). Nothing in it comes from a clock: its stamps are the
 * date of the version.
 */
export function calendarOf(report: ChangeReport): string {
  const { after } = report;
  const stamp = `${(after.versions.find(({ version }) => version === after.version)?.date ?? after.start).replaceAll("-", "")}T000000Z`;
  const events = eventsOf(report).flatMap(({ key, date, summary, description }) => [
    "BEGIN:VEVENT",
    `UID:${sha256(`${after.name} ${key}`).slice(0, 32)}@returnspec`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${date.replaceAll("-", "")}`,
    `DTEND;VALUE=DATE:${dayAfter(date).replaceAll("-", "")}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//returnspec//changes//EN", "CALSCALE:GREGORIAN", ...events, "END:VCALENDAR"];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function eventsOf(report: ChangeReport): readonly Event[] {
  const { after } = report;
  const notice = noticeLines(after).join("\n");
  const name = `${after.title} ${after.period}`;
  const about = (text: string): string => `${text}\n\n${notice}`;
  const recorded = report.groups.flatMap(({ change, changes }) =>
    changes
      .filter(({ kind, effects }) => RECORDED.has(kind) && (effects.authority === "breaking" || effects.authority === "attention"))
      .map((one) => ({ one, isInferred: change.basis === "inferred" })),
  );
  const lines = [...new Set(recorded.filter(({ one }) => fromWhen(one) === null).map(({ one, isInferred }) => lineOf(one, isInferred)))];
  const facts = after.window?.basis === "inferred" ? " (inferred)" : "";
  const windowEvent = (key: string, date: string | null | undefined, words: string): readonly Event[] =>
    date === null || date === undefined ? [] : [{ key, date, summary: `${name}: ${words}${facts}`, description: about(`${words}${facts}.`) }];
  const dated = recorded.flatMap(({ one, isInferred }): readonly Event[] => {
    const date = fromWhen(one);
    return date === null
      ? []
      : [
          {
            key: `dated ${one.kind} ${one.name} ${one.field}`,
            date,
            summary: `${name}: ${lineOf(one, isInferred)}`,
            description: about(lineOf(one, isInferred)),
          },
        ];
  });
  return [
    {
      key: "start",
      date: after.start,
      summary: `${name}: the year begins${lines.length === 0 ? "" : `, ${counted(lines.length, "change")} in what is recorded`}`,
      description: about(
        lines.length === 0
          ? "Nothing is recorded differently from this day."
          : `From this day is recorded differently:\n${lines.map((line) => `- ${line}`).join("\n")}`,
      ),
    },
    { key: "end", date: after.end, summary: `${name}: the year ends`, description: about("Last day of the year.") },
    ...(after.referenceDate === after.end
      ? []
      : [
          {
            key: "reference-date",
            date: after.referenceDate,
            summary: `${name}: reference date`,
            description: about("The day on which codes must be in force."),
          },
        ]),
    ...windowEvent("opens", after.window?.opens, "the collection opens"),
    ...windowEvent("load-by", after.window?.loadBy, "load by"),
    ...windowEvent("submit-by", after.window?.submitBy, "submit by"),
    ...dated,
  ].toSorted((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : one.key < other.key ? -1 : 1));
}

function lineOf(change: Change, isInferred: boolean): string {
  return `${subjectWords(change)} ${whatWords(change)}${isInferred ? " (inferred)" : ""}`;
}

/** The day from which a code is or is no longer in force, where the change says one. */
function fromWhen({ kind, field, after, content }: Change): string | null {
  const date = kind !== "code" ? null : field === "from-date" || field === "to-date" ? after : (content?.["from-date"] ?? null);
  return date !== null && parseIsoDate(date) !== null ? date : null;
}

function dayAfter(date: string): string {
  return formatIsoDate((parseIsoDate(date) ?? 0) + 1);
}

/** RFC 5545, 3.3.11. */
function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, String.raw`\n`);
}

const LONGEST = 75;

/** RFC 5545, 3.1: no line is longer than 75 octets; one that goes on begins with a blank. Characters are not cut in two. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LONGEST) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
