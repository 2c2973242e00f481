import type { EarlierReturn } from "../../runtime/validator/context.ts";
import { STRUCTURE_RULES } from "../../runtime/findings/structure-rules.ts";
import type { Run } from "../../runtime/findings/writer.ts";
import { asProblem } from "../../runtime/xml/problem.ts";
import { createFindingStore, type FindingStore } from "./finding-store.ts";
import { type Checker, CheckProblem, type Progress, type ReleaseFacts, type ValidatorModule } from "./protocol.ts";

/** Small enough for a page that has to read without a worker, large enough for speed. */
const CHUNK_BYTES = 1 << 18;
/** Milliseconds between two reports of progress. */
const PROGRESS_EVERY = 100;

/** A checker that works where it is made: in the worker, or in the page of a browser that allows none. */
export function createLocalChecker(module: ValidatorModule, facts: ReleaseFacts): Checker {
  let store: FindingStore = createFindingStore(runOf(facts));
  return {
    check: async ({ file, last, authority }, tell) => {
      const fresh = createFindingStore(runOf(facts));
      const report = createReporter(fresh, tell);
      const earlier = last === null ? null : await readLast(module, last, report);
      const validation = module.validate({ input: file.name, authority, earlier: [earlier, null], reference: new Map(), stage: "all", asAt: null }, fresh.add);
      await readChunks(file, "file", report, validation.write);
      validation.end();
      store = fresh;
      return {
        input: file.name,
        counts: fresh.counts(),
        children: validation.children(),
        problem: validation.problem(),
        rules: fresh.rules(),
      };
    },
    findings: (query) => store.findings(query),
    children: async (query) => store.children(query),
    save: (format) => store.save(format),
  };
}

/** What the writers of findings are told. The hash of the specification is in none of the formats that the page writes. */
function runOf({ name, title, rules }: ReleaseFacts): Run {
  return { tool: { name: "returnspec", version: "" }, release: name, title, specification: "", rules: [...rules, ...STRUCTURE_RULES], notices: [] };
}

type Reporter = (name: string, read: number, size: number) => void;

function createReporter(store: FindingStore, tell: (progress: Progress) => void): Reporter {
  let told = Number.NEGATIVE_INFINITY;
  return (name, read, size) => {
    const now = performance.now();
    if (now - told < PROGRESS_EVERY && read < size) return;
    told = now;
    tell({ name, read, size, counts: store.counts() });
  };
}

async function readLast(module: ValidatorModule, file: File, report: Reporter): Promise<EarlierReturn> {
  const reader = module.readEarlier(1);
  try {
    await readChunks(file, "last", report, reader.write);
    return reader.end();
  } catch (error) {
    if (error instanceof CheckProblem) throw error;
    const { message, line, column } = asProblem(error);
    throw new CheckProblem(
      `${file.name}, line ${line}, column ${column}: ${message} Without it the comparisons with last year cannot be made; remove this file to check the rest.`,
      "last",
    );
  }
}

async function readChunks(file: File, field: CheckProblem["field"], report: Reporter, take: (chunk: Uint8Array) => void): Promise<void> {
  report(file.name, 0, file.size);
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    let bytes: ArrayBuffer;
    try {
      bytes = await file.slice(at, at + CHUNK_BYTES).arrayBuffer();
    } catch {
      throw new CheckProblem(`${file.name} could not be read. Perhaps it was changed, moved or is open in another program. Choose it again.`, field);
    }
    take(new Uint8Array(bytes));
    report(file.name, Math.min(at + CHUNK_BYTES, file.size), file.size);
  }
}
