import { ANY_PROPERTY, contentModel } from "./content-model.ts";
import { matchContent } from "./match.ts";
import { type Entry, entryOf, failAt, genericEntry, inOrder, taggedEntry } from "./entries.ts";
import { blanksFor, type ElementMemory, memoryOf, type Spelling } from "./memory.ts";
import { DocumentProblem, pathText } from "./problem.ts";
import { printSimple } from "./simple.ts";
import { admitsNamespace, type ComplexTable, type ContentTable, type ElementTable, type SchemaTable } from "./table.ts";
import { type Declaration, type TreeAttribute, XSI_NAMESPACE } from "./tree.ts";
import type { XmlAttribute, XmlElement } from "./values.ts";
import { createXmlWriter } from "./writer.ts";
import { fail, isRecord, propertyOf, type Writing } from "./writing.ts";

export interface WriteOptions {
  /**
   * as-read: white space between elements as in the document that was read, else each element on a line of its own; compact: none.
   * Left out, it is as-read.
   */
  readonly layout?: "as-read" | "compact";
}

/**
 * Writes the root element of a document.
 * @param declarations the namespaces that it declares
 * @param extras attributes for which the schema has no declaration
 */
export function writeRoot(
  table: SchemaTable,
  element: ElementTable,
  value: unknown,
  declarations: readonly Declaration[],
  extras: readonly TreeAttribute[],
  { layout }: WriteOptions,
): string {
  const xml = createXmlWriter(table.prefixes);
  const writing: Writing = { table, xml, steps: [{ name: element.local, number: 1 }], isCompact: layout === "compact" };
  const known = memoryOf(value);
  const memory = known === null ? null : { ...known, declarations };
  try {
    writeElement(writing, element, value, memory ?? bareMemory(declarations), extras);
  } catch (error) {
    if (error instanceof RangeError) throw new DocumentProblem(`${error.message}.`, pathText(writing.steps));
    throw error;
  }
  return xml.finish();
}

function bareMemory(declarations: readonly Declaration[]): ElementMemory {
  return { prefix: null, declarations, extras: [], blanks: null, text: null, attributes: null, order: null, children: null };
}

function writeElement(writing: Writing, element: ElementTable, value: unknown, memory: ElementMemory | null, extras: readonly TreeAttribute[] = []): void {
  const { table, xml } = writing;
  const declared = table.types[element.type];
  const derived = declared?.kind === "complex" && isRecord(value) && value["$type"] !== undefined ? derivedType(writing, declared, value["$type"]) : null;
  const type = derived ?? declared;
  if (type?.kind === "complex" && type.abstract === true) return fail(writing, "the type is abstract: $type must name another");
  xml.open(element.namespace ?? "", element.local, memory?.prefix ?? null, memory?.declarations ?? []);
  if (derived !== null) writeTypeName(writing, derived, value, memory);
  for (const { namespace, local, value: text, prefix } of [...(memory?.extras ?? []), ...extras]) {
    // What said nothing new when it was read must not say anything else now.
    const isStale =
      local === "nil" ? isNil(value) !== /^\s*(?:true|1)\s*$/.test(text) : local === "type" && (derived !== null || !xml.isDeclared(prefixIn(text)));
    if (!isStale) xml.attribute(namespace, local, text, prefix);
  }
  if (isNil(value)) {
    if (element.nillable !== true) return fail(writing, "the element cannot be nil");
    if (memory?.extras.some(({ local }) => local === "nil") !== true) xml.attribute(XSI_NAMESPACE, "nil", "true", null);
  }
  if (type?.kind === "complex") {
    if (value === null) {
      if ((type.attributes ?? []).some(({ required }) => required === true)) return fail(writing, "an attribute is missing");
    } else if (isRecord(value)) writeComplex(writing, type, value, memory);
    else return fail(writing, "a value with properties is expected");
  } else if (value !== null && !(value === "" && element.emptyDefault === true)) {
    xml.text(simpleText(writing, element.type, value, memory?.text ?? null, ""));
  }
  xml.close();
}

function isNil(value: unknown): boolean {
  return value === null || (isRecord(value) && value["$nil"] === true);
}

function derivedType(writing: Writing, declared: ComplexTable, name: unknown): ComplexTable {
  const type = typeof name === "string" ? writing.table.types[declared.derived?.[name] ?? -1] : undefined;
  return type?.kind === "complex" ? type : fail(writing, `$type “${String(name)}” is no type that may stand here`);
}

/** As it was read, if the same name still means the same type. */
function writeTypeName({ xml }: Writing, { namespace = "", local = "" }: ComplexTable, value: unknown, memory: ElementMemory | null): void {
  const spelled = memory?.attributes?.get("$type");
  const isSame = spelled !== undefined && isRecord(value) && spelled.usual === value["$type"];
  const wanted = isSame ? prefixIn(spelled.written) : null;
  const prefix = xml.prefixOf(wanted === null ? { namespace, name: local } : { namespace, name: local, prefix: wanted }) ?? "";
  const usual = prefix === "" ? local : `${prefix}:${local}`;
  xml.attribute(XSI_NAMESPACE, "type", isSame && prefix === wanted ? spelled.written : usual, spelled?.prefix ?? null);
}

function prefixIn(name: string): string {
  return /^\s*(?:([^:\s]+):)?/.exec(name)?.[1] ?? "";
}

function writeComplex(writing: Writing, type: ComplexTable, value: Readonly<Record<string, unknown>>, memory: ElementMemory | null): void {
  const known = new Set(["$type", "$nil"]);
  writeAttributes(writing, type, value, memory, known);
  if (value["$nil"] === true) return refuseOthers(writing, value, known);
  const { content } = type;
  switch (content.kind) {
    case "empty":
      writing.xml.text(writing.isCompact ? "" : (blanksFor(memory?.blanks ?? null, 0)?.last ?? ""));
      break;
    case "simple":
      known.add("$value");
      writing.xml.text(simpleText(writing, content.type, value["$value"], memory?.text ?? null, "$value: "));
      break;
    case "record":
      writeRecord(writing, content, value, memory, known);
      break;
    case "ordered":
      known.add("$content");
      writeOrdered(writing, content, value["$content"] ?? [], memory);
      break;
  }
  refuseOthers(writing, value, known);
}

function refuseOthers(writing: Writing, value: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): void {
  const stranger = Object.keys(value).find((key) => !known.has(key) && value[key] !== undefined);
  if (stranger !== undefined) return fail(writing, `the property ${stranger} is not known here`);
}

function writeAttributes(
  writing: Writing,
  type: ComplexTable,
  value: Readonly<Record<string, unknown>>,
  memory: ElementMemory | null,
  known: Set<string>,
): void {
  for (const { name, namespace = "", local, type: index, required } of type.attributes ?? []) {
    known.add(name);
    const own = propertyOf(value, name);
    if (own !== undefined) {
      const spelling = memory?.attributes?.get(name) ?? null;
      writing.xml.attribute(namespace, local, simpleText(writing, index, own, spelling, `${name}: `), spelling?.prefix ?? null);
    } else if (required === true) return fail(writing, `the attribute ${name} is missing`);
  }
  if (type.anyAttribute === undefined && type.isAny !== true) return;
  known.add("$attributes");
  for (const attribute of (value["$attributes"] ?? []) as readonly XmlAttribute[]) {
    const { namespace, name, value: text } = attribute;
    const isAdmitted = type.isAny === true || (type.anyAttribute !== undefined && admitsNamespace(type.anyAttribute, namespace));
    const isDeclared = type.attributes?.some((one) => one.local === name && (one.namespace ?? "") === namespace) === true;
    if (!isAdmitted || isDeclared) return fail(writing, `the attribute ${name} may not stand in $attributes`);
    writing.xml.attribute(namespace, name, text, memory?.attributes?.get(`{${namespace}}${name}`)?.prefix ?? null);
  }
}

function writeRecord(
  writing: Writing,
  content: ContentTable & { readonly kind: "record" },
  value: Readonly<Record<string, unknown>>,
  memory: ElementMemory | null,
  known: Set<string>,
): void {
  const { model, leaves } = contentModel(writing.table, content);
  const groups = new Map<string, readonly Entry[]>();
  for (const leaf of leaves) {
    const property = leaf.kind === "any" ? ANY_PROPERTY : leaf.property;
    known.add(property);
    const own = propertyOf(value, property);
    if (own === undefined) continue;
    if (leaf.max !== 1 && !Array.isArray(own)) return fail(writing, `${property} is not a list`);
    const values = leaf.max === 1 ? [own] : (own as readonly unknown[]);
    groups.set(
      property,
      values.map((one, index) => entryOf(writing, leaf, one, memory?.children?.get(property)?.[index] ?? null)),
    );
  }
  const entries = inOrder(groups, memory?.order ?? null);
  const matched = matchContent(model, entries);
  if ("problem" in matched) return failAt(writing, entries, matched.index, matched.problem);
  writeEntries(writing, entries, memory);
}

function writeOrdered(writing: Writing, content: ContentTable & { readonly kind: "ordered" }, value: unknown, memory: ElementMemory | null): void {
  if (!Array.isArray(value)) return fail(writing, "$content is not a list");
  const { model, byName } = contentModel(writing.table, content);
  const parts = value.map((part: unknown): string | Entry => {
    if (typeof part === "string") return content.mixed === true ? part : fail(writing, "text is not expected between the elements");
    if (!isRecord(part)) return fail(writing, "$content holds something that is no element");
    if (part["name"] === "*") return genericEntry(writing, part["value"]);
    const element = byName.get(String(part["name"]));
    return element === undefined ? fail(writing, `an element named ${String(part["name"])} is not expected here`) : taggedEntry(element, part);
  });
  const entries = parts.filter((part) => typeof part !== "string");
  const matched = matchContent(model, entries);
  if ("problem" in matched) return failAt(writing, entries, matched.index, matched.problem);
  if (content.mixed !== true) return writeEntries(writing, entries, memory);
  const counts = new Map<string, number>();
  for (const part of parts) {
    if (typeof part === "string") writing.xml.text(part);
    else writeEntry(writing, part, counts);
  }
}

/** Writes elements with white space between them. */
function writeEntries(writing: Writing, entries: readonly Entry[], memory: ElementMemory | null): void {
  const { xml, isCompact, steps } = writing;
  const counts = new Map<string, number>();
  const indent = `\n${"  ".repeat(steps.length)}`;
  const usual = entries.length === 0 ? null : { each: null, last: indent.slice(0, -2) };
  const blanks = isCompact ? null : (blanksFor(memory?.blanks ?? null, entries.length) ?? usual);
  for (const [index, entry] of entries.entries()) {
    xml.text(blanks === null ? "" : blanks.each === null ? indent : (blanks.each[index] ?? ""));
    writeEntry(writing, entry, counts);
  }
  xml.text(blanks?.last ?? "");
}

function writeEntry(writing: Writing, { local, element, value, memory }: Entry, counts: Map<string, number>): void {
  const number = (counts.get(local) ?? 0) + 1;
  counts.set(local, number);
  writing.steps.push({ name: local, number });
  if (element === null) writeGeneric(writing, value as XmlElement);
  else writeElement(writing, element, value, memory);
  writing.steps.pop();
}

function writeGeneric(writing: Writing, element: XmlElement): void {
  const { xml } = writing;
  const memory = memoryOf(element);
  xml.open(element.namespace, element.name, memory?.prefix ?? null, Object.entries(element.namespaces ?? {}));
  for (const { namespace, name, value } of element.attributes ?? []) xml.attribute(namespace, name, value, null);
  for (const part of element.content ?? []) {
    if (typeof part === "string") xml.text(part);
    else writeGeneric(writing, part);
  }
  xml.close();
}

function simpleText(writing: Writing, type: number, value: unknown, spelling: Spelling | null, where: string): string {
  const outcome = printSimple(writing.table.types, type, value, (name) => writing.xml.prefixOf(name));
  if ("problem" in outcome) return fail(writing, `${where}${outcome.problem}`);
  return spelling !== null && spelling.usual === outcome.value ? spelling.written : outcome.value;
}
