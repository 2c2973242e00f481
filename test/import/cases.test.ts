import { describe, expect, it } from "vitest";
import { formatPlace } from "../../generators/xsd-reader/model.ts";
import { validateDocuments } from "../support/xmllint.ts";
import { messagesOf } from "../xsd-types/judge-case.ts";
import { readCases, writeExpected } from "./cases.ts";
import { importFiles, loadFiles } from "./imported.ts";

const UPDATE = process.env["UPDATE_IMPORT"] === "1";

describe.each(readCases())("$name", (one) => {
  const { files, notes, xsd } = importFiles(one.schemas);

  it("gives the specification and the notes that it must give", () => {
    const actual = [
      ...notes.map(({ place, text }) => `${formatPlace(place)}: ${text}`),
      ...[...files].flatMap(([path, text]) => [`--- ${path.replace("specs/imported/2025-26/", "")}`, text.replace(/^#.*\n/, "").trimEnd()]),
    ].join("\n");
    if (UPDATE) writeExpected(one, actual);
    else expect(actual).toBe(one.expected);
  });

  it("is the same from run to run", () => {
    expect([...importFiles(one.schemas).files]).toEqual([...files]);
  });

  it("gives a schema that accepts the documents that it must accept", async () => {
    const old = await messagesOf(
      loadFiles(one.schemas),
      one.documents.map(({ xml }) => xml),
    );
    const verdicts = await validateDocuments(xsd, one.documents);
    for (const [index, { name, fitsOld, fitsNew }] of one.documents.entries()) {
      expect([name, old[index]?.length === 0], `${name} and the old schema`).toEqual([name, fitsOld]);
      expect([name, verdicts.get(name)?.valid], `${name} and the new schema: ${verdicts.get(name)?.messages.join("\n") ?? ""}`).toEqual([name, fitsNew]);
    }
  });
});
