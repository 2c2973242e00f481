/**
 * How long the guidance of a release takes to build: the command from start to end, and in it the site alone.
 *
 *   npm run build && node bench/guidance.js [release ..., the live ones when none is given]
 *
 * Medians of three runs, each in a process of its own. "command" reads and checks the whole specification, builds the site and writes its files;
 * "site" is the target alone, without the rules being checked.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SELF = fileURLToPath(import.meta.url);
const RUNS = 3;

const [first, second] = process.argv.slice(2);
if (first === "--site") await measureSite(second);
else await compare(process.argv.slice(2));

async function compare(named) {
  const { Specification } = await import("../dist/generators/specification/specification.js");
  const { readSpecificationFiles } = await import("../dist/generators/specification/disk.js");
  const names = named.length > 0 ? named : new Specification(readSpecificationFiles(ROOT)).liveNames;
  for (const name of names) {
    const command = median(() => timeCommand(name));
    const runs = Array.from({ length: RUNS }, () => JSON.parse(run([SELF, "--site", name])));
    const site = median((_, index) => runs[index].seconds);
    const { files, megabytes } = runs[0];
    print(`${name.padEnd(12)} command ${command.toFixed(2).padStart(5)} s  site ${site.toFixed(2).padStart(5)} s  ${files} files  ${megabytes.toFixed(1)} MB`);
  }
}

function timeCommand(name) {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-bench-"));
  const begin = performance.now();
  run([join(ROOT, "bin", "returnspec.js"), "generate", name, "--target", "guidance", "--out", folder]);
  const seconds = (performance.now() - begin) / 1000;
  rmSync(folder, { recursive: true });
  return seconds;
}

async function measureSite(name) {
  const { Specification } = await import("../dist/generators/specification/specification.js");
  const { readSpecificationFiles } = await import("../dist/generators/specification/disk.js");
  const { targetContext } = await import("../dist/generators/cli/target-context.js");
  const { guidanceTarget } = await import("../dist/generators/targets/guidance/guidance-target.js");
  const specification = new Specification(readSpecificationFiles(ROOT));
  const { release } = specification.release(name);
  const context = targetContext(specification, release);
  context.rules();
  const begin = performance.now();
  const { files } = guidanceTarget.build(release, context);
  const seconds = (performance.now() - begin) / 1000;
  const bytes = files.reduce((total, { content }) => total + Buffer.byteLength(content), 0);
  print(JSON.stringify({ seconds, files: files.length, megabytes: bytes / 1024 ** 2 }));
}

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function median(measure) {
  const times = Array.from({ length: RUNS }, measure).toSorted((a, b) => a - b);
  return times[Math.floor(RUNS / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
