/**
 * What loading a postcode directory costs: seconds, resident memory, and how fast postcodes are then found.
 *
 *   npm run build && node bench/reference-tables.js [postcodes, 2700000 when not given]
 *
 * The directory is invented, the same in every run: postcodes of areas that do not exist, in the columns of our template, and in fifty columns
 * like those of the national directories. `papaparse` takes the same bytes apart and counts the rows, no more. Each runs three times in a process
 * of its own, taking turns; medians.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const RUNS = 3;
const LETTERS = "ABCDEFGHJKLNPQRSTUVWXYZ";
const COUNTIES = ["E10000016", "E10000030", "E99999999", "E99999999"];
const DISTRICTS = ["E07000110", "E07000207", "E09000001", "E06000014"];
const LOOK_UPS = 1_000_000;

const [what, ...rest] = process.argv.slice(2);
if (what === "load") await load(rest[0], rest[1]);
else if (what === "papaparse") await parseOnly(rest[0]);
else await compare(Number(what ?? 2_700_000));

async function compare(count) {
  const shape = JSON.stringify(await postcodeShape());
  const folder = mkdtempSync(join(tmpdir(), "returnspec-bench-"));
  try {
    for (const [name, columns] of Object.entries({ template: templateColumns, directory: directoryColumns })) {
      const file = join(folder, `${name}.csv`);
      await write(file, count, columns);
      const runs = Array.from({ length: RUNS }, () => ({ load: run("load", file, shape), papaparse: run("papaparse", file) }));
      const seconds = median(runs.map((one) => one.load.seconds));
      const parsing = median(runs.map((one) => one.papaparse.seconds));
      const megabytes = Math.max(...runs.map((one) => one.load.megabytes));
      const parsingMegabytes = Math.max(...runs.map((one) => one.papaparse.megabytes));
      const finding = median(runs.map((one) => one.load.finding));
      print(
        `${name.padEnd(10)} ${(statSync(file).size / 1024 ** 2).toFixed(0)} MB, ${count} rows: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB resident; ` +
          `papaparse alone ${parsing.toFixed(1)} s, ${parsingMegabytes.toFixed(0)} MB; ratio ${(seconds / parsing).toFixed(2)}; ${((finding / LOOK_UPS) * 1e9).toFixed(0)} ns to find a row`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function postcodeShape() {
  const { Specification } = await import("../dist/generators/specification/specification.js");
  const { readSpecificationFiles } = await import("../dist/generators/specification/disk.js");
  const { referenceShapes } = await import("../dist/generators/rules/reference-shapes.js");
  const { release } = new Specification(readSpecificationFiles(fileURLToPath(new URL("..", import.meta.url)))).release("cla/2025-26");
  return referenceShapes(release).find(({ name }) => name === "postcodes");
}

function run(task, ...given) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), task, ...given], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function load(file, shape) {
  const { createReferenceReader } = await import("../dist/runtime/reference/csv-columns.js");
  const { createReferenceLoader } = await import("../dist/runtime/reference/reference-table.js");
  const loader = createReferenceLoader(JSON.parse(shape));
  const begin = performance.now();
  const reader = createReferenceReader(loader);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) reader.write(chunk);
  reader.end();
  const loaded = loader.end();
  if ("problem" in loaded) throw new Error(loaded.problem);
  const seconds = (performance.now() - begin) / 1000;
  const { rows, problems } = loaded.facts({ file, date: null, sha256: "" });
  if (problems.length > 0) throw new Error(problems[0].message);
  const start = performance.now();
  let found = 0;
  for (let number = 0; number < LOOK_UPS; number += 1) found += loaded.table.rows(postcode((number * 7919) % rows)).length;
  if (found !== LOOK_UPS) throw new Error(`${found} of ${LOOK_UPS} found`);
  done({ seconds, finding: (performance.now() - start) / 1000 });
}

async function parseOnly(file) {
  const { default: Papa } = await import("papaparse");
  const begin = performance.now();
  let rows = 0;
  await new Promise((complete, error) => {
    Papa.parse(createReadStream(file, { highWaterMark: 1 << 20 }), { step: () => void (rows += 1), complete, error });
  });
  if (rows === 0) throw new Error("nothing parsed");
  done({ seconds: (performance.now() - begin) / 1000 });
}

async function write(file, count, columns) {
  const out = createWriteStream(file);
  const lines = [columns(null)];
  for (let number = 0; number < count; number += 1) {
    lines.push(columns(number));
    if (lines.length === 10_000 && !out.write(`${lines.splice(0).join("\n")}\n`)) await once(out, "drain");
  }
  out.end(`${lines.join("\n")}\n`);
  await once(out, "finish");
}

/** Different for every number below 5 million: areas ZA to ZZ, ten districts and sectors, two letters. */
function postcode(number) {
  const letter = (place) => LETTERS[place % LETTERS.length];
  const unit = `${letter(number)}${letter(Math.trunc(number / 23))}`;
  const rest = Math.trunc(number / 529);
  return `Z${letter(Math.trunc(rest / 1000))}${Math.trunc(rest / 10) % 100} ${rest % 10}${unit}`;
}

function templateColumns(number) {
  return number === null ? "POSTCODE,LA,EASTING,NORTHING" : `${postcode(number)},201,${100_000 + (number % 500_000)},${100_000 + (number % 400_000)}`;
}

function directoryColumns(number) {
  if (number === null)
    return `pcd,pcds,dointr,doterm,oscty,oslaua,oseast1m,osnrth1m,ctry,${Array.from({ length: 41 }, (_, index) => `area${index}`).join(",")}`;
  const place = number % COUNTIES.length;
  const code = postcode(number);
  const areas = Array.from({ length: 41 }, (_, index) => `E${10_000_000 + ((number * (index + 1)) % 999_999)}`).join(",");
  return `"${code}","${code}","198001","","${COUNTIES[place]}","${DISTRICTS[place]}",${100_000 + (number % 500_000)},${100_000 + (number % 400_000)},"E92000001",${areas}`;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.trunc(values.length / 2)] ?? 0;
}

function done(result) {
  print(JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
