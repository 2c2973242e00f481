import { type XMLFileInfo, validateXML } from "xmllint-wasm";

/** What xmllint says of one file: nothing when it is valid. */
export interface LintResult {
  readonly valid: boolean;
  readonly messages: readonly string[];
}

/** 256 MiB in pages of 64 KiB: a schema with many patterns and many documents need more than the default. */
const memory = { initialMemoryPages: 512, maxMemoryPages: 4096 };

/**
 * Compiles schemas, each on its own.
 * @returns by name: valid when xmllint accepts the schema, else what it objects to
 */
export async function compileSchemas(schemas: readonly { readonly name: string; readonly xsd: string }[]): Promise<ReadonlyMap<string, LintResult>> {
  const results = new Map<string, LintResult>();
  for (const { name, xsd } of schemas) {
    const output = await lint(xsd, [{ fileName: "probe.xml", contents: "<probe/>" }]);
    const messages = output.split("\n").filter((line) => line.startsWith("schema.xsd") || line.includes("schema.xsd failed"));
    // A schema that compiles gets as far as judging the probe, which is no document of it.
    results.set(name, { valid: messages.length === 0 && output.includes("probe.xml fails to validate"), messages });
  }
  return results;
}

/**
 * Validates documents against a schema, all in one call.
 * @param documents names must differ; they are not used as file names
 * @returns by name, in the order of the documents
 * @throws when the schema is not accepted
 */
export async function validateDocuments(
  schema: string,
  documents: readonly { readonly name: string; readonly xml: string }[],
): Promise<ReadonlyMap<string, LintResult>> {
  if (documents.length === 0) return new Map();
  const files = documents.map(({ xml }, index) => ({ fileName: `document-${index}.xml`, contents: xml }));
  const lines = (await lint(schema, files)).split("\n");
  const problem = lines.filter((line) => line.startsWith("schema.xsd") || line.includes("schema.xsd failed"));
  if (problem.length > 0) throw new Error(problem.join("\n"));
  const byFile = new Map<string, string[]>(files.map(({ fileName }) => [fileName, []]));
  for (const line of lines) byFile.get(/^document-\d+\.xml/.exec(line)?.[0] ?? "")?.push(line);
  return new Map(
    documents.map(({ name }, index) => {
      const fileName = `document-${index}.xml`;
      const own = byFile.get(fileName) ?? [];
      const messages = own.filter((line) => line !== `${fileName} validates`);
      return [name, { valid: messages.length === 0 && own.length === 1, messages }];
    }),
  );
}

/** The document in canonical form (W3C C14N): attributes in order, references resolved, empty elements as two tags; white space stays. */
export async function canonicalise(xml: string): Promise<string> {
  const { normalized } = await validateXML({ xml: [{ fileName: "document.xml", contents: xml }], normalization: "c14n", ...memory });
  return normalized;
}

async function lint(schema: string, xml: readonly XMLFileInfo[]): Promise<string> {
  try {
    return (await validateXML({ xml, schema: [{ fileName: "schema.xsd", contents: schema }], stream: true, ...memory })).rawOutput;
  } catch (error) {
    // xmllint-wasm throws for exit codes other than valid and invalid: a schema or a document that cannot be read.
    return error instanceof Error ? error.message : String(error);
  }
}
