/**
 * How long it takes from a saved edit until the preview shows it: the file is written, the preview tells of another version, the page is fetched.
 *
 *   npm run build && node bench/preview.js [release, cla/2026-27 when not given]
 *
 * Ten edits of the remedy of one rule in the base of the collection, on which every later year stands; the first are left out, in which the
 * program is still being compiled.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const EDITS = 10;
const WARM = 3;
/** A rule of each collection that stands in its base, with the file it is in. */
const RULES = { cin: ["8925", "cin/2013-14/rules/protection-plans.yaml"], cla: ["101", "cla/2013-14/rules/header-1xx.yaml"] };

const release = process.argv[2] ?? "cla/2026-27";
const [rule, file] = RULES[release.split("/")[0]];
const folder = mkdtempSync(join(tmpdir(), "returnspec-bench-"));
cpSync(join(ROOT, "specs"), join(folder, "specs"), { recursive: true });
const path = join(folder, "specs", ...file.split("/"));
const original = readFileSync(path, "utf8");

const preview = spawn(process.execPath, [join(ROOT, "bin", "returnspec.js"), "watch", release, "--root", folder, "--port", "0"], {
  stdio: ["ignore", "ignore", "pipe"],
});
const [line] = await once(createInterface({ input: preview.stderr }), "line");
const address = line.slice(line.indexOf("http"));
const page = `${address}${release}/rules/${rule}.html`;
await fetchText(page);
const [events] = await once(get(`${address}events`), "response");
await once(events, "data");

const times = [];
for (let edit = 0; edit < EDITS; edit += 1) {
  const text = `Remedy number ${edit} of the bench.`;
  const next = original.replace(new RegExp(`(?<=^"${rule}":\n(?: {2}.*\n)*?  remedy: ).*`, "m"), text);
  const begin = performance.now();
  writeFileSync(path, next);
  await once(events, "data");
  const shown = await fetchText(page);
  times.push(performance.now() - begin);
  if (!shown.includes(text)) throw new Error("The page does not show the edit.");
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}
preview.kill("SIGINT");
await once(preview, "exit");
rmSync(folder, { recursive: true });
const sorted = times.slice(WARM).toSorted((a, b) => a - b);
process.stdout.write(
  `${release}: median ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms, longest ${sorted.at(-1).toFixed(0)} ms, first ${times[0].toFixed(0)} ms\n`,
);

function fetchText(url) {
  return fetch(url).then((response) => response.text());
}
