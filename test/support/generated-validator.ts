import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ValidatorModule } from "../../generators/cli/validator-module.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import type { Release } from "../../generators/specification/model.ts";
import type { Specification } from "../../generators/specification/specification.ts";
import { validatorTarget } from "../../generators/targets/validator/validator-target.ts";
import type { Finding } from "../../runtime/findings/finding.ts";

const LOADED = new WeakMap<Release, Promise<ValidatorModule>>();

/** A release's validator, generated and loaded as suppliers get it; its runtime is the compiled one in `dist/`. */
export function loadGenerated(specification: Specification, release: Release): Promise<ValidatorModule> {
  const loading = LOADED.get(release) ?? generateAndLoad(specification, release);
  LOADED.set(release, loading);
  return loading;
}

async function generateAndLoad(specification: Specification, release: Release): Promise<ValidatorModule> {
  const folder = mkdtempSync(join(tmpdir(), "returnspec-validator-"));
  try {
    const { files } = validatorTarget.build(release, targetContext(specification, release));
    for (const { path, content } of [...files, { path: "package.json", content: '{ "type": "module" }' }]) {
      if (!path.endsWith(".js") && !path.endsWith(".json")) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return (await import(pathToFileURL(join(folder, "validator", "validator.js")).href)) as ValidatorModule;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All findings about a document, in the order in which they are given. */
export function findingsOf({ validate }: ValidatorModule, document: string | Uint8Array, authority: string | null = null): readonly Finding[] {
  const found: Finding[] = [];
  const validation = validate({ input: "return.xml", authority, earlier: [null, null], reference: new Map(), stage: "all", asAt: null }, (finding) =>
    found.push(finding),
  );
  validation.write(typeof document === "string" ? new TextEncoder().encode(document) : document);
  validation.end();
  return found;
}
