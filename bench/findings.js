/**
 * What a report of very many findings costs in each format: seconds, resident memory, length.
 *
 *   npm run build && node bench/findings.js [findings, 1000000 when not given]
 *
 * The findings are invented, the same in every run: 130 rules, a new child every third finding, two locations each. Each format is written in a
 * process of its own. "growth" is the largest resident memory above that of the same report of a quarter of the findings: in bounded memory it
 * is a few megabytes, of the garbage collector.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const FORMATS = ["text", "text-children", "jsonl", "json", "csv", "junit", "html", "html-children"];
const RULES = 130;

const [first, second] = process.argv.slice(2);
if (FORMATS.includes(first)) await measure(first, Number(second));
else compare(Number(first ?? 1_000_000));

function compare(count) {
  print(`${count} findings of ${RULES} rules`);
  for (const format of FORMATS) {
    const [small, large] = [count / 4, count].map((findings) => run(format, findings));
    print(
      `${format.padEnd(14)} ${large.seconds.toFixed(2).padStart(6)} s  ${large.megabytes.toFixed(0).padStart(4)} MB resident  growth ${(large.megabytes - small.megabytes).toFixed(0).padStart(3)} MB  ${(large.length / 1024 ** 2).toFixed(1).padStart(6)} MB written`,
    );
  }
}

function run(format, count) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), format, String(count)], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function measure(name, count) {
  const { createReportWriter } = await import("../dist/runtime/findings/formats.js");
  const [format, children] = name.split("-");
  let length = 0;
  const begin = performance.now();
  const writer = createReportWriter(format, (text) => void (length += text.length), { children: children !== undefined });
  const input = "return.xml";
  const rules = Array.from({ length: RULES }, (_, index) => ruleInfo(index));
  writer.start({ tool: { name: "returnspec", version: "0" }, release: "cin/2025-26", title: "Census", specification: "0".repeat(64), rules, notices: [] });
  for (let number = 0; number < count; number += 1) writer.finding(invented(input, number));
  writer.endInput({ input, sha256: "0".repeat(64), children: Math.ceil(count / 3), notes: [] });
  writer.end();
  print(JSON.stringify({ seconds: (performance.now() - begin) / 1000, megabytes: process.resourceUsage().maxRSS / 1024, length }));
}

function ruleInfo(index) {
  const severity = ["error", "query", "warning"][index % 3];
  return { id: String(8000 + index), title: `Rule ${index}`, severity, message: "Something is wrong with {A}.", remedy: "Put it right.", sentence: null };
}

function invented(input, number) {
  const index = (number * 7919) % RULES;
  const place = (line, record) => ({
    record,
    path: `/Message/Children/Child[${number}]/${record}[1]`,
    table: null,
    row: null,
    line,
    column: 7,
    in: null,
    items: { CPPstartDate: "2026-05-01", CPPendDate: null },
  });
  return {
    input,
    release: "cin/2025-26",
    rule: String(8000 + index),
    severity: ["error", "query", "warning"][index % 3],
    child: `INV${String(Math.floor(number / 3)).padStart(9, "0")}`,
    message: `Something is wrong with ${number}.`,
    locations: [place(number + 10, "ChildProtectionPlans"), place(number + 20, "CINdetails")],
    more: 0,
  };
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
