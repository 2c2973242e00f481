/**
 * What a validation costs: `validate` of the generated validator of cin/2025-26 (structure, all rules, positions, findings counted) beside saxes,
 * which only parses, and beside xmllint, which checks structure only.
 *
 *   npm run build && node bench/validate.js [megabytes …, 20 50 100 200 when not given]
 *   node bench/validate.js files            the command as a whole, one huge child, a million findings
 *   node bench/validate.js profile [MB]     where the time goes
 *
 * Each reader runs three times in a process of its own, taking turns; printed are medians, and ratios, which say more than seconds do. Bars at
 * 200 MB: at most 1.25 times saxes, under 200 MB resident. The files are invented and lie in the temporary folder until the end.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeBrokenReturn, writeChildOfManyGroups, writeSyntheticReturn } from "./synthetic-cin.js";

const RELEASE = "cin/2025-26";
const CHUNK_BYTES = 64 * 1024;
const REPETITIONS = 3;
const PROGRAM = fileURLToPath(new URL("../bin/returnspec.js", import.meta.url));

const [first, ...rest] = process.argv.slice(2);
if (first === "read") await read(rest[0], rest[1], rest[2]);
else
  inFolder((folder) =>
    first === "files" ? measureFiles(folder) : first === "profile" ? profile(folder, Number(rest[0] ?? 50)) : compareSizes(folder, sizes()),
  );

function sizes() {
  return first === undefined ? [20, 50, 100, 200] : [first, ...rest].map(Number);
}

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "validate-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareSizes(folder, wanted) {
  const artefacts = generate(folder);
  print("MB    children  findings  validate s  saxes s  ratio  ms per MB  resident MB  xmllint s  to xmllint");
  for (const megabytes of wanted) {
    const file = join(folder, `${megabytes}.xml`);
    const children = writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 });
    const runs = { validate: [], saxes: [], xmllint: [] };
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      for (const name of ["validate", "saxes"])
        runs[name].push(JSON.parse(run(process.execPath, [fileURLToPath(import.meta.url), "read", name, file, artefacts.validator])));
      const seconds = lint(file, artefacts.schema);
      if (seconds !== null) runs.xmllint.push({ seconds });
    }
    rmSync(file);
    const [ours, theirs] = [median(runs.validate, "seconds"), median(runs.saxes, "seconds")];
    const native = runs.xmllint.length === 0 ? null : median(runs.xmllint, "seconds");
    print(
      [
        String(megabytes).padEnd(4),
        String(children).padStart(9),
        String(runs.validate[0].findings).padStart(9),
        ours.toFixed(2).padStart(11),
        theirs.toFixed(2).padStart(8),
        (ours / theirs).toFixed(2).padStart(6),
        ((ours * 1000) / megabytes).toFixed(1).padStart(10),
        median(runs.validate, "resident").toFixed(0).padStart(12),
        (native === null ? "-" : native.toFixed(2)).padStart(10),
        (native === null ? "-" : (ours / native).toFixed(2)).padStart(11),
      ].join(" "),
    );
  }
}

function measureFiles(folder) {
  const cache = join(folder, "cache");
  const validate = (file, format = "text") => {
    const begin = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, "validate", file, "--release", RELEASE, "--format", format, "--output", join(folder, "report")],
      {
        encoding: "utf8",
        env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
      },
    );
    if (status !== 0 && status !== 1) throw new Error(stderr);
    return `${((performance.now() - begin) / 1000).toFixed(2)} s`;
  };
  const file = join(folder, "return.xml");
  writeSyntheticReturn(file, { children: 5000 });
  print(`5,000 children, the command from start to end: ${validate(file)} with a cold cache, ${validate(file)} with a warm one (bar: 2 s)`);
  writeChildOfManyGroups(file, 50_000);
  print(`one child with 50,000 groups: ${validate(file)} (bar: 10 s)`);
  const artefacts = generate(folder);
  for (const children of [25_000, 100_000]) {
    writeBrokenReturn(file, children);
    const { seconds, findings, resident } = JSON.parse(run(process.execPath, [fileURLToPath(import.meta.url), "read", "report", file, artefacts.validator]));
    print(`${findings} findings as JSON Lines: ${seconds.toFixed(2)} s, ${resident.toFixed(0)} MB resident`);
  }
}

/** The functions in which most of the time is spent, themselves, and the sum of each file. */
function profile(folder, megabytes) {
  const { validator } = generate(folder);
  const file = join(folder, "return.xml");
  writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 });
  run(process.execPath, ["--cpu-prof", `--cpu-prof-dir=${folder}`, fileURLToPath(import.meta.url), "read", "validate", file, validator]);
  const name = readdirSync(folder).find((entry) => entry.endsWith(".cpuprofile"));
  const { nodes, samples } = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [byFunction, byFile] = [new Map(), new Map()];
  for (const sample of samples) {
    const { functionName, url } = frames.get(sample);
    const module = url.split("/").slice(-2).join("/") || "(engine)";
    byFile.set(module, (byFile.get(module) ?? 0) + 1);
    const label = `${functionName || "(anonymous)"} ${module}`;
    byFunction.set(label, (byFunction.get(label) ?? 0) + 1);
  }
  for (const [title, counts, most] of [
    ["by file", byFile, 12],
    ["by function", byFunction, 40],
  ]) {
    print(title);
    for (const [label, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, most))
      print(`${((count / samples.length) * 100).toFixed(1).padStart(6)} %  ${label}`);
  }
}

function generate(folder) {
  run(process.execPath, [PROGRAM, "generate", RELEASE, "--target", "validator", "xsd", "--out", folder]);
  return { validator: join(folder, RELEASE, "validator", "validator.js"), schema: join(folder, RELEASE, "xsd", "strict.xsd") };
}

function run(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Seconds of the native xmllint; null when there is none. */
function lint(file, schema) {
  const begin = performance.now();
  const { error } = spawnSync("xmllint", ["--noout", "--stream", "--schema", schema, file], { stdio: "ignore" });
  return error === undefined ? (performance.now() - begin) / 1000 : null;
}

async function read(name, file, module) {
  const read = name === "saxes" ? await saxes() : await validation(module, name === "report");
  const begin = performance.now();
  const findings = read(file);
  print(JSON.stringify({ seconds: (performance.now() - begin) / 1000, resident: process.resourceUsage().maxRSS / 1024, findings }));
}

async function validation(module, isReported) {
  const { validate } = await import(pathToFileURL(module).href);
  const { createReportWriter } = await import("../dist/runtime/findings/formats.js");
  return (file) => {
    let findings = 0;
    const report = isReported ? createReportWriter("jsonl", () => undefined, { children: false }) : null;
    report?.start({ tool: { name: "returnspec", version: "0" }, release: RELEASE, title: "", specification: "", rules: [], notices: [] });
    const task = validate({ input: "return.xml", authority: null, earlier: [null, null], reference: new Map(), stage: "all", asAt: null }, (finding) => {
      findings += 1;
      report?.finding(finding);
    });
    forEachChunk(file, (chunk) => task.write(chunk));
    task.end();
    report?.endInput({ input: "return.xml", sha256: null, children: task.children(), notes: [] });
    report?.end();
    return findings;
  };
}

async function saxes() {
  const { SaxesParser } = await import("saxes");
  return (file) => {
    const counts = { elements: 0, characters: 0, closed: 0, lines: 0 };
    const parser = new SaxesParser({ position: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", () => {
      counts.elements += 1;
      counts.lines = (counts.lines + parser.line + parser.column) | 0;
    });
    parser.on("text", (text) => {
      counts.characters += text.length;
    });
    parser.on("closetag", () => {
      counts.closed += 1;
    });
    const decoder = new TextDecoder("utf-8", { fatal: true });
    forEachChunk(file, (chunk) => parser.write(decoder.decode(chunk, { stream: true })));
    parser.close();
    return counts.closed;
  };
}

function forEachChunk(file, take) {
  const descriptor = openSync(file);
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer)) take(buffer.subarray(0, count));
  closeSync(descriptor);
}

function median(runs, key) {
  return runs.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
