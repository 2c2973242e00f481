/**
 * What a return of tables costs: the command `validate`, from its start to its end, on a clean synthetic authority of cla/2025-26 in CSV with last
 * year's return and the reference tables - every rule runs - beside Papa Parse alone, which only reads the same files into rows.
 *
 *   npm run build && node bench/tables.js [children …, 2000 20000 200000 when not given]
 *
 * Each runs three times in a process of its own, taking turns; printed are medians. Bars at 20,000 children: under 5 s, under 400 MB resident; from
 * 2,000 to 200,000 the time grows linearly. The files are invented and lie in the temporary folder until the end; their making is not measured.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RELEASE = "cla/2025-26";
const REPETITIONS = 3;
const PROGRAM = fileURLToPath(new URL("../bin/returnspec.js", import.meta.url));
/** Loaded before the program: at its end the peak of its memory goes to the fourth stream. */
const METER = `data:text/javascript,${encodeURIComponent('import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));')}`;

const words = process.argv.slice(2);
if (words[0] === "read") await read(words.slice(1));
else compareSizes(words.length === 0 ? [2000, 20_000, 200_000] : words.map(Number));

function compareSizes(sizes) {
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  const cache = join(folder, "cache");
  try {
    print("children  MB (both years)  validate s  us per child  resident MB  papaparse s  ratio");
    for (const children of sizes) {
      const data = join(folder, String(children));
      run([PROGRAM, "synthesise", "--release", RELEASE, "--children", String(children), "--format", "csv", "--out", data], cache);
      const years = [join(data, "this-year"), join(data, "last-year")];
      const tables = years.flatMap((year) => readdirSync(year).map((name) => join(year, name))).filter((path) => path.endsWith(".csv"));
      const validate = [PROGRAM, "validate", years[0], "--previous", years[1], "--release", RELEASE, "--authority", "998", "--format", "jsonl"];
      for (const name of ["postcodes", "providers"]) validate.push("--reference", `${name}=${join(data, "reference", `${name}.csv`)}`);
      validate.push("--output", join(folder, "findings.jsonl"));
      // The first run generates the validator into the cache.
      run(validate, cache);
      const [ours, theirs] = [[], []];
      for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
        ours.push(run(validate, cache));
        theirs.push(run([fileURLToPath(import.meta.url), "read", ...tables], cache));
      }
      const [seconds, plain] = [median(ours, "seconds"), median(theirs, "seconds")];
      const megabytes = tables.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
      print(
        [
          String(children).padStart(8),
          megabytes.toFixed(1).padStart(16),
          seconds.toFixed(2).padStart(11),
          ((seconds * 1e6) / children).toFixed(0).padStart(13),
          median(ours, "resident").toFixed(0).padStart(12),
          plain.toFixed(2).padStart(12),
          (seconds / plain).toFixed(2).padStart(6),
        ].join(" "),
      );
      rmSync(data, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads files into rows that are looked at and forgotten. */
async function read(paths) {
  const { default: papa } = await import("papaparse");
  for (const path of paths) {
    await new Promise((resolve, reject) => {
      let cells = 0;
      papa.parse(createReadStream(path), { step: ({ data }) => (cells += data.length), complete: () => resolve(cells), error: reject });
    });
  }
}

function run(args, cache) {
  const begin = performance.now();
  const { status, output } = spawnSync(process.execPath, ["--import", METER, ...args], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  const [, , errors, resident] = output;
  if (status !== 0) throw new Error(`${args[1]} ended with ${status}: ${errors}`);
  return { seconds: (performance.now() - begin) / 1000, resident: Number(resident) / 1024 };
}

function median(runs, key) {
  return runs.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
