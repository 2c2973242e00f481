import { isUsual, packBlanks, remember, type Blanks, type ElementMemory, type Spelling } from "./memory.ts";
import { ANY_PROPERTY, contentModel } from "./content-model.ts";
import { matchContent } from "./match.ts";
import { DocumentProblem, pathText, type Step } from "./problem.ts";
import { elementPrefix } from "./scope.ts";
import { printSimple, readSimple, type SimpleValue } from "./simple.ts";
import { admitsNamespace, type ComplexTable, type ElementTable, type SchemaTable } from "./table.ts";
import { namespaceOf, type Scope, type TreeAttribute, type TreeElement, XSI_NAMESPACE } from "./tree.ts";
import type { QName, XmlAttribute, XmlElement } from "./values.ts";

interface Reading {
  readonly table: SchemaTable;
  readonly steps: Step[];
}

/** A value, and how it was written where that is worth keeping and the value is no object that it could be kept with. */
interface Read {
  readonly value: unknown;
  readonly memory: ElementMemory | null;
}

/** The text of an attribute that may be written otherwise, and the prefix of its name. */
type Spelled = Spelling & { readonly prefix: string };

/** The value of the root element of a document. */
export function readRoot(table: SchemaTable, element: ElementTable, node: TreeElement): unknown {
  const reading: Reading = { table, steps: [{ name: node.local, number: 1 }] };
  // What a document says of itself is kept where everyone can see it.
  const facts = node.attributes.filter(({ namespace, local }) => namespace === XSI_NAMESPACE && /schemaLocation$/i.test(local));
  const root = { ...node, declarations: [], attributes: node.attributes.filter((attribute) => !facts.includes(attribute)) };
  return readElement(reading, element, root).value;
}

/** An element for which there is no type. */
export function readGeneric(node: TreeElement): XmlElement {
  const element: XmlElement = { namespace: node.namespace, name: node.local };
  if (node.declarations.length > 0) element.namespaces = Object.fromEntries(node.declarations);
  if (node.attributes.length > 0) element.attributes = node.attributes.map(plainAttribute);
  if (node.content.length > 0) element.content = node.content.map((part) => (typeof part === "string" ? part : readGeneric(part)));
  rememberElement(element, memoryOfElement(node, []));
  return element;
}

function plainAttribute({ namespace, local, value }: TreeAttribute): XmlAttribute {
  return { namespace, name: local, value };
}

function readElement(reading: Reading, element: ElementTable, node: TreeElement): Read {
  const { table } = reading;
  const declared = table.types[element.type];
  if (declared?.kind === "complex" && declared.isAny === true) return { value: readComplex(reading, declared, node, [], null), memory: null };
  const extras: TreeAttribute[] = [];
  let index = element.type;
  let typeName: Spelled | null = null;
  let isNil = false;
  for (const attribute of node.attributes) {
    if (attribute.namespace !== XSI_NAMESPACE) continue;
    if (attribute.local === "nil") {
      isNil = /^\s*(?:true|1)\s*$/.test(attribute.value);
      if (isNil && element.nillable !== true) return fail(reading, node, `<${node.local}> cannot be nil`);
      if (!isNil) extras.push(attribute);
    } else if (attribute.local === "type") {
      const found = declared?.kind === "complex" ? derivedType(table, declared, attribute.value, node.scope) : undefined;
      if (found === null) return fail(reading, node, `no type “${attribute.value}” (xsi:type) may stand here`);
      if (found === undefined) extras.push(attribute);
      else {
        const [name, derived] = found;
        typeName = { usual: name, written: attribute.value, prefix: attribute.prefix };
        index = derived;
      }
    } else extras.push(attribute);
  }
  const type = table.types[index];
  if (type?.kind === "complex") {
    if (type.abstract === true) return fail(reading, node, `the type of <${node.local}> is abstract: xsi:type must name another`);
    if (isNil && (type.attributes ?? []).length === 0 && type.anyAttribute === undefined) return readNil(reading, node, extras);
    return { value: readComplex(reading, type, node, extras, typeName, isNil), memory: null };
  }
  if (isNil) return readNil(reading, node, extras);
  const strange = node.attributes.find(({ namespace }) => namespace !== XSI_NAMESPACE);
  if (strange !== undefined) return fail(reading, node, `the attribute ${strange.local} is not known here`);
  const text = textOf(reading, node);
  if (text === "" && element.emptyDefault === true) return { value: "", memory: usualOrNull(memoryOfElement(node, extras)) };
  const { value, spelling } = readText(reading, index, text, node, null);
  return { value, memory: usualOrNull({ ...memoryOfElement(node, extras), text: spelling }) };
}

/** The type that `xsi:type` names: undefined for the declared one, null when it may not stand here. */
function derivedType(table: SchemaTable, declared: ComplexTable, text: string, scope: Scope): readonly [string, number] | undefined | null {
  const name = /^\s*(?:([^:\s]+):)?([^:\s]+)\s*$/.exec(text);
  const namespace = namespaceOf(scope, name?.[1] ?? "");
  const isOf = (type: ComplexTable): boolean => type.local === name?.[2] && (type.namespace ?? "") === namespace;
  if (isOf(declared)) return undefined;
  for (const [typeName, index] of Object.entries(declared.derived ?? {})) {
    const type = table.types[index];
    if (type?.kind === "complex" && isOf(type)) return [typeName, index];
  }
  return null;
}

function readNil(reading: Reading, node: TreeElement, extras: readonly TreeAttribute[]): Read {
  const strange = node.attributes.find(({ namespace }) => namespace !== XSI_NAMESPACE);
  if (strange !== undefined) return fail(reading, node, `the attribute ${strange.local} is not known here`);
  if (node.content.length > 0) return fail(reading, node, "an element that is nil must be empty");
  return { value: null, memory: usualOrNull(memoryOfElement(node, [...extras, ...spelledNil(node)])) };
}

/** `xsi:nil="1"` says the same as the usual `true`. */
function spelledNil(node: TreeElement): readonly TreeAttribute[] {
  return node.attributes.filter(({ namespace, local, value }) => namespace === XSI_NAMESPACE && local === "nil" && value !== "true");
}

function readComplex(
  reading: Reading,
  type: ComplexTable,
  node: TreeElement,
  extras: readonly TreeAttribute[],
  typeName: Spelled | null,
  isNil = false,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  if (typeName !== null) value["$type"] = typeName.usual;
  const attributes = readAttributes(reading, type, node, value, typeName);
  const base = { ...memoryOfElement(node, [...extras, ...(isNil ? spelledNil(node) : [])]), attributes };
  if (isNil) {
    if (node.content.length > 0) return fail(reading, node, "an element that is nil must be empty");
    value["$nil"] = true;
    rememberElement(value, base);
    return value;
  }
  const { content } = type;
  if (content.kind === "simple") {
    const read = readText(reading, content.type, textOf(reading, node), node, null);
    value["$value"] = read.value;
    rememberElement(value, { ...base, text: read.spelling });
    return value;
  }
  const children = node.content.filter((part) => typeof part !== "string");
  if (content.kind === "empty") {
    const [first] = children;
    if (first !== undefined) return fail(reading, node, `<${first.local}> is not expected here: the element must be empty`);
    rememberElement(value, { ...base, blanks: readBlanks(reading, node) });
    return value;
  }
  const { model } = contentModel(reading.table, content);
  const matched = matchContent(model, children);
  if ("problem" in matched) return fail(reading, children[matched.index] ?? node, matched.problem);
  const counts = new Map<string, number>();
  const reads = children.map((child, index): { readonly name: string; readonly read: Read } => {
    const number = (counts.get(child.local) ?? 0) + 1;
    counts.set(child.local, number);
    const leaf = matched.leaves[index];
    const element = leaf?.kind === "element" ? leaf.elements.get(child.namespace === "" ? child.local : `{${child.namespace}}${child.local}`) : undefined;
    if (element === undefined) return { name: "*", read: { value: readGeneric(child), memory: null } };
    reading.steps.push({ name: child.local, number });
    const read = readElement(reading, element, child);
    reading.steps.pop();
    return { name: element.name, read };
  });
  if (content.kind === "ordered") {
    let index = 0;
    const entries = node.content.flatMap((part): unknown[] => {
      if (typeof part === "string") return content.mixed === true ? [part] : [];
      const { name, read } = reads[index++] ?? { name: "*", read: { value: null, memory: null } };
      const entry = { name, value: read.value };
      if (read.memory !== null) remember(entry, read.memory);
      return [entry];
    });
    value["$content"] = entries;
    rememberElement(value, { ...base, blanks: content.mixed === true ? null : readBlanks(reading, node) });
    return value;
  }
  const memories = new Map<string, (ElementMemory | null)[]>();
  const order: string[] = [];
  for (const [index, { name, read }] of reads.entries()) {
    const leaf = matched.leaves[index];
    if (leaf === undefined) continue;
    const property = leaf.kind === "any" ? ANY_PROPERTY : leaf.property;
    const entry = leaf.kind === "element" && leaf.tagged ? { name, value: read.value } : read.value;
    if (read.memory !== null) {
      if (typeof entry === "object" && entry !== null && leaf.kind === "element" && leaf.tagged) remember(entry, read.memory);
      else {
        const list = memories.get(property) ?? [];
        list[repeated(value, property, leaf.max)] = read.memory;
        memories.set(property, list);
      }
    }
    if (leaf.max === 1) value[property] = entry;
    else if (Array.isArray(value[property])) value[property].push(entry);
    else value[property] = [entry];
    if (order.at(-1) !== property) order.push(property);
  }
  const usual = contentModel(reading.table, content).leaves.map((leaf) => (leaf.kind === "any" ? ANY_PROPERTY : leaf.property));
  const isUsualOrder = order.every((property, index) => index === 0 || usual.indexOf(property) > usual.indexOf(order[index - 1] ?? ""));
  rememberElement(value, {
    ...base,
    blanks: readBlanks(reading, node),
    order: isUsualOrder ? null : order,
    children: memories.size === 0 ? null : memories,
  });
  return value;
}

/** How many values a property has so far. */
function repeated(value: Readonly<Record<string, unknown>>, property: string, max: number | null): number {
  const list = value[property];
  return max !== 1 && Array.isArray(list) ? list.length : 0;
}

function readAttributes(
  reading: Reading,
  type: ComplexTable,
  node: TreeElement,
  value: Record<string, unknown>,
  typeName: Spelled | null,
): ElementMemory["attributes"] {
  const spellings = new Map<string, Spelled>(typeName === null ? [] : [["$type", typeName]]);
  const declared = type.attributes ?? [];
  const found = new Set<string>();
  const strangers: XmlAttribute[] = [];
  for (const attribute of node.attributes) {
    const { namespace, local, prefix } = attribute;
    const table = declared.find((one) => one.local === local && (one.namespace ?? "") === namespace);
    if (table !== undefined) {
      const read = readText(reading, table.type, attribute.value, node, local);
      value[table.name] = read.value;
      found.add(table.name);
      if (read.spelling !== null || prefix !== "") {
        const usual = read.spelling?.usual ?? attribute.value;
        spellings.set(table.name, { usual, written: attribute.value, prefix });
      }
    } else if (namespace === XSI_NAMESPACE && type.isAny !== true) continue;
    else if (type.isAny === true || (type.anyAttribute !== undefined && admitsNamespace(type.anyAttribute, namespace))) {
      strangers.push(plainAttribute(attribute));
      if (prefix !== "") spellings.set(`{${namespace}}${local}`, { usual: attribute.value, written: attribute.value, prefix });
    } else return fail(reading, node, `the attribute ${local} is not known here`);
  }
  const missing = declared.find(({ name, required }) => required === true && !found.has(name));
  if (missing !== undefined) return fail(reading, node, `the attribute ${missing.local} is missing`);
  if (strangers.length > 0) value["$attributes"] = strangers;
  return spellings.size === 0 ? null : spellings;
}

function readText(
  reading: Reading,
  type: number,
  text: string,
  node: TreeElement,
  attribute: string | null,
): { readonly value: SimpleValue; readonly spelling: Spelling | null } {
  const { types } = reading.table;
  const outcome = readSimple(types, type, text, node.scope);
  if ("problem" in outcome) return fail(reading, node, attribute === null ? outcome.problem : `the attribute ${attribute}: ${outcome.problem}`);
  const usual = printSimple(types, type, outcome.value, ({ namespace, prefix = "" }: QName) => (namespaceOf(node.scope, prefix) === namespace ? prefix : null));
  const spelling = "value" in usual && usual.value !== text ? { usual: usual.value, written: text } : null;
  return { value: outcome.value, spelling };
}

/** The text of an element that holds nothing else. */
function textOf(reading: Reading, node: TreeElement): string {
  const [first = "", more] = node.content;
  if (typeof first !== "string") return fail(reading, first, `<${first.local}> is not expected here: the element holds a value`);
  if (more !== undefined && typeof more !== "string") return fail(reading, more, `<${more.local}> is not expected here: the element holds a value`);
  return first;
}

/** The white space between elements; other text is refused. */
function readBlanks(reading: Reading, node: TreeElement): Blanks | null {
  const each: string[] = [];
  let blank = "";
  for (const part of node.content) {
    if (typeof part !== "string") {
      each.push(blank);
      blank = "";
    } else if (/[^ \t\r\n]/.test(part)) return fail(reading, node, `the text “${part.trim().slice(0, 40)}” is not expected here`);
    else blank = part;
  }
  return each.length === 0 && blank === "" ? null : packBlanks(each, blank);
}

function memoryOfElement(node: TreeElement, extras: readonly TreeAttribute[]): ElementMemory {
  const prefix = elementPrefix(node.scope, node.namespace) === node.prefix ? null : node.prefix;
  return { prefix, declarations: node.declarations, extras, blanks: null, text: null, attributes: null, order: null, children: null };
}

function usualOrNull(memory: ElementMemory): ElementMemory | null {
  return isUsual(memory) ? null : memory;
}

function rememberElement(value: object, memory: ElementMemory): void {
  if (!isUsual(memory)) remember(value, memory);
}

function fail(reading: Reading, node: TreeElement, problem: string): never {
  const message = problem.charAt(0).toUpperCase() + problem.slice(1);
  throw new DocumentProblem(`${message}.`, pathText(reading.steps), node.line, node.column);
}
