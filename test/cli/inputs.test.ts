import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Input, InputProblem, type ZipLimits } from "../../generators/cli/inputs/input.ts";
import { openInputs } from "../../generators/cli/inputs/open-inputs.ts";
import { makeZip, type ZipEntry } from "./make-zip.ts";

const HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n";
const XML = "<EXPSSDA903/>";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "returnspec-inputs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

function zip(entries: readonly ZipEntry[], name = "return.zip"): string {
  return write(name, makeZip(entries));
}

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** The input without the folder in names: kind, what is read of each file or why nothing is. */
async function open(paths: readonly string[], limits?: ZipLimits): Promise<readonly unknown[]> {
  const inputs = await openInputs(paths, "yyyy-mm-dd", limits);
  return Promise.all(inputs.map(summary));
}

async function summary(input: Input): Promise<unknown> {
  const name = input.name.replaceAll(`${folder}/`, "");
  if (input.kind === "refused") return { name, refused: input.message };
  const files: [string, string][] = [];
  for (const file of input.kind === "xml" ? [input.file] : input.files) files.push([file.name.replaceAll(`${folder}/`, ""), await content(file.read)]);
  return { name, kind: input.kind, files, ...(input.notes.length === 0 ? {} : { notes: input.notes }) };
}

/** The text; of a file that cannot be read, why. */
async function content(read: (take: (chunk: Uint8Array) => void) => Promise<void>): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    await read((chunk) => void chunks.push(Buffer.from(chunk)));
  } catch (error) {
    if (error instanceof InputProblem) return `(${error.message})`;
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

describe("what the user names is one return or several", () => {
  test("an XML file each, all CSV files together in the place of the first, a folder each", async () => {
    const paths = [write("a.xml", XML), write("x/Header.csv", HEADER), write("b.xml", XML), write("Episodes.csv", "CHILD\n")];
    write("folder/UASC.CSV", "CHILD\n");
    expect(await open([...paths, join(folder, "folder")])).toEqual([
      { name: "a.xml", kind: "xml", files: [["a.xml", XML]] },
      {
        name: "x/Header.csv and 1 other",
        kind: "tables",
        files: [
          ["Episodes.csv", "CHILD\n"],
          ["x/Header.csv", HEADER],
        ],
      },
      { name: "b.xml", kind: "xml", files: [["b.xml", XML]] },
      { name: "folder", kind: "tables", files: [["UASC.CSV", "CHILD\n"]] },
    ]);
  });

  test.each([
    ["XML called CSV", "a.csv", ` \n${XML}`, "xml"],
    ["XML in UTF-16", "a.dat", Buffer.from(`\uFEFF${XML}`, "utf16le"), "xml"],
    ["CSV without an end of its name", "header", HEADER, "tables"],
    ["CSV called text", "header.txt", HEADER, "tables"],
    ["CSV called XML", "a.xml", HEADER, "xml"],
    ["tabs", "a", "CHILD\tSEX\n", "tables"],
    ["text without commas", "a", "CHILD\nA,B\n", "xml"],
    ["an empty CSV file", "a.csv", "", "tables"],
    ["an empty file", "a.xml", "", "xml"],
    ["an old workbook", "a.xls", Buffer.from("d0cf11e0", "hex"), "tables"],
  ])("%s is read by what it holds", async (_, name, text, kind) => {
    const [input] = await openInputs([write(name, text)]);
    expect(input?.kind).toBe(kind);
  });

  test("what is not there spoils the return that it is a part of, and no other", async () => {
    const there = write("header.csv", HEADER);
    expect(await open([there, join(folder, "episodes\u001B.csv"), write("a.xml", XML), join(folder, "b.xml")])).toEqual([
      { name: "header.csv and 1 other", refused: expect.stringMatching(/\/episodes\[U\+001B\]\.csv: There is no such file or folder\./) },
      { name: "a.xml", kind: "xml", files: [["a.xml", XML]] },
      { name: "b.xml", refused: expect.stringMatching(/^There is no such file or folder\. Name the return/) },
    ]);
  });

  test("a file named twice is there twice, for the reader of tables to refuse", async () => {
    const path = write("header.csv", HEADER);
    const [input, ...more] = await openInputs([path, path]);
    expect(input?.kind === "tables" && input.files.map(({ name }) => name)).toEqual([path, path]);
    expect(more).toEqual([]);
  });
});

describe("a folder", () => {
  test("gives its CSV files by name and says what it leaves out", async () => {
    for (const name of ["b.csv", "A.csv", ".hidden.csv", "~$b.csv", "desktop.ini", "Thumbs.db", "notes\u202E.docx", "old/c.csv", ".git/d.csv"])
      write(`in/${name}`, name);
    expect(await open([join(folder, "in")])).toEqual([
      {
        name: "in",
        kind: "tables",
        files: [
          ["A.csv", "A.csv"],
          ["b.csv", "b.csv"],
        ],
        notes: ["Not read, because it is neither CSV nor XML: notes[U+202E].docx.", "A folder inside the folder not looked into: old."],
      },
    ]);
  });

  test.each([
    ["one XML file is the return", ["a.xml"], { kind: "xml", files: [["a.xml", "x"]] }],
    ["two XML files are none", ["a.xml", "b.XML"], { refused: "The folder holds 2 XML files (a.xml, b.XML). Name the one that is meant." }],
    ["XML beside CSV is none", ["a.xml", "b.csv"], { refused: "The folder holds XML (a.xml) as well as CSV (b.csv). Name the files of the return itself." }],
    ["nothing is none", [".x"], { refused: "The folder holds no CSV file and no XML file. Name the one with the files of the return." }],
    [
      "others are none",
      ["a.xlsx", "b/c.csv"],
      { refused: "The folder holds no CSV file and no XML file, only a.xlsx, b. Name the one with the files of the return." },
    ],
  ])("%s", async (_, names, expected) => {
    for (const name of names) write(`in/${name}`, "x");
    expect(await open([join(folder, "in")])).toEqual([{ name: "in", ...expected }]);
  });

  test("links to nothing and to what is no file are told of when they are read", async () => {
    write("in/a.csv", "a");
    symlinkSync(join(folder, "nowhere"), join(folder, "in", "b.csv"));
    symlinkSync("/dev/zero", join(folder, "in", "c.csv"));
    expect(await open([join(folder, "in")])).toMatchObject([
      {
        files: [
          ["a.csv", "a"],
          ["b.csv", expect.stringMatching(/^\(The file cannot be read \(ENOENT/)],
          ["c.csv", "(This is no file.)"],
        ],
      },
    ]);
  });
});

describe("a zip file", () => {
  test("is read as a folder with the same files, whatever it is called and however they are packed", async () => {
    const path = zip(
      [
        { name: "my return/", content: "" },
        { name: "my return/Zoë.csv", content: HEADER },
        { name: "my return/A.csv", content: "a".repeat(100_000), isStored: true },
        { name: "my return/old/B.csv", content: "b" },
        { name: "my return/x.docx", content: "b" },
        { name: "__MACOSX/my return/._A.csv", content: "b" },
      ],
      "return.csv",
    );
    expect(await open([path])).toEqual([
      {
        name: "return.csv",
        kind: "tables",
        files: [
          ["A.csv", "a".repeat(100_000)],
          ["Zoë.csv", HEADER],
        ],
        notes: ["Not read, because it is neither CSV nor XML: x.docx.", "A folder inside the zip file not looked into: old."],
      },
    ]);
  });

  test("may hold one XML file", async () => {
    expect(await open([zip([{ name: "a.xml", content: XML }])])).toEqual([{ name: "return.zip", kind: "xml", files: [["a.xml", XML]] }]);
  });

  test("names that would lead elsewhere are only names", async () => {
    const names = ["../../etc/a.csv", "..\\..\\etc\\b.csv", "/etc/c\u001B.csv"];
    const [input] = await openInputs([zip(names.map((name) => ({ name, content: "x" })))]);
    expect(input?.kind === "tables" && input.files.map(({ name }) => name)).toEqual(["a.csv", "b.csv", "c\u001B.csv"]);
  });

  test.each<[string, readonly ZipEntry[], RegExp]>([
    ["a password", [{ name: "a.csv", content: "x", flags: 1 }], /^The zip file is protected with a password\. Unpack it/],
    ["a stronger password", [{ name: "a.csv", content: "x", flags: 0x41 }], /^The zip file is protected with a password\. Unpack it/],
    ["a way of packing nobody uses", [{ name: "a.csv", content: "x", method: 9 }], /^a\.csv is packed in a way that is not read \(method 9\)\./],
    [
      "a size that is too large",
      [{ name: "a.csv", content: "x", size: 2 ** 31 }],
      /^a\.csv has 2,147,483,648 bytes when it is unpacked; at most 1,073,741,824 are read/,
    ],
    [
      "too many files",
      Array.from({ length: 1001 }, (_, index) => ({ name: `${index}.csv`, content: "" })),
      /^The zip file holds 1,001 files; at most 1,000 are read\.$/,
    ],
    [
      "a workbook without anything in it",
      [
        { name: "[Content_Types].xml", content: "" },
        { name: "xl/workbook.xml", content: "" },
      ],
      /^The workbook is damaged: its part xl\/workbook\.xml cannot be read/,
    ],
    [
      "an OpenDocument workbook",
      [
        { name: "mimetype", content: "", isStored: true },
        { name: "content.xml", content: "" },
      ],
      /^This is a workbook of a kind that is not read\. Save it as an Excel workbook/,
    ],
    [
      "a document",
      [
        { name: "[Content_Types].xml", content: "" },
        { name: "word/document.xml", content: "" },
      ],
      /^This is a document of an office program/,
    ],
    ["nothing", [], /^The zip file holds no CSV file and no XML file\./],
    ["a zip inside", [{ name: "a.zip", content: "" }], /only a\.zip\./],
  ])("%s -> refused before anything is unpacked", async (_, entries, message) => {
    const [input] = await openInputs([zip(entries)]);
    expect(input).toMatchObject({ kind: "refused", message: expect.stringMatching(message) });
  });

  test("broken files are told from whole ones", async () => {
    const whole = makeZip([{ name: "a.csv", content: HEADER.repeat(100) }]);
    for (const length of [4, 30, 100, whole.length - 1]) {
      expect(await open([write("cut.zip", whole.subarray(0, length))])).toMatchObject([
        { refused: expect.stringMatching(/^The zip file cannot be read: it is damaged or not complete \(/) },
      ]);
    }
    for (const wrong of [{ sum: 1 }, { size: 3 }, { size: 3000 }, { isStored: true, method: 8 }]) {
      const [input] = await open([zip([{ name: "a.csv", content: HEADER.repeat(100), ...wrong }])]);
      expect(input).toMatchObject({
        files: [["a.csv", expect.stringMatching(/^\((?:The zip file cannot be read: it is damaged|a\.csv is damaged in the zip file: its check sum)/)]],
      });
    }
  });

  test("every byte of a zip may be wrong", async () => {
    const whole = makeZip([
      { name: "a.csv", content: HEADER },
      { name: "b.csv", content: "x", isStored: true },
    ]);
    for (let at = 0; at < whole.length; at++) {
      for (const byte of [0, 0xff, (whole[at] ?? 0) ^ 1]) {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        // Whatever comes out, it is no crash.
        await open([write("wrong.zip", bytes)]);
      }
    }
  });

  test("a bomb is refused while it is unpacked, and costs neither time nor memory", async () => {
    const path = zip([{ name: "a.csv", content: Buffer.alloc(200e6, "x") }]);
    let taken = 0;
    const [input] = await openInputs([path]);
    const file = input?.kind === "tables" ? input.files[0] : undefined;
    const reading = file?.read((chunk) => void (taken += chunk.length));
    await expect(reading).rejects.toThrow(/^a\.csv: what comes out of the zip file is more than 200 times larger than it is\. No return is that large\./);
    expect(taken).toBeLessThan(50e6);
  });

  test("limits hold for each file and for all of them", async () => {
    const limits: ZipLimits = { entries: 10, fileBytes: 5000, totalBytes: 7000, ratio: 1000, freeBytes: 1000 };
    const entry = (name: string, length: number): ZipEntry => ({ name, content: Buffer.from(Array.from({ length }, (_, index) => (index * index) % 251)) });
    expect(await open([zip([entry("a.csv", 5001)])], limits)).toMatchObject([
      { refused: expect.stringMatching(/^a\.csv has 5,001 bytes when it is unpacked; at most 5,000/) },
    ]);
    const [input] = await open([zip([entry("a.csv", 4000), entry("b.csv", 4000)])], limits);
    expect(input).toMatchObject({
      files: [
        ["a.csv", expect.stringMatching(/^[^(]/)],
        ["b.csv", expect.stringMatching(/^\(b\.csv: more than 7,000 bytes come out/)],
      ],
    });
  });

  test("what the reader of the bytes throws is not taken for a fault of the zip", async () => {
    const [input] = await openInputs([zip([{ name: "a.csv", content: HEADER }])]);
    const file = input?.kind === "tables" ? input.files[0] : undefined;
    await expect(
      file?.read(() => {
        throw new RangeError("ours");
      }),
    ).rejects.toThrow(RangeError);
  });
});

describe("the hash of an input", () => {
  test("of one file is its own", async () => {
    const packed = makeZip([{ name: "a.csv", content: HEADER }]);
    const inputs = [...(await openInputs([write("a.xml", XML), write("a.zip", packed)])), ...(await openInputs([write("a.csv", HEADER)]))];
    expect(inputs[0]?.sha256()).toBe(null);
    for (const input of inputs) await summary(input);
    expect(inputs.map((input) => input.sha256())).toEqual([sha256(XML), sha256(packed), sha256(HEADER)]);
  });

  test("of several is that of what sha256sum prints, wherever they are", async () => {
    const paths = [write("in/b.csv", "b"), write("in/a.csv", "a")];
    const list = sha256(`${sha256("a")}  a.csv\n${sha256("b")}  b.csv\n`);
    const inputs = [...(await openInputs(paths)), ...(await openInputs([join(folder, "in")]))];
    for (const input of inputs) await summary(input);
    expect(inputs.map((input) => input.sha256())).toEqual([list, list]);
  });
});
