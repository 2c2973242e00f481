/**
 * How long it takes to compare two releases: the command from start to end, and in it the report alone, with its search for witnesses.
 *
 *   npm run build && node bench/changes.js [older newer]
 *
 * Medians of three runs, each in a process of its own. Without names: the two pairs that the tests look at.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SELF = fileURLToPath(import.meta.url);
const RUNS = 3;
const PAIRS = [
  ["cin/2021-22", "cin/2022-23"],
  ["cla/2023-24", "cla/2024-25"],
];

const [first, ...rest] = process.argv.slice(2);
if (first === "--report") await measureReport(rest);
else for (const pair of first === undefined ? PAIRS : [[first, ...rest]]) compare(pair);

function compare(pair) {
  const command = median(() => {
    const begin = performance.now();
    run([join(ROOT, "bin", "returnspec.js"), "diff", ...pair]);
    return (performance.now() - begin) / 1000;
  });
  const runs = Array.from({ length: RUNS }, () => JSON.parse(run([SELF, "--report", ...pair])));
  const report = median((_, index) => runs[index].seconds);
  const { changes, rules } = runs[0];
  process.stdout.write(`${pair.join(" -> ")}  command ${command.toFixed(2)} s  report ${report.toFixed(2)} s  ${changes} changes  ${rules} rules compared\n`);
}

async function measureReport([older, newer]) {
  const { Specification } = await import("../dist/generators/specification/specification.js");
  const { readSpecificationFiles } = await import("../dist/generators/specification/disk.js");
  const { Diagnostics } = await import("../dist/generators/specification/diagnostics.js");
  const { checkReleaseRules } = await import("../dist/generators/rules/release-rules.js");
  const { allChanges, reportChanges } = await import("../dist/generators/changes/change-report.js");
  const specification = new Specification(readSpecificationFiles(ROOT));
  const [before, after] = [older, newer].map((name) => checkReleaseRules(specification, specification.release(name).release, new Diagnostics()));
  const begin = performance.now();
  const report = reportChanges(before, after);
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(JSON.stringify({ seconds, changes: allChanges(report).length, rules: report.rules.length }));
}

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1e9 });
  // diff exits 1 when there is something to tell.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}

function median(measure) {
  return Array.from({ length: RUNS }, measure).toSorted((a, b) => a - b)[(RUNS - 1) / 2];
}
