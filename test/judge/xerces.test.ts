import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completeDocuments, everyElementOnce, minimalDocument } from "../../generators/samples/documents.ts";
import { mutantsOf, publishedMutantsOf } from "../../generators/samples/mutants.ts";
import { isJudging, otherReleases, schemasOf, xmlReleases } from "../samples/sample-schemas.ts";
import { inFolder, missingTools, runTool } from "./tools.ts";

const missing = missingTools(["java"]);

/** The schema processor of the JDK is another than xmllint's: where both agree with the model, no fault of one of them is hidden. */
describe.runIf(isJudging)("the schema processor of Java", () => {
  if (missing.length > 0) {
    test.skip("skipped: java not installed (Debian: default-jdk-headless)");
    return;
  }

  test.each(xmlReleases)(
    "gives all samples and mutants of $name the verdict of the model",
    async (release) => {
      for (const { profile, xsd } of schemasOf(release)) {
        const make = profile === "strict" ? mutantsOf : publishedMutantsOf;
        const mutants = make(release, everyElementOnce(release, profile), otherReleases(release)).filter(isCountedInCharacters);
        const samples = [...completeDocuments(release, profile), minimalDocument(release, profile)];
        const documents = [
          ...samples.map(({ name, xml }) => ({ id: name, xml, expected: "accepted", why: "a valid sample" })),
          ...mutants.map(({ id, xml, expected, why }) => ({ id, xml, expected, why })),
        ];
        const verdicts = await validateWithJava(xsd, documents);
        const wrong = documents.filter(({ expected }, index) => verdicts[index]?.valid !== (expected === "accepted"));
        expect(wrong.map(({ id, expected, why }) => `${profile} ${id} should be ${expected}: ${why}`)).toEqual([]);
      }
    },
    600_000,
  );
});

/** Java counts a character beyond the first 65,536 as two, XML Schema as one. */
function isCountedInCharacters({ id }: { readonly id: string }): boolean {
  return !id.startsWith("longest/astral:");
}

/** Verdicts in the order of the documents. */
function validateWithJava(xsd: string, documents: readonly { readonly xml: string }[]): Promise<readonly { readonly valid: boolean }[]> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, "schema.xsd"), xsd);
    const files = documents.map((_, index) => `document-${index}.xml`);
    for (const [index, { xml }] of documents.entries()) writeFileSync(join(folder, files[index] ?? ""), xml);
    writeFileSync(join(folder, "list.txt"), `${files.join("\n")}\n`);
    const output = await runTool("java", [join(import.meta.dirname, "ValidateAll.java"), "schema.xsd", "list.txt"], folder);
    const verdicts = new Map(output.split("\n").map((line) => [line.split("\t")[0] ?? "", line.split("\t")[1] === "valid"]));
    return files.map((file) => ({ valid: verdicts.get(file) ?? false }));
  });
}
