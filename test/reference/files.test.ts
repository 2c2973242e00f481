import { readFileSync } from "node:fs";
import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { createReferenceReader } from "../../runtime/reference/csv-columns.ts";
import { createReferenceLoader, type ReferenceLoader } from "../../runtime/reference/reference-table.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import { shapeOf } from "./release-tables.ts";

const postcodes = shapeOf("postcodes");
const providers = shapeOf("providers");
const FILE = { file: "file.csv", date: "2024-02-29", sha256: "0".repeat(64) };

function data(name: string): Uint8Array {
  return readFileSync(new URL(`data/${name}`, import.meta.url));
}

function readBytes(loader: ReferenceLoader, bytes: Uint8Array, chunk = bytes.length): ReturnType<ReferenceLoader["end"]> {
  const reader = createReferenceReader(loader);
  for (let at = 0; at < bytes.length; at += Math.max(1, chunk)) reader.write(bytes.subarray(at, at + Math.max(1, chunk)));
  reader.end();
  return loader.end();
}

function read(shape: ReferenceShape, bytes: Uint8Array, chunk?: number): Exclude<ReturnType<ReferenceLoader["end"]>, { problem: string }> {
  const loaded = readBytes(createReferenceLoader(shape), bytes, chunk);
  if ("problem" in loaded) throw new Error(loaded.problem);
  return loaded;
}

describe("the invented tables", () => {
  test.each([1, 7, 10_000])("are read in chunks of %i bytes", (chunk) => {
    const directory = read(postcodes, data("directory.csv"), chunk);
    expect(directory.facts(FILE)).toEqual({ table: "postcodes", ...FILE, rows: 4, problems: [] });
    expect(directory.table.rows("ZZ1 1AA")).toEqual([{ POSTCODE: "ZZ1 1AA", LA: "886", EASTING: 566_000, NORTHING: 156_000 }]);
    expect(["ZZ11AB", "ZZ31AA", "ZZ61AA"].map((key) => directory.table.rows(key)[0]?.["LA"])).toEqual(["201", "WAL", null]);
    const own = read(postcodes, data("postcodes.csv"), chunk);
    expect(own.facts(FILE)).toMatchObject({ rows: 8, problems: [] });
    expect(own.table.rows("ZZ21AB")).toMatchObject([{ LA: "201" }]);
    const list = read(providers, data("providers.csv"), chunk);
    expect(list.facts(FILE)).toMatchObject({ rows: 4, problems: [] });
    expect(list.table.rows("SC999002")).toMatchObject([
      { PLACES: ["K2"], PROVIDERS: ["PR4", "PR5"], REG_END: 19_996, LA: "201" },
      { PLACES: ["R3"], REG_END: null },
    ]);
  });
});

describe("files as they come", () => {
  const rows = 'POSTCODE,LA,EASTING,NORTHING,NOTE\r\n\r\nZZ1 1AA,201,1,2,"a, ""b""\r\nc"\r\n,,,,\r\nZZ1 1AB,"City of London" ,3,4';

  test.each([
    ["with a byte order mark", new TextEncoder().encode(`\uFEFF${rows}`)],
    ["in UTF-16", Buffer.from(`\uFEFF${rows}`, "utf16le")],
    ["in Windows-1252", Buffer.from(rows.replace("c", "caf\u00E9"), "latin1")],
    ["with line ends of old systems", new TextEncoder().encode(rows.replaceAll("\r\n", "\r"))],
  ])("%s", (_, bytes) => {
    const { table, facts } = read(postcodes, bytes);
    expect(table.rows("ZZ11AA")).toMatchObject([{ LA: "201", EASTING: 1, NORTHING: 2 }]);
    expect(table.rows("ZZ11AB")).toMatchObject([{ LA: "201", EASTING: 3, NORTHING: 4 }]);
    expect(facts(FILE)).toMatchObject({ rows: 2, problems: [] });
  });

  test("a line that cannot be taken apart is left out and named", () => {
    const { facts } = read(postcodes, new TextEncoder().encode('POSTCODE,LA,EASTING,NORTHING\nZZ1 1AA,"201"x,1,2\nZZ1 1AB,201,1,2\n'));
    expect(facts(FILE)).toMatchObject({
      rows: 1,
      problems: [{ message: "1 row: the line cannot be taken apart (quotation marks, or its length). Row 1.", rows: [1] }],
    });
  });

  test.each([
    ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /workbook|zip/i],
    ["nothing", new Uint8Array(), /empty/],
    ["other columns", new TextEncoder().encode("a,b\n1,2\n"), /no column for Postcode .*Its columns are: a, b\./],
    ["semicolons", new TextEncoder().encode("POSTCODE;LA;EASTING;NORTHING\n"), /Its columns are: POSTCODE;LA;EASTING;NORTHING\./],
  ])("%s is no table, and why is said", (_, bytes, why) => {
    const loaded = readBytes(createReferenceLoader(postcodes), bytes);
    expect("problem" in loaded ? loaded.problem : "").toMatch(why);
  });
});

test("cells are those that a library for CSV gives, of whatever columns are wanted", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "b", " ", ",", '"', "\n", "1"), maxLength: 6 });
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.record({ width: fc.constant(width), rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }) }));
  fc.assert(
    fc.property(table, fc.array(fc.nat(4), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), ({ width, rows }, places, chunk) => {
      const names = Array.from({ length: width }, (_, index) => `n${index}`);
      const wanted = [...new Set(places.map((place) => place % width))];
      const text = Papa.unparse([names, ...rows], { newline: "\n" });
      const found: (readonly string[])[] = [];
      const loader: ReferenceLoader = {
        header: (given) => given.length === width,
        wanted: () => wanted,
        row: (cells) => void found.push(wanted.map((place) => cells[place] ?? "")),
        fault: (message) => {
          throw new Error(message);
        },
        end: () => ({ problem: "" }),
      };
      readBytes(loader, new TextEncoder().encode(text), chunk);
      const [, ...expected] = Papa.parse<string[]>(text, { delimiter: "," }).data;
      expect(found).toEqual(expected.map((cells) => wanted.map((place) => cells[place] ?? "")).filter((cells) => cells.some((one) => one.trim() !== "")));
    }),
    { numRuns: 300 },
  );
});
