import { type TreeElement, XML_NAMESPACE, XSI_NAMESPACE } from "../../runtime/xsd-types/tree.ts";
import { breakCircles } from "./break-circles.ts";
import { ANY_SIMPLE_TYPE, ANY_TYPE, BUILTIN_TYPES } from "./builtin-types.ts";
import {
  type AttributeDeclaration,
  type AttributeGroup,
  type ElementDeclaration,
  expandedName,
  type ModelGroup,
  type Note,
  type Place,
  type QualifiedName,
  type SchemaSet,
  type TypeDefinition,
} from "./model.ts";
import { readAttribute, readAttributeGroup } from "./read-attributes.ts";
import { readComplexType } from "./read-complex-type.ts";
import { type ComponentKind, documentationOf, type Draft, noteForeign, type ReadContext, type Written } from "./read-context.ts";
import { readElement, readModelGroup } from "./read-elements.ts";
import { readSimpleType } from "./read-simple-type.ts";
import { refuseGrowth } from "./refuse-growth.ts";
import { pointToRedefined, redefinedName } from "./redefine.ts";
import { attributeOf, type Loaded, placeOf, type SchemaDocument, schemaChildren, XSD_NAMESPACE } from "./schema-documents.ts";
import { XML_NAMESPACE_FILE } from "./xml-namespace.ts";

/** A name that a schema refers to in a namespace whose schema was left out. */
export interface Unread {
  readonly kind: ComponentKind | "simpleType";
  readonly name: QualifiedName;
}

const KINDS: Readonly<Record<string, ComponentKind>> = {
  element: "element",
  attribute: "attribute",
  simpleType: "type",
  complexType: "type",
  group: "group",
  attributeGroup: "attributeGroup",
};

/**
 * Makes components of schema files. It judges nothing: that is for lint-schema.ts; what it cannot resolve it notes and takes for anything.
 * @throws {SchemaProblem} for a schema that means far more than it says
 */
export function readSchema({ documents, notes, leftOut }: Loaded): { readonly schema: SchemaSet; readonly unread: readonly Unread[] } {
  const allNotes: Note[] = [...notes];
  const unread = new Map<string, Unread>();
  const written = new Map<ComponentKind, Map<string, Written>>();
  const made = new Map<string, unknown>();
  const queue: (() => void)[] = [];
  const unnamed: TypeDefinition[] = [];
  const heads: { readonly element: Draft<ElementDeclaration>; readonly head: ElementDeclaration; readonly takesType: boolean }[] = [];

  const note = (place: Place, text: string): void => {
    if (!allNotes.some((one) => one.text === text && one.place.file === place.file && one.place.line === place.line && one.place.column === place.column))
      allNotes.push({ place, text });
  };

  /** The component of a name, made once; `absent` when it is declared nowhere. */
  const find = <Component>(
    kind: ComponentKind,
    name: QualifiedName,
    place: Place,
    make: (one: Written) => Component,
    absent: () => Component,
    as: Unread["kind"] = kind,
  ): Component => {
    const key = JSON.stringify([kind, expandedName(name)]);
    if (made.has(key)) return made.get(key) as Component;
    const one = written.get(kind)?.get(expandedName(name));
    if (one === undefined) {
      const isLeftOut = leftOut.has(name.namespace);
      if (isLeftOut) unread.set(key, { kind: as, name });
      note(
        place,
        `The ${kind} ${name.local} is ${isLeftOut ? `of the namespace ${name.namespace}, which is left out` : "declared nowhere"}: anything may stand there.`,
      );
    }
    const component = one === undefined ? absent() : make(one);
    made.set(key, component);
    return component;
  };

  const context: ReadContext = {
    note,
    later: (work) => void queue.push(work),
    complexType: (one, name) => {
      const type = readComplexType(one, name, context);
      unnamed.push(type);
      return type;
    },
    standsFor: (element, head, takesType) => void heads.push({ element, head, takesType }),
    typeNamed: (name, place, isSimple) => {
      const builtin = name.namespace === XSD_NAMESPACE ? (name.local === "anyType" ? ANY_TYPE : BUILTIN_TYPES.get(name.local)) : undefined;
      if (builtin !== undefined) return builtin;
      const make = (one: Written): TypeDefinition =>
        one.node.local === "simpleType" ? readSimpleType(one, name, context) : readComplexType(one, name, context);
      return find<TypeDefinition>("type", name, place, make, () => (isSimple ? ANY_SIMPLE_TYPE : ANY_TYPE), isSimple ? "simpleType" : "type");
    },
    elementNamed: (name, place) =>
      find(
        "element",
        name,
        place,
        (one) => readElement(one, name, context),
        () => anyElement(name, place),
      ),
    attributeNamed: (name, place) =>
      find(
        "attribute",
        name,
        place,
        (one) => readAttribute(one, name, context),
        () => anyAttribute(name, place),
      ),
    groupNamed: (name, place) =>
      find(
        "group",
        name,
        place,
        (one) => readModelGroup(one, name, context),
        () => emptyGroup(name, place),
      ),
    attributeGroupNamed: (name, place) =>
      find(
        "attributeGroup",
        name,
        place,
        (one) => readAttributeGroup(one, name, context),
        () => emptyAttributeGroup(name, place),
      ),
  };

  collect(documents, written, note);
  const elements = new Map<string, ElementDeclaration>();
  const types = new Map<string, TypeDefinition>();
  for (const [key, { document, node }] of written.get("element") ?? []) elements.set(key, context.elementNamed(nameOfKey(key), placeOf(document.path, node)));
  for (const [key, { document, node }] of written.get("type") ?? []) {
    const type = context.typeNamed(nameOfKey(key), placeOf(document.path, node), false);
    // The schema for schemas declares types that are built in.
    if (type.place.file === document.path) types.set(key, type);
  }
  for (const document of documents) if (document.path !== XML_NAMESPACE_FILE) noteForeign(document, context);
  // The queue grows while it is worked off; taking from its front would move all the rest each time.
  for (const work of queue) work();
  settleSubstitutions(heads);
  const ofKind = (kind: ComponentKind): readonly unknown[] => [...made].flatMap(([key, component]) => (key.startsWith(`["${kind}"`) ? [component] : []));
  const named = ofKind("type") as readonly TypeDefinition[];
  breakCircles(named, ofKind("group") as readonly ModelGroup[], note);
  refuseGrowth([...named, ...unnamed]);

  const [first] = documents;
  return {
    schema: {
      files: [...new Set(documents.map(({ path }) => path))],
      targetNamespace: first?.namespace ?? "",
      documentation: first === undefined ? [] : documentationOf(first.root),
      version: first === undefined ? null : attributeOf(first.root, "version"),
      elements,
      types,
      prefixes: prefixesOf(documents),
      notes: allNotes,
    },
    unread: [...unread.values()],
  };
}

/** The global components of all files, by kind and name. */
function collect(documents: readonly SchemaDocument[], written: Map<ComponentKind, Map<string, Written>>, note: ReadContext["note"]): void {
  const add = (document: SchemaDocument, node: TreeElement, redefines: boolean): void => {
    const kind = KINDS[node.local];
    const name = attributeOf(node, "name")?.trim();
    if (kind === undefined || name === undefined) return;
    const ofKind = written.get(kind) ?? new Map<string, Written>();
    written.set(kind, ofKind);
    const key = expandedName(globalName(document, name));
    const known = ofKind.get(key);
    if (known === undefined) ofKind.set(key, { document, node, owner: null });
    else if (redefines) {
      let free = redefinedName(name);
      while (ofKind.has(expandedName(globalName(document, free)))) free = redefinedName(free);
      ofKind.set(expandedName(globalName(document, free)), known);
      ofKind.set(key, { document, node: pointToRedefined(node, free), owner: null });
    }
  };
  for (const document of documents) {
    for (const node of schemaChildren(document.root)) {
      if (node.local === "notation") note(placeOf(document.path, node), `The notation ${attributeOf(node, "name") ?? ""} is not expressed.`);
      add(document, node, false);
    }
  }
  // A file comes before those that it redefines, so the last one is redefined first.
  for (const document of documents.toReversed()) {
    for (const redefine of schemaChildren(document.root).filter(({ local }) => local === "redefine")) {
      for (const node of schemaChildren(redefine)) add(document, node, true);
    }
  }
}

function globalName({ namespace }: SchemaDocument, local: string): QualifiedName {
  return { namespace, local };
}

function nameOfKey(key: string): QualifiedName {
  const [, namespace = "", local = ""] = /^(?:\{(.*)\})?([^{}]*)$/s.exec(key) ?? [];
  return { namespace, local };
}

/** Gives elements without a type that of what they stand for, and each element all that may stand for it. */
function settleSubstitutions(
  heads: readonly { readonly element: Draft<ElementDeclaration>; readonly head: ElementDeclaration; readonly takesType: boolean }[],
): void {
  const direct = new Map<ElementDeclaration, ElementDeclaration[]>();
  const byElement = new Map(heads.map((one) => [one.element as ElementDeclaration, one]));
  for (const { element, head } of heads) direct.set(head, [...(direct.get(head) ?? []), element]);
  const typeFrom = (element: ElementDeclaration, open: readonly ElementDeclaration[]): TypeDefinition => {
    const one = byElement.get(element);
    return one === undefined || !one.takesType || open.includes(element) ? element.type : typeFrom(one.head, [...open, element]);
  };
  for (const { element, takesType } of heads) if (takesType) element.type = typeFrom(element, []);
  for (const head of direct.keys()) {
    const members = new Set<ElementDeclaration>();
    const add = (element: ElementDeclaration): void => {
      for (const member of direct.get(element) ?? []) {
        if (members.has(member)) continue;
        members.add(member);
        add(member);
      }
    };
    add(head);
    (head as Draft<ElementDeclaration>).members = [...members].filter((member) => !member.abstract && member !== head);
  }
}

function prefixesOf(documents: readonly SchemaDocument[]): ReadonlyMap<string, readonly string[]> {
  const prefixes = new Map<string, string[]>([
    [XML_NAMESPACE, ["xml"]],
    [XSI_NAMESPACE, ["xsi"]],
  ]);
  for (const { root } of documents) {
    for (const [prefix, namespace] of root.declarations) {
      const known = prefixes.get(namespace) ?? [];
      if (prefix !== "" && !known.includes(prefix)) prefixes.set(namespace, [...known, prefix]);
    }
  }
  return prefixes;
}

function anyElement(name: QualifiedName, place: Place): ElementDeclaration {
  return {
    kind: "element",
    place,
    documentation: [],
    name,
    isGlobal: true,
    owner: null,
    type: ANY_TYPE,
    nillable: false,
    abstract: false,
    default: null,
    fixed: null,
    members: [],
  };
}

function anyAttribute(name: QualifiedName, place: Place): AttributeDeclaration {
  return { kind: "attribute", place, documentation: [], name, owner: null, type: ANY_SIMPLE_TYPE, default: null, fixed: null };
}

function emptyGroup(name: QualifiedName, place: Place): ModelGroup {
  return { kind: "modelGroup", place, documentation: [], name, particle: null };
}

function emptyAttributeGroup(name: QualifiedName, place: Place): AttributeGroup {
  return { kind: "attributeGroup", place, documentation: [], name, attributes: [], attributeGroups: [], anyAttribute: null };
}
