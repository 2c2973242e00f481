import { SaxesParser } from "saxes";
import { validateXML } from "xmllint-wasm";
import { detectEncoding, type XmlEncoding } from "../../../runtime/xml/encoding.ts";

/** What libxml2 says of each document: undefined when it is well-formed, else its messages. Its namespace errors do not make a document ill-formed. */
export async function askLibxml2(documents: readonly Uint8Array[]): Promise<readonly (string | undefined)[]> {
  const xml = documents.map((contents, index) => ({ fileName: `document-${index}.xml`, contents }));
  let output: string;
  try {
    output = (await validateXML({ xml, stream: true, maxMemoryPages: 8192 })).rawOutput;
  } catch (error) {
    // It throws when any document is not well-formed.
    output = error instanceof Error ? error.message : String(error);
  }
  const messages = new Map<number, string[]>();
  const failed = new Set<number>();
  let current = -1;
  for (const line of output.split("\n")) {
    const start = /^document-(\d+)\.xml(?: : failed to parse|:)/.exec(line);
    if (start !== null) current = Number(start[1]);
    if (line.endsWith(" : failed to parse")) failed.add(current);
    else if (start !== null || line.includes(" error : ")) messages.set(current, [...(messages.get(current) ?? []), line]);
  }
  return documents.map((_, index) => (failed.has(index) ? (messages.get(index) ?? ["failed to parse"]).join("\n") : undefined));
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
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(document.subarray(encoding?.markBytes ?? 0));
  } catch (error) {
    return { problem: `cannot be decoded: ${error instanceof Error ? error.message : String(error)}` };
  }
}
