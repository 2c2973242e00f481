import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openInputs } from "../../generators/cli/inputs/open-inputs.ts";
import { openSpecification } from "../../generators/cli/open-specification.ts";
import { tablesTarget } from "../../generators/targets/tables/tables-target.ts";
import { tableFiles } from "../../generators/targets/tables/table-files.ts";
import { workbookTemplate } from "../../generators/targets/tables/workbook-template.ts";
import { dateText, isDateFormat, numberText } from "../../runtime/workbook/cell-values.ts";
import { packParts } from "../../runtime/workbook/pack.ts";
import { writeXlsx } from "../../runtime/workbook/xlsx.ts";
import { findingLines } from "../support/measured-run.ts";
import { returnspec, withFolder } from "../support/returnspec.ts";

const specification = openSpecification(undefined);

function releaseOf(name: string) {
  const { release } = specification.release(name);
  if (release === null) throw new Error(`${name} cannot be read`);
  return release;
}

const hasOffice = spawnSync("soffice", ["--version"]).status === 0;

/** Rows that spreadsheets are known to spoil: leading zeros, codes like numbers, dates, formulas, names from everywhere. */
const CHILDREN = [
  ["0007", "A123456789012", "", "", "2015-05-01", "", "M", "", "WBRI"],
  ["1E3", "", "", "UN3", "01/02/2015", "", "F", "", "1E5"],
  ["Ærø 東京", "", "", "UN3", " 2015-05-01 ", "", "U", "", "=1+1"],
  ["12345678901234567890", "", "", "TRUE", "2015-05", "", "1.0", "", "'0"],
];

/** The template of a release with these rows in its sheet Children, and one row in Header. */
function filledTemplate(): Uint8Array {
  const release = releaseOf("cin/2025-26");
  const template = workbookTemplate(tableFiles(release), release);
  const rows: Readonly<Record<string, readonly (readonly string[])[]>> = {
    Header: [["CIN", "2026", "2026-03-31", "L", "998", "", "", "001", ""]],
    Children: CHILDREN,
  };
  return writeXlsx({ ...template, sheets: template.sheets.map((sheet) => ({ ...sheet, rows: rows[sheet.name] ?? sheet.rows })) });
}

describe("a workbook that was filled in", () => {
  test("converts to what was typed", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "filled.xlsx"), filledTemplate());
      expectChildren(folder, "filled.xlsx");
    });
  });

  test.skipIf(!hasOffice)("comes back from LibreOffice as it was (skipped without soffice)", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "filled.xlsx"), filledTemplate());
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      const saved = spawnSync("soffice", [profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "filled.xlsx"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect({ status: saved.status, error: saved.stderr.includes("Error") }).toEqual({ status: 0, error: false });
      expectChildren(folder, "saved/filled.xlsx");
      // What LibreOffice itself reads in the sheet is what was written.
      const csv = spawnSync(
        "soffice",
        [
          profile,
          "--headless",
          "--convert-to",
          "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
          "--outdir",
          "csv",
          "filled.xlsx",
        ],
        { cwd: folder, encoding: "utf8" },
      );
      expect(csv.status).toBe(0);
      expect(
        readFileSync(join(folder, "csv", "filled-Children.csv"), "utf8")
          .split("\n")
          .slice(1, 5),
      ).toEqual(CHILDREN.map((row) => row.join(",")));
    });
  });

  function expectChildren(folder: string, file: string): void {
    const run = returnspec(["convert", file, "--release", "cin/2025-26", "--to", "csv", "--output", "tables"], { cwd: folder });
    expect(run).toMatchObject({ code: 0 });
    const cell = (text: string): string => (/^'*[=+\-@]/.test(text) ? `'${text}` : text);
    const lines = readFileSync(join(folder, "tables", "Children.csv"), "utf8")
      .split("\r\n")
      .slice(1, 5);
    expect(lines).toEqual(CHILDREN.map(([id = "", upn = "", former = "", unknown = "", ...rest]) => [id, upn, former, unknown, ...rest].map(cell).join(",")));
  }
});

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A workbook as other programs write it: sheets by name with their XML, `hidden` before the name for a hidden one. */
function workbookOf(
  sheets: Readonly<Record<string, string>>,
  more: { readonly shared?: string; readonly styles?: string; readonly facts?: string } = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const entries = names.map(
    (name, index) =>
      `<sheet name="${name.replace(/^hidden /, "")}" sheetId="${index + 1}" ${name.startsWith("hidden ") ? 'state="hidden"' : ""} r:id="rId${index + 1}"/>`,
  );
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  return packParts([
    { path: "[Content_Types].xml", text: "<Types/>" },
    { path: "xl/workbook.xml", text: `<workbook ${MAIN}>${more.facts ?? ""}<sheets>${entries.join("")}</sheets></workbook>` },
    {
      path: "xl/_rels/workbook.xml.rels",
      text: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, index) => relation(`rId${index + 1}`, "worksheet", `worksheets/sheet${index + 1}.xml`)).join("")}${relation("s", "sharedStrings", "sharedStrings.xml")}${relation("t", "styles", "/xl/styles.xml")}</Relationships>`,
    },
    { path: "xl/sharedStrings.xml", text: `<sst ${MAIN}>${more.shared ?? ""}</sst>` },
    { path: "xl/styles.xml", text: `<styleSheet ${MAIN}>${more.styles ?? ""}</styleSheet>` },
    ...names.map((name, index) => ({ path: `xl/worksheets/sheet${index + 1}.xml`, text: `<worksheet ${MAIN}>${sheets[name]}</worksheet>` })),
  ]);
}

function inline(reference: string, text: string): string {
  return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

/** The lines of CSV that a workbook is read as, sheet by sheet, and the notes on it. */
async function readingOf(bytes: Uint8Array, form: "yyyy-mm-dd" | "dd/mm/yyyy" = "yyyy-mm-dd") {
  const folder = withFolderName();
  const path = join(folder.name, "book.xlsx");
  writeFileSync(path, bytes);
  const [input] = await openInputs([path], form);
  try {
    if (input?.kind !== "tables")
      return { sheets: {} as Record<string, string>, notes: input?.notes ?? [], refused: input?.kind === "refused" ? input.message : "" };
    const sheets: Record<string, string> = {};
    for (const file of input.files) {
      const decoder = new TextDecoder();
      sheets[file.name] = "";
      await file.read((chunk) => {
        sheets[file.name] += decoder.decode(chunk, { stream: true });
      });
    }
    return { sheets, notes: input.notes, refused: "", cellAt: input.cellAt };
  } finally {
    folder.remove();
  }
}

function withFolderName(): { readonly name: string; readonly remove: () => void } {
  const name = join(process.env["TMPDIR"] ?? "/tmp", `returnspec-workbook-${process.pid}-${Math.trunc(performance.now() * 1000)}`);
  mkdirSync(name, { recursive: true });
  return { name, remove: () => void spawnSync("rm", ["-r", name]) };
}

describe("workbooks of other programs, good and bad, have a stated behaviour", () => {
  test("shared and rich texts, numbers, truth values, errors and formulas are the texts that people see", async () => {
    const { sheets, notes } = await readingOf(
      workbookOf(
        {
          Children:
            '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>0.1</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c><c r="F2" t="str"><f>A2&amp;"x"</f><v>7x</v></c></row></sheetData>',
        },
        { shared: "<si><t>LAchildID</t></si><si><r><t>U</t></r><r><t>PN</t></r><rPh><t>yu</t></rPh></si>" },
      ),
    );
    expect(sheets).toEqual({ Children: "LAchildID,UPN\r\n7,0.1,true,#N/A,,7x\r\n" });
    expect(notes).toEqual([expect.stringMatching(/of 1 formula the last value/), expect.stringMatching(/1 cell holds an error/)]);
  });

  test("numbers that are shown as dates are dates of the collection's form; others stay numbers", async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="[$-809]dd\\ mmm&quot; d &quot;yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>';
    const sheet = '<sheetData><row><c><v>45748</v></c><c s="1"><v>45748</v></c><c s="2"><v>45748.5</v></c><c s="1"><v>-1</v></c></row></sheetData>';
    expect((await readingOf(workbookOf({ A: sheet }, { styles }))).sheets).toEqual({ A: "45748,2025-04-01,2025-04-01T12:00:00,'-1\r\n" });
    expect((await readingOf(workbookOf({ A: sheet }, { styles }), "dd/mm/yyyy")).sheets).toEqual({ A: "45748,01/04/2025,01/04/2025 12:00:00,'-1\r\n" });
    const of1904 = await readingOf(workbookOf({ A: sheet.replaceAll("45748", "44286") }, { styles, facts: '<workbookPr date1904="1"/>' }));
    expect(of1904.sheets).toEqual({ A: "44286,2025-04-01,2025-04-01T12:00:00,'-1\r\n" });
    expect(of1904.notes).toEqual([expect.stringMatching(/2 numbers shown as dates/)]);
  });

  test("hidden, empty and helping sheets are left out, rows of nothing count, cells are named as the sheet names them", async () => {
    const empty = Array.from({ length: 100_000 }, (_, index) => `<row r="${index + 5}"><c r="A${index + 5}" s="0"/></row>`).join("");
    const { sheets, notes, cellAt } = await readingOf(
      workbookOf({
        Children: `<sheetData><row r="3">${inline("B3", "LAchildID")}</row>${empty}<row r="200000">${inline("B200000", "X1")}</row></sheetData>`,
        "hidden Old": `<sheetData><row>${inline("A1", "x")}</row></sheetData>`,
        Sheet2: "<sheetData/>",
        About: `<sheetData><row>${inline("A1", "x")}</row></sheetData>`,
      }),
    );
    expect(Object.keys(sheets)).toEqual(["Children"]);
    expect(sheets["Children"]?.split("\r\n").filter((line) => line !== "")).toEqual([",LAchildID", ",X1"]);
    expect(notes).toEqual(["Hidden, and not read: Old."]);
    expect(sheets["Children"]?.split("\r\n").indexOf(",X1")).toBe(199_997);
    expect(cellAt?.("Children", 199_997, 1)).toBe("Children!B200000");
  });

  test("merged cells among the names of columns are refused, elsewhere told", async () => {
    const sheet = (merged: string): string =>
      `<sheetData><row>${inline("A1", "LAchildID")}</row><row>${inline("A2", "X1")}</row></sheetData><mergeCells><mergeCell ref="${merged}"/></mergeCells>`;
    await expect(readingOf(workbookOf({ Children: sheet("A1:C1") }))).rejects.toThrow(/merged cells in its first line \(A1:C1\)/);
    expect((await readingOf(workbookOf({ Children: sheet("A2:A3") }))).notes).toEqual([expect.stringMatching(/1 range of merged cells/)]);
  });

  test("a workbook without anything, or that is damaged, is refused with what to do", async () => {
    expect((await readingOf(workbookOf({ Sheet1: "<sheetData/>" }))).refused).toMatch(/No visible sheet/);
    expect((await readingOf(workbookOf({ Sheet1: "<sheetData>" }))).refused).toMatch(/damaged.*save it again/);
    const twoThings = packParts([
      { path: "mimetype", text: "application/vnd.oasis.opendocument.spreadsheet", isStored: true },
      { path: "content.xml", text: "<a/>" },
    ]);
    expect((await readingOf(twoThings)).refused).toMatch(/Save it as an Excel workbook/);
  });

  test("findings name the cell", () => {
    withFolder((folder) => {
      const names = ["LAchildID", "UPN", "PersonBirthDate", "Sex", "Ethnicity", "Allocated team"]
        .map((name, index) => inline(`${"ABCDEF"[index]}1`, name))
        .join("");
      const row = ["X1", "", "soon", "M", "WBRI"].map((text, index) => inline(`${"ABCDE"[index]}2`, text)).join("");
      writeFileSync(join(folder, "book.xlsx"), workbookOf({ Children: `<sheetData><row r="1">${names}</row><row r="2">${row}</row></sheetData>` }));
      const run = returnspec(["validate", "book.xlsx", "--release", "cin/2025-26", "--format", "jsonl"], { cwd: folder });
      const places = findingLines(run.out).flatMap(({ rule, locations }) => locations.map(({ row: number, items, cells }) => [rule, number, items, cells]));
      expect(places).toContainEqual(["structure.type", 1, { PersonBirthDate: "soon" }, { PersonBirthDate: "Children!C2" }]);
      expect(places).toContainEqual(["structure.unexpected-column", null, {}, { "Allocated team": "Children!F1" }]);
      // A column that the sheet does not have has no cell; the row is found all the same.
      expect(places).toContainEqual(["structure.missing-column", null, {}, { "": "Children!A1" }]);
    });
  });

  test("more rows than a workbook is made of are refused with advice, and nothing is written", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "in"));
      writeFileSync(
        join(folder, "in", "Children.csv"),
        `LAchildID,UPN,Sex,Ethnicity\n${Array.from({ length: 100_001 }, (_, index) => `C${index},,M,WBRI\n`).join("")}`,
      );
      const run = returnspec(["convert", "in", "--release", "cin/2025-26", "--to", "workbook", "--output", "out.xlsx"], { cwd: folder });
      expect(run).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/more than 100,000 rows.*Convert it to csv.*Nothing was written/) });
    });
  });
});

test("formats of dates are told from others", () => {
  for (const code of ["dd/mm/yyyy", "[$-F800]dddd, mmmm dd, yyyy", "yyyy-mm-dd;@", "mmm"]) expect(isDateFormat(164, code)).toBe(true);
  for (const code of ["General", "0.00", '0 "days"', "[Red]0", "#,##0\\m", "@"]) expect(isDateFormat(164, code)).toBe(false);
  expect([14, 22, 0, 49].map((id) => isDateFormat(id, undefined))).toEqual([true, true, false, false]);
});

test("numbers keep their digits", () => {
  expect(["7", "-12", "12345678901234567", "0.10000000000000001", "1E+3", "1.5"].map(numberText)).toEqual([
    "7",
    "-12",
    "12345678901234567",
    "0.1",
    "1000",
    "1.5",
  ]);
  expect([60, 61, 2_958_466, Number.NaN].map((serial) => dateText(serial, "yyyy-mm-dd", false))).toEqual([null, "1900-03-01", null, null]);
});

describe("the target tables", () => {
  const build = (name: string): ReadonlyMap<string, string | Uint8Array> =>
    new Map(tablesTarget.build(releaseOf(name)).files.map(({ path, content }) => [path, content]));

  test.each(["cin/2026-27", "cla/2025-26"])("%s: templates, descriptions and mapping name the same columns in the same order", (name) => {
    const files = build(name);
    const json = (path: string) => JSON.parse(String(files.get(path))) as never;
    const csvw: { tables: { url: string; tableSchema: { columns: { name: string }[] } }[] } = json("tables/csvw.json");
    const frictionless: { resources: { path: string; schema: { fields: { name: string }[] } }[] } = json("tables/datapackage.json");
    const mapping: { tables: { template: string; columns: { name: string }[] }[] } = json("tables/mapping.json");
    const templates = [...files].flatMap(([path, text]) =>
      path.startsWith("tables/templates/") ? [[path.slice(7), String(text).replace("\uFEFF", "").trim()]] : [],
    );
    const names = (columns: readonly { name: string }[]): string => columns.map((column) => column.name).join(",");
    expect(csvw.tables.map(({ url, tableSchema }) => [url, names(tableSchema.columns)])).toEqual(templates);
    expect(frictionless.resources.map(({ path, schema }) => [path, names(schema.fields)])).toEqual(templates);
    expect(mapping.tables.map(({ template, columns }) => [template, names(columns)])).toEqual(templates);
  });

  test("the tables of the census hang together: factors on assessments, assessments on referrals, referrals on children", () => {
    const { resources } = JSON.parse(String(build("cin/2025-26").get("tables/datapackage.json"))) as {
      resources: { name: string; schema: { foreignKeys?: { fields: string[]; reference: { resource: string } }[] } }[];
    };
    const within = Object.fromEntries(
      resources.map(({ name, schema }) => [name, schema.foreignKeys?.map(({ fields, reference }) => `${reference.resource} by ${fields.join(", ")}`)]),
    );
    expect(within).toEqual({
      header: undefined,
      children: undefined,
      disabilities: ["children by LAchildID"],
      cindetails: ["children by LAchildID"],
      assessments: ["cindetails by LAchildID, ReferralID"],
      assessmentfactors: ["assessments by LAchildID, ReferralID, AssessmentID"],
      section47: ["cindetails by LAchildID, ReferralID"],
      childprotectionplans: ["cindetails by LAchildID, ReferralID"],
      reviews: ["childprotectionplans by LAchildID, ReferralID, PlanID"],
      cinplandates: ["cindetails by LAchildID, ReferralID"],
    });
  });

  test("the workbook offers the codes and shows the definitions, and is the same bytes each time", () => {
    const release = releaseOf("cin/2025-26");
    const template = workbookTemplate(tableFiles(release), release);
    const sex = template.sheets.find(({ name }) => name === "Children")?.columns.find(({ heading }) => heading === "Sex")?.help;
    expect(sex?.text).toMatch(/^Must be filled\. The sex of the child/);
    const [, column = "", last = ""] = /^Codes!\$([A-Z]+)\$2:\$\1\$(\d+)$/.exec(sex?.list ?? "") ?? [];
    const codes = template.sheets.find(({ name }) => name === "Codes");
    const index = [...column].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    expect(codes?.rows.slice(0, Number(last) - 1).map((row) => row[index])).toEqual(["M", "F", "U"]);
    expect(Buffer.compare(writeXlsx(template), writeXlsx(workbookTemplate(tableFiles(release), release)))).toBe(0);
  });
});
