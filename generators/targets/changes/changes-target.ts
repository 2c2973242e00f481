import { changesJson } from "../../changes/change-json.ts";
import { reportChanges } from "../../changes/change-report.ts";
import type { OutputFile, Target, TargetContext } from "../target.ts";
import { coverEmail, publisherNote } from "./announcement.ts";
import { calendarOf } from "./calendar.ts";
import { markdownNotes } from "./markdown.ts";
import { notesOf } from "./notes.ts";
import { notesPage } from "./notes-page.ts";
import { supplierTasks, tasksInMarkdown } from "./supplier-tasks.ts";

/** Notes of what changed: against the release before, and of each version against the version before. */
export const changesTarget = {
  name: "changes",
  about: "release notes, with what announces them",
  build: (_, context) => {
    const comparisons = context.comparisons();
    const files = comparisons.flatMap((comparison) => notesFiles(comparison, context));
    return { files, absent: comparisons.length > 0 ? [] : [{ path: "changes/", why: "There is no release before with which this one could be compared." }] };
  },
} satisfies Target;

function notesFiles({ before, after }: ReturnType<TargetContext["comparisons"]>[number], context: TargetContext): readonly OutputFile<string | Uint8Array>[] {
  const report = reportChanges(before, after);
  const notes = notesOf(report);
  const tasks = supplierTasks(report);
  const folder = before.release.name === after.release.name ? `changes/version-${after.release.version}` : "changes";
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const contents: readonly (readonly [string, string | Uint8Array])[] = [
    ["index.html", notesPage(notes, context)],
    ["notes.md", markdownNotes(notes)],
    ["changes.json", json(changesJson(report))],
    ["publisher-note.txt", publisherNote(report)],
    ["cover-email.txt", coverEmail(report)],
    // Calendars have line ends of their own.
    ["calendar.ics", new TextEncoder().encode(calendarOf(report))],
    ["supplier-tasks.md", tasksInMarkdown(tasks, report)],
    ["supplier-tasks.json", json(tasks)],
  ];
  return contents.map(([name, content]) => ({ path: `${folder}/${name}`, content, committed: false }));
}
