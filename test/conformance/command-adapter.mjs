/**
 * A checker in a process of its own, as a supplier would wrap one: every question becomes files, and the command line checks them.
 *
 *   node command-adapter.mjs PROGRAM SPECIFICATION [OF LAST YEAR [OF THE YEAR BEFORE]]
 *
 * The specifications are those that returnspec generates as JSON; they tell the columns of tables, of which questions hold only what is not blank.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [program, ...specifications] = process.argv.slice(2);
const [own, last, beforeLast] = specifications.map((path) => JSON.parse(readFileSync(path, "utf8")));

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const folder = mkdtempSync(join(tmpdir(), "returnspec-question-"));
  try {
    process.stdout.write(`${asciiJson({ id: question.id, findings: check(question, folder) })}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check(question, folder) {
  const { release, authority, reference } = question;
  const options = authority === null ? [] : ["--authority", authority];
  for (const [option, given, specification] of [
    ["--previous", question.previous ?? question.previousTables, last],
    ["--before-previous", question.beforePrevious ?? question.beforePreviousTables, beforeLast],
  ])
    if (given !== null && given !== undefined) options.push(option, put(join(folder, option.slice(2)), given, specification));
  for (const [name, rows] of Object.entries(reference)) {
    const file = join(folder, `${name}.csv`);
    writeFileSync(file, csvOf(rows, columnsOf(own.referenceTables, name)));
    options.push("--reference", `${name}=${file}`);
  }
  const bytes = question.documentBase64 === undefined ? undefined : Buffer.from(question.documentBase64, "base64");
  const input = put(join(folder, "return"), bytes ?? question.document ?? question.files ?? question.tables, own);
  const { stdout, status, stderr } = spawnSync(process.execPath, [program, "validate", input, "--release", release, "--format", "jsonl", ...options], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status === 3) throw new Error(stderr);
  const findings = stdout
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text));
  return findings.filter(({ severity }) => severity !== "not-run").map(({ rule, locations: [place] }) => ({ rule, ...placeOf(place) }));
}

/** Writes a return: text or bytes of a document, texts of CSV files by name, or rows by table. */
function put(path, given, specification) {
  if (typeof given === "string" || Buffer.isBuffer(given)) {
    writeFileSync(`${path}.xml`, given);
    return `${path}.xml`;
  }
  mkdirSync(path);
  for (const [name, content] of Object.entries(given))
    if (typeof content === "string") writeFileSync(join(path, name), content);
    else writeFileSync(join(path, `${name}.csv`), csvOf(content, columnsOf(specification.tables, name)));
  return path;
}

function columnsOf(tables, name) {
  return tables.find((table) => table.name === name).columns.map((column) => column.name);
}

function csvOf(rows, columns) {
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  return [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column] ?? "")))].map((cells) => `${cells.join(",")}\r\n`).join("");
}

function placeOf(place) {
  if (place?.path) return { at: place.path };
  return place?.table && place.row !== null ? { at: `${place.table} ${place.row}` } : {};
}

function asciiJson(value) {
  return JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
