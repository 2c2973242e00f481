/** Exit codes of every command (design, section 6). */
export const EXIT = { passed: 0, failed: 1, misuse: 2, fault: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Wrong use of a command: told in a sentence, exit code 2. */
export class UsageError extends Error {}

/** Where a command prints: data to standard output, everything else to standard error. */
export interface Console {
  readonly data: (text: string) => void;
  readonly say: (text: string) => void;
  /** Whether a person watches standard error. */
  readonly interactive: boolean;
}

export const processConsole: Console = {
  data: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(text),
  interactive: process.stderr.isTTY,
};
