import { validateXML, type XMLFileInfo } from "xmllint-wasm";
import { escapeAttribute } from "../../runtime/xml/escape.ts";
import type { TreeElement } from "../../runtime/xsd-types/tree.ts";
import type { Unread } from "./read-schema.ts";
import { attributeOf, type Loaded, type SchemaDocument, schemaChildren, XSD_NAMESPACE } from "./schema-documents.ts";

/** What xmllint objects to in a schema. */
export interface Objection {
  readonly file: string;
  /** From 1; null where it names none. */
  readonly line: number | null;
  readonly message: string;
}

/** 1 GiB at most, in pages of 64 KiB. */
const MEMORY = { initialMemoryPages: 512, maxMemoryPages: 16_384 };

/** A root that no schema has: it makes xmllint compile the schema, and is then no document of it. */
const PROBE: XMLFileInfo = { fileName: "probe.xml", contents: '<probe xmlns="urn:returnspec:probe"/>' };

/**
 * Has xmllint (libxml2) judge a schema with all files that it stands on. What was left out is replaced by declarations of the names in use, so
 * that the rest can be judged.
 * @returns nothing when the schema is valid
 */
export async function lintSchema(loaded: Loaded, unread: readonly Unread[]): Promise<readonly Objection[]> {
  const { entry, files, paths } = layOut(loaded, unread);
  const output = await run(entry, files);
  const objections = output.split("\n").flatMap((line): Objection[] => {
    const [, file = "", number, message = ""] =
      /^([\w.-]+\.xsd):(\d+): (?:element \w+: )?(?:Schemas )?(?:parser error|parser warning)? ?: ?(.*)$/.exec(line) ?? [];
    if (message === "" || line.includes("parser warning")) return [];
    return [{ file: paths.get(file) ?? file, line: number === undefined ? null : Number(number), message: tidy(message, paths) }];
  });
  if (objections.length > 0) return objections;
  const isCompiled = output.includes("No matching global declaration available for the validation root") || output.includes("probe.xml fails to validate");
  if (isCompiled && !output.includes("failed to compile")) return [];
  const [first] = loaded.documents;
  return [{ file: first?.path ?? "", line: null, message: tidy(output.trim().split("\n").slice(0, 3).join(" "), paths) }];
}

async function run(entry: XMLFileInfo, files: readonly XMLFileInfo[]): Promise<string> {
  try {
    return (await validateXML({ xml: [PROBE], schema: [entry], preload: files, ...MEMORY })).rawOutput;
  } catch (error) {
    // It throws for exit codes other than valid and invalid: a schema that cannot be compiled.
    return error instanceof Error ? error.message : String(error);
  }
}

function tidy(message: string, paths: ReadonlyMap<string, string>): string {
  return message.replaceAll(/[\w-]+\.xsd/g, (file) => paths.get(file) ?? file).trim();
}

export interface Layout {
  readonly entry: XMLFileInfo;
  readonly files: readonly XMLFileInfo[];
  /** The paths behind the names that the files have here. */
  readonly paths: ReadonlyMap<string, string>;
}

/** All files side by side under plain names, each pointing to the others by these: as xmllint wants them. */
export function layOut({ documents, leftOut }: Loaded, unread: readonly Unread[]): Layout {
  const byPath = new Map<string, SchemaDocument>();
  for (const document of documents) if (!byPath.has(document.path)) byPath.set(document.path, document);
  const names = new Map([...byPath.keys()].map((path, index) => [path, `file-${index}.xsd`]));
  const files: XMLFileInfo[] = [];
  const targets = importTargets(documents);
  const imported = new Map<string, string>();
  for (const [namespace, paths] of targets) {
    const [only = "", more] = paths;
    if (more === undefined) imported.set(namespace, names.get(only) ?? "");
    else {
      // libxml2 reads one file for a namespace: one that includes them all.
      const name = `all-${imported.size}.xsd`;
      imported.set(namespace, name);
      const includes = paths.map((path) => `<xs:include schemaLocation="${names.get(path) ?? ""}"/>`);
      files.push({ fileName: name, contents: stubSchema(namespace, includes) });
    }
  }
  for (const namespace of leftOut) {
    if (imported.has(namespace)) continue;
    const name = `stub-${imported.size}.xsd`;
    imported.set(namespace, name);
    files.push({ fileName: name, contents: stubSchema(namespace, unread.filter((one) => one.name.namespace === namespace).map(stubOf)) });
  }
  files.push({ fileName: "nothing.xsd", contents: stubSchema("", []) });
  for (const document of byPath.values()) {
    files.push({ fileName: names.get(document.path) ?? "", contents: pointedTo(document, (node) => fileNameFor(node, document, names, imported)) });
  }
  const [first] = documents;
  const entryName = names.get(first?.path ?? "") ?? "";
  const paths = new Map([...names].map(([path, name]) => [name, path]));
  return { entry: files.find(({ fileName }) => fileName === entryName) ?? PROBE, files: files.filter(({ fileName }) => fileName !== entryName), paths };
}

/** The files that are imported for each namespace. */
function importTargets(documents: readonly SchemaDocument[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  for (const { links } of documents) {
    for (const [node, target] of links) {
      if (node.local !== "import" || target === null) continue;
      const namespace = attributeOf(node, "namespace") ?? "";
      const known = targets.get(namespace) ?? [];
      if (!known.includes(target)) targets.set(namespace, [...known, target]);
    }
  }
  return targets;
}

function fileNameFor(node: TreeElement, document: SchemaDocument, names: ReadonlyMap<string, string>, imported: ReadonlyMap<string, string>): string | null {
  if (node.local === "import") return imported.get(attributeOf(node, "namespace") ?? "") ?? null;
  const target = document.links.get(node);
  return target === null || target === undefined ? "nothing.xsd" : (names.get(target) ?? null);
}

/** The text of a file with the addresses in its first elements replaced; all lines stay where they are. */
function pointedTo({ text, root }: SchemaDocument, fileFor: (node: TreeElement) => string | null): string {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/^(<\?xml[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')/, "$1")
    .split(/\r\n|\r|\n/);
  const isFirstLine = (line: number): boolean => line === 1;
  let result = lines.join("\n");
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const nodes = schemaChildren(root).filter(({ local }) => local === "import" || local === "include" || local === "redefine");
  for (const node of nodes.toReversed()) {
    const line = lines[node.line - 1] ?? "";
    // Columns count characters; the first line may have lost its encoding.
    const column = isFirstLine(node.line)
      ? Math.max(0, line.search(new RegExp(`<(?:[\\w.-]+:)?${node.local}\\b`)))
      : [...line].slice(0, node.column - 1).join("").length;
    const start = (starts[node.line - 1] ?? 0) + column;
    const tag = /^<(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(result.slice(start))?.[0];
    const file = fileFor(node);
    if (tag === undefined) continue;
    const bare = tag.replace(/\sschemaLocation\s*=\s*(?:"[^"]*"|'[^']*')/, (attribute) => attribute.replaceAll(/[^\n]/g, " "));
    const pointed = file === null ? bare : bare.replace(/^<[^\s/>]+/, (name) => `${name} schemaLocation="${file}"`);
    result = result.slice(0, start) + pointed + result.slice(start + tag.length);
  }
  return result;
}

function stubSchema(namespace: string, content: readonly string[]): string {
  const target = namespace === "" ? "" : ` targetNamespace="${escapeAttribute(namespace)}"`;
  return `<xs:schema xmlns:xs="${XSD_NAMESPACE}"${target}>${content.join("")}</xs:schema>`;
}

function stubOf({ kind, name }: Unread): string {
  const local = escapeAttribute(name.local);
  switch (kind) {
    case "element":
    case "attribute":
      return `<xs:${kind} name="${local}"/>`;
    case "simpleType":
      return `<xs:simpleType name="${local}"><xs:restriction base="xs:string"/></xs:simpleType>`;
    case "type":
      return `<xs:complexType name="${local}"><xs:sequence/><xs:anyAttribute namespace="##any" processContents="lax"/></xs:complexType>`;
    case "group":
      return `<xs:group name="${local}"><xs:sequence/></xs:group>`;
    case "attributeGroup":
      return `<xs:attributeGroup name="${local}"/>`;
  }
}
