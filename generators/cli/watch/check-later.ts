import { Worker } from "node:worker_threads";
import type { CheckTask } from "./check-worker.ts";
import type { CheckFindings, Preview } from "./preview.ts";

/** The longer check waits until nothing has been edited for so many milliseconds. */
const QUIET = 1_000;

export interface LaterCheck {
  /** Checks when it has been quiet for a while; what is being checked is no longer of interest. */
  readonly restart: () => void;
  /** The same, unless a check is under way or about to be. */
  readonly start: () => void;
  readonly end: () => void;
}

/**
 * Checks what a preview shows as `check` does, beside the preview.
 * @param news called when the check has found something that the preview did not know
 */
export function checkLater(root: string, preview: Preview, news: () => void): LaterCheck {
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | null = null;
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
    void worker?.terminate();
    worker = null;
  };
  const run = (): void => {
    timer = undefined;
    const names = preview.unchecked();
    if (names.length === 0) return;
    const workerData: CheckTask = { root, version: preview.version(), names };
    worker = new Worker(new URL("check-worker.js", import.meta.url), { workerData });
    worker.on("message", (found: CheckFindings) => {
      worker = null;
      if (preview.tell(found)) news();
    });
    // Files may be in the middle of a change: the next edit starts another check.
    worker.on("error", () => undefined);
  };
  const restart = (): void => {
    end();
    timer = setTimeout(run, QUIET);
  };
  return {
    restart,
    start: () => {
      if (timer === undefined && worker === null && preview.unchecked().length > 0) restart();
    },
    end,
  };
}
