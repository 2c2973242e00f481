/**
 * What a conversion costs: `convert` as a whole, start to end, both ways and in each layout of lists, on the return of `synthetic-cin.js`.
 *
 *   npm run build && node bench/convert.js [megabytes …, 20 40 79 when not given]
 *
 * Printed are seconds, those in which its threads were busy, and the peak of resident memory of the process, for each size, and how much more the last size costs than the first in
 * proportion: 1.0 is linear, below it the start of the program weighs. Bars at 79 MB (50,000 referrals and 100,000 factors, those of the largest authority): 15 s and 500 MB. The
 * files are invented and lie in the temporary folder until the end.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FEW_FACTORS, writeSyntheticReturn } from "./synthetic-cin.js";

const RELEASE = "cin/2025-26";
const PROGRAM = fileURLToPath(new URL("../bin/returnspec.js", import.meta.url));
const BARS = { seconds: 15, megabytes: 500 };
const wanted = process.argv.slice(2).map(Number);
const sizes = wanted.length === 0 ? [20, 40, 79] : wanted;

const folder = mkdtempSync(join(tmpdir(), "convert-"));
try {
  const start = convert(["/nowhere"], "xml", join(folder, "none"), []);
  print(`the program alone, its validator made or found: ${start.seconds.toFixed(2)} s\n`);
  print("MB XML  referrals  factors  MB CSV  lists    to CSV s   busy   MB  to XML s   busy   MB");
  const runs = new Map();
  for (const megabytes of sizes) {
    const file = join(folder, "return.xml");
    writeSyntheticReturn(file, { bytes: megabytes * 1e6 }, FEW_FACTORS);
    for (const lists of ["rows", "columns", "cell"]) {
      const tables = join(folder, `tables-${lists}`);
      const there = convert([file], "csv", tables, ["--lists", lists]);
      const back = convert([tables], "xml", join(folder, "back.xml"), []);
      if (!isSame(file, join(folder, "back.xml"))) throw new Error(`${megabytes} MB did not come back as they were`);
      if (lists === "rows") runs.set("counts", { referrals: rowsIn(tables, "CINdetails"), factors: rowsIn(tables, "AssessmentFactors") });
      const { referrals, factors } = runs.get("counts");
      const bytes = readdirSync(tables).reduce((sum, name) => sum + statSync(join(tables, name)).size, 0);
      const cells = [
        [megabytes, 6],
        [referrals, 9],
        [factors, 7],
        [(bytes / 1e6).toFixed(1), 6],
      ].map(([value, width]) => String(value).padStart(width));
      print(`${cells.join("  ")}  ${lists.padEnd(7)}  ${figures(there)}  ${figures(back)}`);
      runs.set(`${lists} ${megabytes}`, { there, back });
      rmSync(tables, { recursive: true });
    }
  }
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  for (const lists of ["rows", "columns", "cell"]) {
    const [a, b] = [runs.get(`${lists} ${small}`), runs.get(`${lists} ${large}`)];
    const growth = (way) => ((b[way].seconds / a[way].seconds / large) * small).toFixed(2);
    if (small < large) print(`${lists}: from ${small} to ${large} MB the time grew ${growth("there")} times as fast to CSV, ${growth("back")} to XML`);
    if (large >= 75)
      for (const way of ["there", "back"])
        print(`${lists} ${way}: ${b[way].seconds <= BARS.seconds && b[way].megabytes <= BARS.megabytes ? "within" : "OVER"} the bars`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs the command in a process that tells its peak of memory when it ends. */
function convert(inputs, to, output, more) {
  const peak = join(folder, "peak");
  const tell = `data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(peak)},JSON.stringify(process.resourceUsage())))`;
  const begin = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", tell, PROGRAM, "convert", ...inputs, "--release", RELEASE, "--to", to, "--output", output, ...more],
    { encoding: "utf8" },
  );
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0 && inputs[0] !== "/nowhere") throw new Error(stderr);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(peak, "utf8"));
  return { seconds, busy: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

function figures({ seconds, busy, megabytes }) {
  return `${seconds.toFixed(2).padStart(8)}  ${busy.toFixed(2).padStart(5)}  ${megabytes.toFixed(0).padStart(3)}`;
}

function rowsIn(tables, name) {
  return readFileSync(join(tables, `${name}.csv`), "utf8").split("\r\n").length - 2;
}

/** But for comments, which a conversion leaves out. */
function isSame(a, b) {
  const read = (file) => readFileSync(file, "utf8").replaceAll(/<!--.*?-->\n/g, "");
  return read(a) === read(b);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
