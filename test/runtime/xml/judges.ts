import { SaxesParser } from "saxes";
import { validateXML } from "xmllint-wasm";
import { detectEncoding, type XmlEncoding } from "../../../runtime/xml/encoding.ts";

/** In pages of 64 KiB. */
const memory = { initialMemoryPages: 1024, maxMemoryPages: 8192 };

/** The arguments of one call stand on a small stack: with more documents, or longer names, it ends in an access out of bounds. */
const DOCUMENTS_PER_CALL = 2000;

/** What libxml2 says of each document: undefined when it is well-formed, else its messages. Its namespace errors do not make a document ill-formed. */
export async function askLibxml2(documents: readonly Uint8Array<ArrayBuffer>[]): Promise<readonly (string | undefined)[]> {
  const verdicts: (string | undefined)[] = [];
  for (let at = 0; at < documents.length; at += DOCUMENTS_PER_CALL) verdicts.push(...(await askOnce(documents.slice(at, at + DOCUMENTS_PER_CALL))));
  return verdicts;
}

async function askOnce(documents: readonly Uint8Array<ArrayBuffer>[]): Promise<readonly (string | undefined)[]> {
  // The last document is not well-formed, so that xmllint-wasm always throws, and the output shows that it came to the end.
  const contents = [...documents, new TextEncoder().encode("<end>")];
  const xml = contents.map((bytes, index) => ({ fileName: String(index), contents: bytes }));
  // Not in stream mode, in which xmllint does not always read what comes after the root element.
  const output = await validateXML({ xml, schema: [], ...memory }).then(
    ({ rawOutput }) => rawOutput,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const messages = contents.map((): string[] => []);
  for (const line of output.split("\n")) {
    const [, index = "", kind = "", message = ""] = /^(\d+):\d+: ([\w/ ]+) error : (.*)/.exec(line) ?? [];
    if (kind !== "" && kind !== "namespace") messages[Number(index)]?.push(`${kind}: ${message}`);
  }
  if (messages.pop()?.length === 0) throw new Error(`xmllint did not finish: ${output.slice(-200)}`);
  return messages.map((lines) => (lines.length > 0 ? lines.join("\n") : undefined));
}

/** What saxes makes of a document, in the form of readEvents without places; or what it objects to first. */
export function askSaxes(document: Uint8Array): { readonly events: readonly string[]; readonly problem: string | undefined } {
  const events: string[] = [];
  let problem: string | undefined;
  let text = "";
  let isLeaf = false;
  const report = (isWhole: boolean): void => {
    if (text !== "" && (isWhole || /[^ \t\r\n]/.test(text))) events.push(JSON.stringify(text));
    text = "";
  };
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    problem ??= error.message;
  });
  parser.on("doctype", () => {
    problem ??= "document type";
  });
  parser.on("text", (value) => {
    text += value;
  });
  parser.on("cdata", (value) => {
    text += value;
  });
  parser.on("opentag", ({ name, attributes }) => {
    report(false);
    events.push(`<${name}`, ...Object.entries(attributes).map(([key, value]) => `@${key}=${JSON.stringify(value)}`));
    isLeaf = true;
  });
  parser.on("closetag", ({ name }) => {
    report(isLeaf);
    events.push(`/${name}`);
    isLeaf = false;
  });
  const decoded = decode(document);
  if (typeof decoded !== "string") return { events, problem: decoded.problem };
  parser.write(decoded).close();
  return { events, problem };
}

function decode(document: Uint8Array): string | { readonly problem: string } {
  let encoding: XmlEncoding | undefined;
  try {
    encoding = detectEncoding(document, true);
    const label = encoding?.form === "ascii" ? "utf-8" : encoding?.form;
    // Only this way of calling it gives the characters from 0x80 to 0x9F in every version of Node.
    if (label === "windows-1252") return new TextDecoder(label).decode(document, { stream: true });
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(document.subarray(encoding?.markBytes ?? 0));
  } catch (error) {
    return { problem: `cannot be decoded: ${error instanceof Error ? error.message : String(error)}` };
  }
}
