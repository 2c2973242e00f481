/**
 * How long the XML scanner takes against saxes (positions on, handlers that count), and how much memory.
 *
 *   npm run build && node bench/xml-scanner.js [megabytes, 200 when not given]
 *
 * Writes a file of invented children, the same for every run of a size, to the temporary folder and deletes it at the end. Each reader runs
 * three times in a process of its own, taking turns; printed are medians and the ratio.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeSyntheticReturn } from "./synthetic-cin.js";

const CHUNK_BYTES = 64 * 1024;
const REPETITIONS = 3;
const readers = { scanner: readWithScanner, saxes: readWithSaxes };

const [first, second] = process.argv.slice(2);
if (first in readers) await measure(first, second);
else compare(Number(first ?? 200));

function compare(megabytes) {
  const folder = mkdtempSync(join(tmpdir(), "xml-scanner-"));
  try {
    const file = join(folder, "return.xml");
    const children = writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 });
    print(`${megabytes} MB, ${children} children`);
    const results = { scanner: [], saxes: [] };
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      for (const name of Object.keys(results)) {
        const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, file], { encoding: "utf8" });
        if (child.status !== 0) throw new Error(child.stderr);
        results[name].push(JSON.parse(child.stdout));
      }
    }
    for (const [name, runs] of Object.entries(results)) {
      const { elements, characters } = runs[0];
      const seconds = median(runs, "seconds");
      print(
        `${name.padEnd(8)} ${seconds.toFixed(2)} s  ${(megabytes / seconds).toFixed(0)} MB/s  ${median(runs, "megabytes").toFixed(0)} MB resident  ${elements} elements  ${characters} characters  (${runs.map((run) => run.seconds.toFixed(2)).join(", ")} s)`,
      );
    }
    print(`ratio    ${(median(results.scanner, "seconds") / median(results.saxes, "seconds")).toFixed(3)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

function median(runs, key) {
  return runs.map((run) => run[key]).sort((left, right) => left - right)[Math.floor(runs.length / 2)];
}

async function measure(name, file) {
  const begin = performance.now();
  const counts = await readers[name](file);
  const seconds = (performance.now() - begin) / 1000;
  print(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, ...counts }));
}

async function readWithScanner(file) {
  const { createXmlReader } = await import("../dist/runtime/xml/reader.js");
  const counts = { elements: 0, characters: 0, closed: 0, lines: 0 };
  const reader = createXmlReader({
    open(_name, line, column) {
      counts.elements++;
      counts.lines = (counts.lines + line + column) | 0;
    },
    attribute() {},
    text(value) {
      counts.characters += value.length;
    },
    close() {
      counts.closed++;
    },
  });
  forEachChunk(file, (chunk) => reader.write(chunk));
  reader.end();
  return counts;
}

async function readWithSaxes(file) {
  const { SaxesParser } = await import("saxes");
  const counts = { elements: 0, characters: 0, closed: 0, lines: 0 };
  const parser = new SaxesParser({ position: true });
  let value = "";
  let isLeaf = false;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", () => {
    counts.elements++;
    counts.lines = (counts.lines + parser.line + parser.column) | 0;
    value = "";
    isLeaf = true;
  });
  parser.on("text", (text) => {
    value += text;
  });
  parser.on("closetag", () => {
    counts.closed++;
    if (isLeaf) counts.characters += value.length;
    isLeaf = false;
  });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  forEachChunk(file, (chunk) => parser.write(decoder.decode(chunk, { stream: true })));
  parser.write(decoder.decode());
  parser.close();
  return counts;
}

function forEachChunk(file, take) {
  const descriptor = openSync(file);
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer)) take(buffer.subarray(0, count));
  closeSync(descriptor);
}
