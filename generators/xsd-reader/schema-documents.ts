import { posix } from "node:path";
import { DocumentProblem } from "../../runtime/xsd-types/problem.ts";
import { readTree, type TreeElement, XML_NAMESPACE } from "../../runtime/xsd-types/tree.ts";
import { withoutDoctype } from "./doctype.ts";
import type { Note, Place } from "./model.ts";
import { XML_NAMESPACE_FILE, XML_NAMESPACE_SCHEMA } from "./xml-namespace.ts";

export const XSD_NAMESPACE = "http://www.w3.org/2001/XMLSchema";

/** A schema file as it is read for one namespace: a file without a namespace takes that of the file which includes it. */
export interface SchemaDocument {
  readonly path: string;
  readonly text: string;
  readonly root: TreeElement;
  readonly namespace: string;
  /** Whether names without a prefix are of the namespace that the file was included for. */
  readonly isChameleon: boolean;
  /** The files that it names, by the element that names them; null where one was left out. */
  readonly links: ReadonlyMap<TreeElement, string | null>;
}

/** Where schema files come from: the bytes at a path relative to the folder of the first file, null when there is no such file. */
export type ReadFile = (path: string) => Uint8Array | null;

export interface Loaded {
  /** The first is the one that was asked for. */
  readonly documents: readonly SchemaDocument[];
  readonly notes: readonly Note[];
  /** Namespaces of which a schema was imported but not read. */
  readonly leftOut: ReadonlySet<string>;
}

/** A file that is missing, no schema at all, or one that cannot be used. */
export class SchemaProblem extends Error {
  readonly place: Place;
  /** Whether nothing of the file could be read as a schema. */
  readonly isUnreadable: boolean;

  constructor(message: string, place: Place, isUnreadable = false) {
    super(message);
    this.name = "SchemaProblem";
    this.place = place;
    this.isUnreadable = isUnreadable;
  }
}

/**
 * Reads a schema file and those it includes, redefines or imports. Nothing is fetched: what an address on the network stands for is read when a
 * file of that name lies beside, else it is left out with a note.
 * @param others further files, for imports that do not say where their schema lies
 * @throws {SchemaProblem} for a file that is missing, no XML, or no schema
 */
export function loadSchemas(path: string, readFile: ReadFile, others: readonly string[] = []): Loaded {
  const documents: SchemaDocument[] = [];
  const notes: Note[] = [];
  const leftOut = new Set<string>();
  const read = new Set<string>();
  const parsed = new Map<string, { readonly text: string; readonly root: TreeElement }>();

  const parse = (file: string, from: Place | null): { readonly text: string; readonly root: TreeElement } => {
    const known = parsed.get(file);
    if (known !== undefined) return known;
    const bytes = file === XML_NAMESPACE_FILE ? new TextEncoder().encode(XML_NAMESPACE_SCHEMA) : readFile(file);
    if (bytes === null) throw new SchemaProblem(`There is no file ${file}.`, from ?? { file, line: 1, column: 1 });
    const one = parseSchema(file, bytes, notes);
    parsed.set(file, one);
    return one;
  };

  const namespaceOf = (root: TreeElement): string => attributeOf(root, "targetNamespace") ?? "";

  /** The file that an address stands for; null when it is left out. */
  const locate = (from: string, node: TreeElement, namespace: string): string | null => {
    const location = attributeOf(node, "schemaLocation")?.trim();
    const place = placeOf(from, node);
    const isWanted = (file: string): boolean => readFile(file) !== null && (node.local !== "import" || namespaceOf(parse(file, place).root) === namespace);
    const other = others.find((file) => node.local === "import" && isWanted(file));
    if (other !== undefined) return other;
    const builtIn = namespace === XML_NAMESPACE && node.local === "import" ? XML_NAMESPACE_FILE : null;
    if (location === undefined) return builtIn;
    const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(location);
    const beside = posix.join(posix.dirname(from), isAddress ? posix.basename(location.replace(/[?#].*$/, "")) : unescapeAddress(location));
    return !isAddress || isWanted(beside) ? beside : builtIn;
  };

  const load = (file: string, namespace: string, isChameleon: boolean, from: Place | null): void => {
    const key = JSON.stringify([file, namespace]);
    if (read.has(key)) return;
    read.add(key);
    const { text, root } = parse(file, from);
    const links = new Map<TreeElement, string | null>();
    documents.push({ path: file, text, root, namespace, isChameleon, links });
    for (const node of schemaChildren(root)) {
      if (node.local === "include" || node.local === "redefine") {
        const target = locate(file, node, namespace);
        links.set(node, target);
        if (target === null) {
          notes.push({ place: placeOf(file, node), text: `${attributeOf(node, "schemaLocation")} is left out: nothing is fetched from a network.` });
          continue;
        }
        const place = placeOf(file, node);
        const own = attributeOf(parse(target, place).root, "targetNamespace");
        if (own !== null && own !== namespace) throw new SchemaProblem(`${target} has the namespace ${own}, so it cannot be included here.`, place);
        load(target, namespace, own === null && namespace !== "", place);
      } else if (node.local === "import") {
        const imported = attributeOf(node, "namespace") ?? "";
        const target = locate(file, node, imported);
        links.set(node, target);
        if (target !== null) load(target, imported, false, placeOf(file, node));
        else leftOut.add(imported);
      }
    }
  };

  const entry = parse(path, null);
  load(path, namespaceOf(entry.root), false, null);
  const known = new Set(documents.map(({ namespace }) => namespace));
  for (const document of documents) {
    for (const [node, target] of document.links) {
      const imported = attributeOf(node, "namespace") ?? "";
      if (node.local !== "import" || target !== null || known.has(imported) || imported === XSD_NAMESPACE) continue;
      const location = attributeOf(node, "schemaLocation");
      const what = location === null ? "the import does not say where it lies" : `nothing is fetched from a network (${location})`;
      notes.push({ place: placeOf(document.path, node), text: `The schema of ${imported === "" ? "no namespace" : imported} is left out: ${what}.` });
    }
  }
  return { documents, notes, leftOut: new Set([...leftOut].filter((namespace) => !known.has(namespace) && namespace !== XSD_NAMESPACE)) };
}

function parseSchema(file: string, bytes: Uint8Array, notes: Note[]): { readonly text: string; readonly root: TreeElement } {
  const { text, hasDoctype, isTooMuch } = withoutDoctype(decode(bytes));
  if (isTooMuch)
    throw new SchemaProblem("The entities of the document type declaration put in more than 1,000,000 characters, which is more than is read.", {
      file,
      line: 1,
      column: 1,
    });
  if (hasDoctype)
    notes.push({ place: { file, line: 1, column: 1 }, text: "The document type declaration is not read, but for entities that stand for plain text." });
  let root: TreeElement;
  try {
    root = readTree(hasDoctype ? text : bytes);
  } catch (error) {
    if (error instanceof DocumentProblem)
      throw new SchemaProblem(`This is not well-formed XML. ${error.detail}`, { file, line: error.line ?? 1, column: error.column ?? 1 }, true);
    throw error;
  }
  if (root.namespace !== XSD_NAMESPACE || root.local !== "schema")
    throw new SchemaProblem(`This is not an XML Schema: the root is <${root.local}>, not <schema> of ${XSD_NAMESPACE}.`, placeOf(file, root), true);
  return { text, root };
}

/** Most files are UTF-8; one that is not is read by its own declaration, and only its text for the judge is made here. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const label = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(new TextDecoder("latin1").decode(bytes.subarray(0, 200)))?.[1];
  return decoderFor(label === "utf-8" ? (declared ?? label) : label).decode(bytes);
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label);
  } catch {
    // An encoding that nobody knows is refused by the reader of XML, with the place.
    return new TextDecoder();
  }
}

function unescapeAddress(location: string): string {
  try {
    return decodeURI(location);
  } catch {
    return location;
  }
}

/** The elements of XML Schema in an element; annotations too. */
export function schemaChildren(node: TreeElement): readonly TreeElement[] {
  return node.content.filter((part): part is TreeElement => typeof part !== "string" && part.namespace === XSD_NAMESPACE);
}

/** An attribute of XML Schema on one of its elements; null when it is not given. */
export function attributeOf(node: TreeElement, name: string): string | null {
  return node.attributes.find(({ namespace, local }) => namespace === "" && local === name)?.value ?? null;
}

export function placeOf(file: string, { line, column }: TreeElement): Place {
  return { file, line, column };
}
