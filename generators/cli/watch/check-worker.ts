import { parentPort, workerData } from "node:worker_threads";
import { formatDiagnostic } from "../../specification/diagnostics.ts";
import { readSpecificationFiles } from "../../specification/disk.ts";
import { Specification } from "../../specification/specification.ts";
import { checkEverything } from "../open-specification.ts";
import type { CheckFindings } from "./preview.ts";

/** What the worker is given. */
export interface CheckTask {
  readonly root: string;
  readonly version: string;
  readonly names: readonly string[];
}

// A check of every version and of the lock takes a second or more, in which a preview must go on answering: it runs on a thread of its own.
const { root, version, names } = workerData as CheckTask;
const specification = new Specification(readSpecificationFiles(root));
const problems = new Map(names.map((name) => [name, checkEverything(specification, [name]).map(formatDiagnostic)]));
parentPort?.postMessage({ version, problems } satisfies CheckFindings);
