import { validateXML } from "xmllint-wasm";
import { layOut } from "../../generators/xsd-reader/lint-schema.ts";
import { readSchema } from "../../generators/xsd-reader/read-schema.ts";
import { type Loaded, loadSchemas } from "../../generators/xsd-reader/schema-documents.ts";
import type { Case } from "./cases.ts";

/** What xmllint says of the documents of a case. */
export async function validateCase({ schemas, documents }: Case): Promise<readonly { readonly name: string; readonly isValid: boolean }[]> {
  const [entry = ""] = schemas.keys();
  const loaded = loadSchemas(entry, (path) => {
    const text = schemas.get(path);
    return text === undefined ? null : new TextEncoder().encode(text);
  });
  const messages = await messagesOf(
    loaded,
    documents.map(({ xml }) => xml),
  );
  return documents.map(({ name }, index) => ({ name, isValid: messages[index]?.length === 0 }));
}

/**
 * What xmllint objects to in documents of a schema.
 * @returns one list for each document, empty when it is valid
 */
export async function messagesOf(loaded: Loaded, documents: readonly string[]): Promise<readonly (readonly string[])[]> {
  if (documents.length === 0) return [];
  const { entry, files } = layOut(loaded, readSchema(loaded).unread);
  const xml = documents.map((contents, index) => ({ fileName: `document-${index}.xml`, contents }));
  const { rawOutput } = await validateXML({ xml, schema: [entry], preload: files, initialMemoryPages: 512, maxMemoryPages: 16_384 });
  const lines = rawOutput.split("\n");
  return documents.map((_, index) => {
    const own = lines.filter((line) => line.startsWith(`document-${index}.xml`));
    return own.filter((line) => line !== `document-${index}.xml validates`);
  });
}
