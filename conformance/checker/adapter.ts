import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";

/** An answer that was read, or why there is none. */
export type Answer = { readonly answer: Readonly<Record<string, unknown>> } | { readonly problem: string };

/** A program of the supplier's that answers one JSON object a line. */
export interface Adapter {
  /** Asks and waits; a program that broke down is started again for the next question. */
  readonly ask: (request: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** Closes its input and waits for its end. @returns what was wrong with that; null: nothing */
  readonly close: () => Promise<string | null>;
}

/** An answer longer than this is none. */
const LONGEST_ANSWER = 16 * 1024 * 1024;
/** A program that failed so often without one good answer is not started again. */
const MOST_FAILURES = 5;
const SHOWN = 200;

/** Characters beyond ASCII as escapes: consoles of different code pages then show the same. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Starts a program through the system's shell, so that it is written as on a command line.
 * @param timeout milliseconds for an answer
 */
export function startAdapter(command: string, timeout: number): Adapter {
  let running: Running | null = null;
  let number = 0;
  let failures = 0;
  const stop = (problem: string): Answer => {
    running?.kill();
    running = null;
    failures += 1;
    return { problem };
  };
  return {
    ask: async (request) => {
      if (failures >= MOST_FAILURES) return { problem: `Not asked: the program failed ${MOST_FAILURES} times in a row.` };
      running ??= startProgram(command);
      number += 1;
      const line = await running.exchange(`${asciiJson({ id: number, ...request })}\n`, timeout);
      if ("problem" in line) return stop(line.problem);
      const read = readAnswer(line.text, number);
      if ("problem" in read) return stop(read.problem);
      failures = 0;
      return read;
    },
    close: async () => {
      const problem = (await running?.end(timeout)) ?? null;
      running = null;
      return problem;
    },
  };
}

function readAnswer(line: string, number: number): Answer {
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(line)) return { problem: "The answer holds characters beyond ASCII; write them as \\u escapes." };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: `The answer is no JSON: ${line.slice(0, SHOWN)}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "The answer is no JSON object." };
  const answer = value as Readonly<Record<string, unknown>>;
  if (answer["id"] !== number)
    return { problem: `The answer has the id ${JSON.stringify(answer["id"] ?? null).slice(0, 40)}, but question ${number} was asked.` };
  return { answer };
}

interface Running {
  readonly exchange: (line: string, timeout: number) => Promise<{ readonly text: string } | { readonly problem: string }>;
  readonly end: (timeout: number) => Promise<string | null>;
  readonly kill: () => void;
}

function startProgram(command: string): Running {
  // A group of its own: what the shell started ends with it.
  const child: ChildProcessWithoutNullStreams = spawn(command, { shell: true, detached: process.platform !== "win32", windowsHide: true });
  const lines: string[] = [];
  let [held, heldBytes]: [Buffer[], number] = [[], 0];
  let said = "";
  let ended: string | null = null;
  let wake: () => void = () => undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    let rest = chunk;
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      lines.push(Buffer.concat([...held, rest.subarray(0, at)]).toString("utf8"));
      [held, heldBytes] = [[], 0];
      rest = rest.subarray(at + 1);
    }
    held.push(rest);
    heldBytes += rest.length;
    if (heldBytes > LONGEST_ANSWER) ended ??= "The answer is longer than 16 MB.";
    wake();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said = `${said}${chunk.toString("utf8")}`.slice(-4 * SHOWN);
  });
  child.stdin.on("error", () => undefined);
  child.on("error", (error) => {
    ended ??= `The program could not be started (${error.message}).`;
    wake();
  });
  child.on("close", (code, signal) => {
    const last = said.trim().split("\n").at(-1)?.slice(0, SHOWN) ?? "";
    ended ??= `The program ended ${code === null ? `by ${signal ?? "a signal"}` : `with exit code ${code}`} without an answer.${last === "" ? "" : ` It said: ${last}`}`;
    wake();
  });
  /** Waits until something is true, at most so long. */
  const until = (isTrue: () => boolean, timeout: number): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => settle(false), timeout);
      const settle = (result: boolean): void => {
        clearTimeout(timer);
        wake = () => undefined;
        resolve(result);
      };
      wake = () => {
        if (isTrue()) settle(true);
      };
      wake();
    });
  const kill = (): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    else {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    }
  };
  return {
    exchange: async (line, timeout) => {
      if (ended === null) child.stdin.write(line);
      await until(() => lines.length > 0 || ended !== null, timeout);
      const text = lines.shift();
      if (text !== undefined) return { text };
      return { problem: ended ?? `No answer came within ${timeout / 1000} seconds.` };
    },
    end: async (timeout) => {
      child.stdin.end();
      const isOver = await until(() => ended !== null, timeout);
      kill();
      if (lines.length > 0) return "The program gave more answers than it was asked.";
      return isOver ? null : `The program went on for ${timeout / 1000} seconds after its input was closed, and was stopped.`;
    },
    kill,
  };
}
