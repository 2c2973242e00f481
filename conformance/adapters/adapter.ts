// Example adapter in TypeScript (Node 20): replace `check` by a call of your own checker. Compile it, or start it with a runner for TypeScript.
// Started once for the whole run: one JSON object a line in, one out, until the input ends. Nothing else may be printed on standard output.
import { createInterface } from "node:readline";

interface Question {
  readonly id: number;
  readonly kind: "validate" | "export";
  readonly document?: string;
  readonly documentBase64?: string;
  readonly tables?: unknown;
  readonly files?: unknown;
}

/** Findings of one return in XML. Here only: does it look like XML, without a document type declaration? */
function check(document: string): readonly { readonly rule: string; readonly at?: string }[] {
  return !document.trimStart().startsWith("<") || document.includes("<!DOCTYPE") ? [{ rule: "structure" }] : [];
}

function answer({ kind, document, documentBase64, tables, files }: Question): object {
  if (kind !== "validate") return { "not-implemented": "this example exports nothing" };
  if (tables !== undefined || files !== undefined) return { "not-implemented": "this example reads no tables" };
  const text = document ?? Buffer.from(documentBase64 ?? "", "base64").toString("utf8");
  return { findings: check(text) };
}

function ascii(value: object): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line) as Question;
  process.stdout.write(`${ascii({ id: question.id, ...answer(question) })}\n`);
}
