import { it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
it("x", () => {
  const d = new Specification(readSpecificationFiles(new URL("../..", import.meta.url).pathname)).check();
  console.log(d.length, d.slice(0, 12).map(formatDiagnostic).join("\n\n"));
});
