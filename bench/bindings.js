/**
 * What reading and writing typed records costs, with the package of cin/2025-26: `parse` by child beside saxes, which only parses (positions on,
 * handlers that count), then `serialise` of the same children.
 *
 *   npm run build && node bench/bindings.js [megabytes …, 20 100 when not given]
 *   node bench/bindings.js profile parse|serialise [MB]     where the time goes
 *
 * Each runs three times in a process of its own, taking turns; printed are medians. The files are invented and lie in the temporary folder until
 * the end.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeSyntheticReturn } from "./synthetic-cin.js";

const RELEASE = "cin/2025-26";
const CHUNK_BYTES = 64 * 1024;
const REPETITIONS = 3;
const PROGRAM = fileURLToPath(new URL("../bin/returnspec.js", import.meta.url));
const SELF = fileURLToPath(import.meta.url);
/** Children held at a time, so that serialising is measured without reading. */
const HELD = 2000;

const readers = {
  parse: parseChildren,
  whole: parseWhole,
  saxes: readWithSaxes,
  serialise: (file, module) => serialise(file, module, false),
  pretty: (file, module) => serialise(file, module, true),
};

const [first, ...rest] = process.argv.slice(2);
if (first === "run") await run(rest[0], rest[1], rest[2]);
else inFolder((folder) => (first === "profile" ? profile(folder, rest[0] ?? "parse", Number(rest[1] ?? 50)) : compareSizes(folder)));

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "bindings-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareSizes(folder) {
  const module = generate(folder);
  for (const megabytes of first === undefined ? [20, 100] : [first, ...rest].map(Number)) {
    const file = join(folder, `${megabytes}.xml`);
    const children = writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 });
    print(`${megabytes} MB, ${children} children`);
    const runs = new Map(Object.keys(readers).map((name) => [name, []]));
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) for (const [name, results] of runs) results.push(start(name, file, module));
    const [clock, cpu] = [median(runs.get("saxes"), "seconds"), median(runs.get("saxes"), "processor")];
    print("            seconds  of processor   MB/s  resident MB  children  to saxes  of processor");
    for (const [name, results] of runs) {
      const [seconds, processor] = [median(results, "seconds"), median(results, "processor")];
      const isRead = name === "parse" || name === "whole";
      print(
        [
          name.padEnd(10),
          seconds.toFixed(2).padStart(8),
          processor.toFixed(2).padStart(13),
          (median(results, "megabytes") / seconds).toFixed(0).padStart(6),
          median(results, "resident").toFixed(0).padStart(12),
          String(results[0].children).padStart(9),
          (isRead ? (seconds / clock).toFixed(2) : "").padStart(9),
          (isRead ? (processor / cpu).toFixed(2) : "").padStart(13),
        ].join(" "),
      );
    }
    rmSync(file);
  }
}

function generate(folder) {
  const out = join(folder, "out");
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "generate", RELEASE, "--target", "typescript", "--out", out], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return join(out, RELEASE, "typescript", "dist", "index.js");
}

function start(name, file, module, options = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, SELF, "run", name, file, module], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function run(name, file, module) {
  const result = await readers[name](file, await import(pathToFileURL(module).href));
  print(JSON.stringify({ ...result, resident: process.resourceUsage().maxRSS / 1024 }));
}

/** Seconds by the clock, and of the processor on all threads: beside other work only the latter can be compared. */
function timed(work) {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begin) / 1000, processor: (user + system) / 1e6 };
}

function parseChildren(file, { createParser }) {
  let children = 0;
  let bytes = 0;
  const times = timed(() => {
    const parser = createParser({
      child: ({ valid }) => {
        children += valid ? 1 : 0;
      },
    });
    bytes = forEachChunk(file, (chunk) => parser.write(chunk));
    parser.end();
  });
  return { ...times, children, megabytes: bytes / 1024 / 1024 };
}

function parseWhole(file, { parse }) {
  const bytes = readFileSync(file);
  let result;
  const times = timed(() => {
    result = parse(bytes);
  });
  return { ...times, children: result.value.Children.Child.length, megabytes: bytes.length / 1024 / 1024 };
}

async function readWithSaxes(file) {
  const { SaxesParser } = await import("saxes");
  let children = 0;
  let seen = 0;
  let bytes = 0;
  const decoder = new TextDecoder();
  const times = timed(() => {
    const parser = new SaxesParser({ position: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", () => {
      seen = (seen + parser.line + parser.column) | 0;
    });
    parser.on("text", (text) => {
      seen = (seen + text.length) | 0;
    });
    parser.on("closetag", ({ name }) => {
      if (name === "Child") children += 1;
    });
    bytes = forEachChunk(file, (chunk) => parser.write(decoder.decode(chunk, { stream: true })));
    parser.close();
  });
  return { ...times, children, megabytes: bytes / 1024 / 1024, seen };
}

/** Writes all children; they are read a few thousand at a time, and only the writing is timed. */
function serialise(file, { createParser, createSerialiser }, pretty) {
  let serialiser = null;
  let held = [];
  let [children, characters, seconds, processor] = [0, 0, 0, 0];
  const flush = () => {
    const times = timed(() => {
      for (const child of held) characters += Buffer.from(serialiser.child(child)).length;
    });
    seconds += times.seconds;
    processor += times.processor;
    children += held.length;
    held = [];
  };
  const parser = createParser({
    head: ({ value }) => {
      serialiser = createSerialiser(value, { pretty });
      characters += serialiser.start().length;
    },
    child: ({ valid, value }) => {
      if (valid) held.push(value);
      if (held.length === HELD) flush();
    },
  });
  forEachChunk(file, (chunk) => parser.write(chunk));
  parser.end();
  flush();
  characters += serialiser.end().length;
  return { seconds, processor, children, megabytes: characters / 1024 / 1024 };
}

/** The functions in which most of the time is spent, themselves. */
function profile(folder, name, megabytes) {
  const module = generate(folder);
  const file = join(folder, "return.xml");
  writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 });
  start(name, file, module, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
  const entry = readdirSync(folder).find((one) => one.endsWith(".cpuprofile"));
  const { nodes, samples } = JSON.parse(readFileSync(join(folder, entry), "utf8"));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const counts = new Map();
  for (const sample of samples) {
    const { functionName, url } = frames.get(sample);
    const label = `${functionName || "(anonymous)"} ${url.split("/").slice(-2).join("/") || "(engine)"}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  for (const [label, count] of [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 25))
    print(`${((count * 100) / samples.length).toFixed(1).padStart(5)} %  ${label}`);
}

function forEachChunk(file, take) {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const descriptor = openSync(file, "r");
  let bytes = 0;
  for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
    take(chunk.subarray(0, length));
    bytes += length;
  }
  closeSync(descriptor);
  return bytes;
}

function median(runs, key) {
  return runs.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
