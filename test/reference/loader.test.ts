import { describe, expect, test } from "vitest";
import { UNREADABLE } from "../../runtime/rules/logic.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import { loaded, shapeOf, tried } from "./release-tables.ts";

const FILE = { file: "file.csv", date: null, sha256: "0".repeat(64) };
const postcodes = shapeOf("postcodes");
const providers = shapeOf("providers");

/** The authority of the only row of a directory. */
function authority(heading: string, cell: string, shape = postcodes): unknown {
  return loaded(shape, [`pcds|${heading}|oseast1m|osnrth1m`, `ZZ1 1AA|${cell}|1|2`]).table.rows("ZZ1 1AA")[0]?.["LA"];
}

describe("a postcode directory", () => {
  const { table } = loaded(postcodes, ["POSTCODE|LA|EASTING|NORTHING", "ZZ1 1AA|201|400000|300000", "zz11ab|WAL||", " ZZ9  9AA |998|385177.5|x"]);

  test("is looked up without regard to blanks and letter case", () => {
    for (const key of ["ZZ1 1AA", "zz11aa", "Z Z 1 1 A A"]) expect(table.rows(key)).toMatchObject([{ LA: "201", EASTING: 400_000, NORTHING: 300_000 }]);
    expect(table.has("ZZ1 1AB")).toBe(true);
    expect(table.has("ZZ1 1AC")).toBe(false);
    expect(table.rows("ZZ1 1AC")).toEqual([]);
    for (const key of ["", " ", "ZZ1-1AA", "ZZ1 1A", "ZZ1 1AAA", "ZZ111111111"]) expect(table.has(key)).toBe(false);
  });

  test("says nothing of a place that is blank, and that one cannot be read", () => {
    expect(table.rows("ZZ11AB")).toEqual([{ POSTCODE: "ZZ11AB", LA: "WAL", EASTING: null, NORTHING: null }]);
    expect(table.rows("ZZ99AA")).toEqual([{ POSTCODE: "ZZ99AA", LA: "998", EASTING: UNREADABLE, NORTHING: UNREADABLE }]);
  });

  test("has the columns of the national directories", () => {
    const onspd = loaded(postcodes, [
      "pcd|pcd2|pcds|dointr|oscty|oslaua|osward|oseast1m|osnrth1m|ctry",
      "ZZ1 1AA|ZZ1  1AA|ZZ1 1AA|198001|E10000016|E07000110|E05000001|566000|156000|E92000001",
      "ZZ1 1AB|ZZ1  1AB|ZZ1 1AB|198001|E99999999|E09000001|E05000002|532000|181000|E92000001",
      "ZZ1 1AC|ZZ1  1AC|ZZ1 1AC|198001|S99999999|S12000036|S13000001|325000|673000|S92000003",
      "ZZ1 1AD|ZZ1  1AD|ZZ1 1AD|198001|N99999999|N09000003|N08000001|333000|374000|N92000002",
      "ZZ1 1AE|ZZ1  1AE|ZZ1 1AE|198001|L99999999|L99999999|L99999999|||L93000001",
    ]).table;
    expect(["ZZ11AA", "ZZ11AB", "ZZ11AC", "ZZ11AD", "ZZ11AE"].map((key) => onspd.rows(key)[0]?.["LA"])).toEqual(["886", "201", "SCO", "NIR", null]);
    expect(authority("cty25cd|lad25cd", "E10000016|E07000110")).toBe("886");
    expect(authority("LAUA", "E06000014")).toBe("816");
  });

  test("knows authorities by code, name and number, as of the reference date", () => {
    expect(authority("LA", "e09000001")).toBe("201");
    expect(authority("LA", "City of London")).toBe("201");
    expect(authority("LA", "Sedgemoor")).toBeNull();
    expect(authority("LA", "E07000187")).toBeNull();
    expect(authority("LA", "NUK")).toBe("NUK");
    // Cumbria became two on 1 April 2023. A later directory tells them apart, an earlier one does not.
    expect(authority("laua", "E06000063", shapeOf("postcodes", "cla/2022-23"))).toBe("909");
    expect(authority("laua", "E06000063", shapeOf("postcodes", "cla/2023-24"))).toBe("942");
    expect(authority("oscty", "E10000006", shapeOf("postcodes", "cla/2023-24"))).toBeNull();
    // Bournemouth is part of one authority since 2019; the county around it was shared out between two.
    expect(authority("laua", "E06000028", shapeOf("postcodes", "cla/2018-19"))).toBe("837");
    expect(authority("laua", "E06000028")).toBe("839");
    expect(authority("oscty", "E10000009")).toBeNull();
    expect(authority("LA", "Dorset")).toBe("838");
    expect(authority("LA", "Dorset", shapeOf("postcodes", "cla/2018-19"))).toBe("835");
  });

  test("reports what it cannot read, with the first rows", () => {
    const lines = Array.from({ length: 1200 }, (_, index) => (index % 100 === 7 ? "?|201|1|2" : `ZZ${index} 1AA|201|one|2`));
    expect(loaded(postcodes, ["POSTCODE|LA|EASTING|NORTHING", ...lines]).facts(FILE)).toEqual({
      table: "postcodes",
      ...FILE,
      rows: 1188,
      problems: [
        {
          message: "1,188 rows: Easting cannot be read; the cell counts as blank (“one”). Row 1, 2, 3, 4, 5, 6, 7, 9, 10, 11 and 1,178 more.",
          count: 1188,
          rows: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11],
        },
        {
          message: "12 rows: Postcode cannot be read; the row is left out (“?”). Row 8, 108, 208, 308, 408, 508, 608, 708, 808, 908 and 2 more.",
          count: 12,
          rows: [8, 108, 208, 308, 408, 508, 608, 708, 808, 908],
        },
      ],
    });
  });

  test("says which columns are missing, and which there are", () => {
    expect(tried(postcodes, ["Postcode|Latitude|\u202ELongitude| ", "ZZ1 1AA|1|2|"])).toEqual({
      problem:
        "The file cannot be read as postcode directory: it has no column for Local authority (LA or cty##cd or oscty or cty or lad##cd or oslaua or laua or ctry##cd or ctry); Easting (EASTING or oseast1m or east1m); Northing (NORTHING or osnrth1m or north1m). Its columns are: Postcode, Latitude, [U+202E]Longitude, (blank).",
    });
    expect(tried(postcodes, [])).toEqual({ problem: "The file is empty." });
  });

  test("keeps tens of thousands of postcodes apart, and rows of one together", () => {
    const letters = "ABCDEFGHJKLNPQRSTUVWXYZ";
    const keys = Array.from(
      { length: 60_000 },
      (_, index) => `ZZ${index % 99} ${Math.trunc(index / 99) % 10}${letters[Math.trunc(index / 990) % 23]}${letters[Math.trunc(index / 22_770) % 23]}`,
    );
    const { table: large } = loaded(postcodes, [
      "POSTCODE|LA|EASTING|NORTHING",
      ...keys.map((key, index) => `${key}|201|${index}|0`),
      `${keys[5]}|202|1|1`,
      `${keys[5]}|203|2|2`,
    ]);
    expect(keys.filter((key, index) => large.rows(key)[0]?.["EASTING"] !== index)).toEqual([]);
    expect(large.rows(keys[5] ?? "").map((row) => row["LA"])).toEqual(["201", "202", "203"]);
    expect(large.rows(keys[6] ?? "")).toHaveLength(1);
  });
});

describe("a list of providers", () => {
  test("has lists in cells, several rows of a provider, and dates of several kinds", () => {
    const { table } = loaded(providers, [
      "URN|Local Authority|Provider Code|Provider Placement Code|Closed Date|Setting Postcode",
      "SC999001|City of London|PR1,PR4|k1 / k2|2024-05-01 00:00:00|zz1 1aa",
      "sc999001|Sedgemoor|PR1|K2;R3|01/06/2024|",
      "9999901|201|||soon|ZZ1 1AA",
    ]);
    expect(table.rows("SC999001")).toEqual([
      { URN: "SC999001", LA: "201", PROVIDERS: ["PR1", "PR4"], PLACES: ["K1", "K2"], REG_END: 19_844, POSTCODE: "ZZ1 1AA" },
      { URN: "SC999001", LA: null, PROVIDERS: ["PR1"], PLACES: ["K2", "R3"], REG_END: 19_875, POSTCODE: null },
    ]);
    expect(table.rows("9999901")).toMatchObject([{ PROVIDERS: [], PLACES: [], REG_END: UNREADABLE }]);
  });

  test("does without a column that is optional", () => {
    const { table, facts } = loaded(providers, [
      "URN|Local authority|Placement code|Placement provider code|Setting postcode",
      "SC999001|201|K2|PR4|ZZ1 1AA",
      "|201|K2|PR4|",
    ]);
    expect(table.rows("sc999001 ")).toMatchObject([{ REG_END: null }]);
    expect(facts(FILE).problems.map(({ message }) => message)).toEqual(["1 row: Unique reference number cannot be read; the row is left out (blank). Row 2."]);
  });
});

test("the table of a type of every kind", () => {
  const column = { label: "A", isList: false, isOptional: false, headings: [], codes: null };
  const shape: ReferenceShape = {
    name: "all",
    label: "All",
    key: "ID",
    columns: [
      { ...column, name: "ID", kind: "text" },
      { ...column, name: "SCORE", kind: "decimal" },
      { ...column, name: "COUNT", kind: "integer" },
      { ...column, name: "NUMBERS", kind: "integer", isList: true },
      { ...column, name: "NOTE", kind: "text" },
    ],
  };
  const { table } = loaded(shape, ["id|score|count|numbers|note", "a|12.5|-7|1, x, 3|Hello", "b|1,5|2147483648||"]);
  expect(table.rows("A")).toEqual([{ ID: "A", SCORE: 12_500, COUNT: -7, NUMBERS: [1, UNREADABLE, 3], NOTE: "HELLO" }]);
  expect(table.rows("b")).toEqual([{ ID: "B", SCORE: UNREADABLE, COUNT: UNREADABLE, NUMBERS: [], NOTE: null }]);
});
