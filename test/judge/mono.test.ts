import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completeDocuments, minimalDocument } from "../../generators/samples/documents.ts";
import { isJudging, liveXmlReleases, schemasOf } from "../samples/sample-schemas.ts";
import { inFolder, missingTools, runTool } from "./tools.ts";

const tools = ["xsd", "mcs", "mono", "xmllint"];
const missing = missingTools(tools);

describe.runIf(isJudging)("Mono", () => {
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join(", ")} not installed (Debian: mono-devel, mono-mcs, libxml2-utils)`);
    return;
  }

  test.each(liveXmlReleases)(
    "makes C# from the strict schema of $name that reads and rewrites every sample",
    async (release) => {
      await inFolder(async (folder) => {
        const [strict] = schemasOf(release);
        writeFileSync(join(folder, "strict.xsd"), strict?.xsd ?? "");
        copyFileSync(join(import.meta.dirname, "RoundTrip.cs"), join(folder, "RoundTrip.cs"));
        await runTool("xsd", ["strict.xsd", "/classes", "/nologo"], folder);
        await runTool("mcs", ["-out:RoundTrip.exe", "-r:System.Xml", "-r:System.Core", "strict.cs", "RoundTrip.cs"], folder);
        const samples = [...completeDocuments(release), minimalDocument(release)];
        for (const { name, xml } of samples) writeFileSync(join(folder, `${name}.xml`), xml);
        const pairs = samples.flatMap(({ name }) => [`${name}.xml`, `${name}-again.xml`]);
        await runTool("mono", ["RoundTrip.exe", ...pairs], folder);
        const different: string[] = [];
        for (const { name } of samples) {
          const before = await canonical(`${name}.xml`, folder);
          const after = await canonical(`${name}-again.xml`, folder);
          expect(before.length).toBeGreaterThan(100);
          if (name === "complete") expect(after).toBe(before);
          if (after !== before) different.push(name);
        }
        expect(different).toEqual([]);
      });
    },
    600_000,
  );
});

/** Canonical XML without comments, without white space between elements and without the two namespaces that .NET declares on the root. */
async function canonical(file: string, folder: string): Promise<string> {
  const bare = readFileSync(join(folder, file), "utf8")
    .replaceAll(/<!--[\s\S]*?-->\s*/g, "")
    .replaceAll(/ xmlns:xs[di]="[^"]*"/g, "");
  writeFileSync(join(folder, "bare.xml"), bare);
  return runTool("xmllint", ["--noblanks", "--nonet", "--c14n", "bare.xml"], folder);
}
