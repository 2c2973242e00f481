import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Finding } from "../../runtime/findings/finding.ts";
import { PROJECT, type Run } from "./returnspec.ts";

/** A run of the command line with what it took. */
export interface MeasuredRun extends Run {
  /** Largest resident memory in megabytes. */
  readonly peakMegabytes: number;
  readonly seconds: number;
}

/** Loaded before the program: at its end the peak of its memory goes to the fourth stream, so that the other ones stay as they are. */
const METER = `data:text/javascript,${encodeURIComponent('import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));')}`;

/** Runs the compiled command line. @param cache the folder for compiled validators, shared by the runs of a test */
export function measuredRun(args: readonly string[], cache: string): MeasuredRun {
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, ["--import", METER, join(PROJECT, "bin", "returnspec.js"), ...args], {
    cwd: cache,
    env: { ...process.env, XDG_CACHE_HOME: cache },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [, out = "", err = "", peak = ""] = output.map((text) => text ?? "");
  return { code: status, out, err, peakMegabytes: Number(peak) / 1024, seconds: (performance.now() - start) / 1000 };
}

/** The findings of a run with `--format jsonl`. */
export function findingLines(out: string): readonly Finding[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Finding);
}

/** `rule line:column` of findings of severity error, in their order. */
export function errorPlaces(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, locations: [place] }) => (place === undefined ? rule : `${rule} ${place.line}:${place.column}`));
}
