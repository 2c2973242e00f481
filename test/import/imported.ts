import { checkEverything } from "../../generators/cli/open-specification.ts";
import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { xsdTarget } from "../../generators/targets/xsd/xsd-target.ts";
import { possibleRoots } from "../../generators/xsd-import/choose-root.ts";
import { type ImportedSpecification, importSchema } from "../../generators/xsd-import/import-schema.ts";
import { readSchema } from "../../generators/xsd-reader/read-schema.ts";
import { type Loaded, loadSchemas } from "../../generators/xsd-reader/schema-documents.ts";

export interface Imported extends ImportedSpecification {
  readonly release: Release;
  /** The strict schema that is made from it. */
  readonly xsd: string;
}

export function loadFiles(files: ReadonlyMap<string, string>): Loaded {
  const [entry = ""] = files.keys();
  return loadSchemas(entry, (path) => {
    const text = files.get(path);
    return text === undefined ? null : new TextEncoder().encode(text);
  });
}

/**
 * Imports a schema and resolves the specification that comes of it.
 * @throws when that does not pass the check
 */
export function importFiles(files: ReadonlyMap<string, string>, collection = "imported", period = "2025-26"): Imported {
  const { schema } = readSchema(loadFiles(files));
  const [root, other] = possibleRoots(schema);
  if (root === undefined || other !== undefined) throw new Error("the schema has not just one root");
  const imported = importSchema(schema, root, { collection, period });
  const specification = new Specification(new Map([...imported.files].map(([path, text]) => [path, new TextEncoder().encode(text)])));
  const [diagnostic] = checkEverything(specification, []);
  if (diagnostic !== undefined) throw new Error(`${diagnostic.code}: ${diagnostic.message}`);
  const { release } = specification.release(`${collection}/${period}`);
  if (release === null) throw new Error("the specification does not resolve");
  return { ...imported, release, xsd: xsdTarget.build(release).files.find(({ path }) => path === "xsd/strict.xsd")?.content ?? "" };
}
