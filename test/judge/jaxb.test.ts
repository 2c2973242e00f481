import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isJudging, liveXmlReleases, schemasOf } from "../samples/sample-schemas.ts";
import { inFolder, missingTools, runTool } from "./tools.ts";

const missing = missingTools(["xjc", "javac"]);

/** Where Debian keeps the interface that generated classes are compiled against. */
const jaxbInterface = "/usr/share/java/jaxb-api.jar";

describe.runIf(isJudging)("JAXB", () => {
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join(", ")} not installed (Debian: jaxb, default-jdk-headless)`);
    return;
  }

  test.each(liveXmlReleases)(
    "makes Java from the strict schema of $name that compiles",
    async (release) => {
      await inFolder(async (folder) => {
        const [strict] = schemasOf(release);
        writeFileSync(join(folder, "strict.xsd"), strict?.xsd ?? "");
        mkdirSync(join(folder, "out"));
        await runTool("xjc", ["-d", "out", "-p", "judged", "-quiet", "strict.xsd"], folder);
        const files = readdirSync(join(folder, "out", "judged"));
        expect(files.length).toBeGreaterThan(5);
        expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
        const sources = files.map((file) => join("out", "judged", file));
        await runTool("javac", ["-nowarn", "-encoding", "UTF-8", "-cp", jaxbInterface, "-d", "classes", ...sources], folder);
        const classes = readdirSync(join(folder, "classes", "judged"));
        expect(new Set(classes.map((file) => file.toLowerCase())).size).toBe(classes.length);
        for (const file of files) expect(classes).toContain(file.replace(/java$/, "class"));
      });
    },
    600_000,
  );
});
