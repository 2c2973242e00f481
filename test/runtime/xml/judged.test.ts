import { describe, expect, it } from "vitest";
import { askLibxml2, askSaxes } from "./judges.ts";
import { createPicker, mutateDocument } from "./mutate.ts";
import { describeProblem, type Reading, readEvents } from "./read-events.ts";

/** 2,000 documents in the usual run; 100,000 with JUDGE=1. */
const BATCHES = process.env["JUDGE"] === "1" ? 50 : 1;
const BATCH = 2000;

interface Exception {
  readonly why: string;
  /** Whether it is the reason why the reader and the judge differ on a document. */
  applies(reading: Reading, source: string, judgement: string | undefined): boolean;
}

/** On these libxml2 and the reader differ, on purpose. */
const differencesFromLibxml2: readonly Exception[] = [
  {
    why: "the reader refuses every document type declaration: nothing that a return needs is in one, and expanding entities is how a small file becomes a big one",
    applies: ({ problem }, _source, judgement) => problem?.kind === "doctype" && judgement === undefined,
  },
  {
    why: "libxml2 takes version='1.' for a version; the standard asks for a digit after the point",
    applies: ({ problem }, source, judgement) =>
      judgement === undefined && problem?.column === 1 && /^\s*<\?xml\s+version\s*=\s*["']1\.["']/.test(source.replaceAll(/[\0\u00FE\u00FF]/g, "")),
  },
  {
    why: "what is declared as ISO-8859-1 is read as Windows-1252, as browsers do, so that 0x8A and others are letters and not controls",
    applies: (_reading, source, judgement) => judgement !== undefined && /^<\?xml[^>]*ISO-8859-1/.test(source) && /[\u0080-\u009F]/.test(source),
  },
];

/** On these saxes is not right: libxml2 agrees with the reader. */
const differencesFromSaxes: readonly Exception[] = [
  {
    why: "saxes lets a `?` stand in the name of a processing instruction",
    applies: ({ problem }, _source, judgement) =>
      judgement === undefined && (problem?.message.includes("“?” is not allowed in the name of a processing instruction") ?? false),
  },
  {
    why: "saxes drops a byte order mark again after one that the decoder has dropped",
    applies: ({ problem }, _source, judgement) => judgement === undefined && (problem?.message.startsWith("A byte order mark is not allowed before") ?? false),
  },
];

describe("mutated documents", () => {
  it(`are judged as libxml2 and saxes judge them: ${BATCHES * BATCH} documents`, { timeout: 900_000 }, async () => {
    const pick = createPicker(20260331);
    const unexplained: string[] = [];
    let wellFormed = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const documents = Array.from({ length: BATCH }, () => mutateDocument(pick));
      const verdicts = await askLibxml2(documents);
      for (const [index, document] of documents.entries()) {
        const reading = readEvents(document, undefined, false);
        const source = String.fromCharCode(...document);
        const saxes = askSaxes(document);
        const compare = (judge: string, objection: string | undefined, exceptions: readonly Exception[]): void => {
          const differs = (objection === undefined) !== (reading.problem === undefined);
          if (!differs || exceptions.some((exception) => exception.applies(reading, source, objection))) return;
          unexplained.push(`${JSON.stringify(source)}: ${judge} says ${objection ?? "yes"}, the reader ${describeProblem(reading) ?? "yes"}`);
        };
        compare("libxml2", verdicts[index], differencesFromLibxml2);
        compare("saxes", saxes.problem, differencesFromSaxes);
        if (reading.problem !== undefined || saxes.problem !== undefined) continue;
        wellFormed++;
        if (reading.events.join("\n") !== saxes.events.join("\n")) {
          unexplained.push(`${JSON.stringify(source)}: saxes reads ${saxes.events.join(" ")}, the reader ${reading.events.join(" ")}`);
        }
      }
    }
    expect(unexplained).toEqual([]);
    // A mutator that breaks nearly everything would compare few values.
    expect(wellFormed).toBeGreaterThan(BATCHES * BATCH * 0.1);
  });
});

describe("namespaces", () => {
  it.each(["<x:a/>", "<a x:b='1'/>", "<a:b:c/>", "<:a/>", "<a:/>", "<a xmlns:x=''/>", "<a xmlns:x='u' xmlns:y='u' x:b='' y:b=''/>"])(
    "are not resolved, so that %s is well-formed, as libxml2 says too, with a namespace error besides",
    async (document) => {
      expect(readEvents(document).problem).toBeUndefined();
      expect(await askLibxml2([new TextEncoder().encode(document)])).toEqual([undefined]);
    },
  );
});
