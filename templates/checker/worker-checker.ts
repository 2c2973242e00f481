import { type Checker, CheckProblem, CheckStopped, type Progress } from "./protocol.ts";

/** A question to the worker; the name is that of a function of Checker. */
interface Question {
  readonly number: number;
  readonly name: keyof Checker | "hello";
  readonly argument: unknown;
}

type Answer =
  | { readonly number: number; readonly kind: "progress"; readonly progress: Progress }
  | { readonly number: number; readonly kind: "result"; readonly result: unknown }
  | { readonly number: number; readonly kind: "problem"; readonly message: string; readonly field: CheckProblem["field"] | null };

/** The part of a worker's scope that is used here. */
interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Answers the questions of a page, inside the worker. */
export function serveChecker(checker: Checker, scope: WorkerScope): void {
  const answer = (message: Answer): void => scope.postMessage(message);
  const run = async ({ number, name, argument }: Question): Promise<void> => {
    try {
      const tell = (progress: Progress): void => answer({ number, kind: "progress", progress });
      const result = name === "hello" ? null : await checker[name](argument as never, tell);
      answer({ number, kind: "result", result });
    } catch (error) {
      answer({
        number,
        kind: "problem",
        message: error instanceof Error ? error.message : String(error),
        field: error instanceof CheckProblem ? error.field : null,
      });
    }
  };
  scope.addEventListener("message", (event) => void run(event.data as Question));
}

/**
 * A checker that works in a worker, so that the page stays free.
 * @param source the script of the page, which serves when it finds itself in a worker
 * @returns null when the browser allows no worker here
 */
export async function createWorkerChecker(source: string): Promise<{ readonly checker: Checker; readonly stop: () => void } | null> {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const waiting = new Map<
    number,
    { readonly done: (result: unknown) => void; readonly failed: (error: Error) => void; readonly tell: (progress: Progress) => void }
  >();
  let asked = 0;
  const failAll = (error: Error): void => {
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  let worker: Worker;
  try {
    worker = new Worker(address);
  } catch {
    return null;
  }
  worker.addEventListener("error", (event) => failAll(new Error(event.message === "" ? "The browser stopped the check." : event.message)));
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    const question = waiting.get(data.number);
    if (question === undefined) return;
    if (data.kind === "progress") return question.tell(data.progress);
    waiting.delete(data.number);
    if (data.kind === "result") question.done(data.result);
    else question.failed(data.field === null ? new Error(data.message) : new CheckProblem(data.message, data.field));
  });
  const ask = <T>(name: Question["name"], argument: unknown, tell: (progress: Progress) => void = () => undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { done: (result) => resolve(result as T), failed: reject, tell });
      worker.postMessage({ number: asked, name, argument } satisfies Question);
    });
  try {
    await ask("hello", null);
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
  return {
    checker: {
      check: (request, tell) => ask("check", request, tell),
      findings: (query) => ask("findings", query),
      children: (query) => ask("children", query),
      save: (format) => ask("save", format),
    },
    stop: () => {
      worker.terminate();
      failAll(new CheckStopped());
    },
  };
}
