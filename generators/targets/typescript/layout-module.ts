import type { ItemLayout, RecordLayout, ValueLayout } from "../../../runtime/bindings/layout.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { CodeSet, RecordNode, Release } from "../../specification/model.ts";
import { asciiPattern } from "../../specification/pattern.ts";
import { allNodes } from "../../specification/build-items.ts";
import { emitModule } from "../../typescript/emit.ts";
import { noticeLines } from "../notice.ts";
import { boundCodeSets, codeTypeName, isBound } from "./binding-schema.ts";

type Labels = Readonly<Record<string, string>>;

/** The key of a code set in `codes`: `Sex`. */
function codesKey(set: string): string {
  return codeTypeName(set).replace(/Code$/, "");
}

/** Labels by code; codes from a range have none and stand for themselves. */
function labelsOf(set: CodeSet): Labels {
  return Object.fromEntries(set.codes.filter(({ inSpecification }) => inSpecification).map(({ code, label }) => [code, label ?? code]));
}

/** The code sets with labels as values. */
export function codesModule(release: Release): string {
  const sets = boundCodeSets(release).map((set) => {
    const entries = Object.entries(labelsOf(set)).map(
      ([code, label]) => `${/^[A-Za-z_]\w*$/.test(code) ? code : JSON.stringify(code)}: ${JSON.stringify(label)},`,
    );
    return `/** ${set.label.replaceAll("*/", "* /")}. */\n${codesKey(set.name)}: {\n${entries.join("\n")}\n},`;
  });
  return emitModule(noticeLines(release), [
    `/** Code sets: labels by code. Codes that come from a range have no label and stand for themselves. */\nexport const codes = {\n${sets.join("\n")}\n} as const;`,
  ]);
}

/** Labels of the codes of each set. */
function allLabels(release: Release): ReadonlyMap<string, Labels> {
  return new Map(boundCodeSets(release).map((set) => [set.name, labelsOf(set)]));
}

/** The layout of a release, as the runtime reads and writes by it. */
export function returnLayout(release: Release, codes: ReadonlyMap<string, Labels> = allLabels(release)): RecordLayout {
  const spelling = booleanSpelling(release);
  const record = (node: RecordNode): RecordLayout => ({
    kind: "record",
    name: node.name,
    tag: node.xml.kind === "element" ? node.xml.tag : "",
    label: node.label,
    minimum: node.occurs.minimum,
    maximum: node.occurs.maximum,
    contains: node.contains.filter(isBound).map((child): ItemLayout | RecordLayout => {
      if (child.kind === "record") return record(child);
      const { name, label, occurs, emptyAllowed: empty, xml } = child;
      const tag = xml.kind === "element" ? xml.tag : name;
      return { kind: "item", name, tag, label, minimum: occurs.minimum, maximum: occurs.maximum, empty, type: value(child.type) };
    }),
  });
  const value = (type: ItemType): ValueLayout => {
    switch (type.kind) {
      case "date":
        return { kind: "date", form: release.lexical.date };
      case "boolean":
        return { kind: "boolean", ...spelling };
      case "postcode":
        return { kind: "text", minimum: 1, maximum: 8 };
      case "decimal": {
        const number = (text: string | null): number | null => (text === null ? null : Number(text));
        return { kind: "decimal", minimum: number(type.minimum), maximum: number(type.maximum), places: type.places };
      }
      case "code":
        return { kind: "code", set: release.codeSets.get(type.set)?.label ?? type.set, codes: codes.get(type.set) ?? {} };
      case "pattern":
        return { kind: "pattern", name: release.types.get(type.name)?.label ?? type.name, pattern: asciiPattern(type.pattern) };
      case "one-of":
        return { kind: "one-of", options: type.options.map(value) };
      case "text":
      case "integer":
        return type;
      case "partial-date":
      case "datetime":
      case "year":
        return { kind: type.kind };
    }
  };
  return record(release.root);
}

/** Truth values are written as the public schema has them, where it has fewer spellings. */
function booleanSpelling(release: Release): { readonly yes: string; readonly no: string } {
  const listed = allNodes(release.root).flatMap((node) => (node.kind === "item" && node.type.kind === "boolean" ? [node.published.codes] : []));
  const isNumeric = listed.some((codes) => codes !== null && !codes.includes("true"));
  return isNumeric ? { yes: "1", no: "0" } : { yes: "true", no: "false" };
}

/** The layout as a module; code sets are those of `codes`. */
export function layoutModule(release: Release): string {
  const sets = allLabels(release);
  const keys = new Map([...sets].map(([name, labels]) => [labels, `codes.${codesKey(name)}`]));
  const value = (type: ValueLayout): string => {
    if (type.kind === "one-of") return `{ kind: "one-of", options: [${type.options.map(value).join(", ")}] }`;
    if (type.kind !== "code") return object(type);
    return `{ kind: "code", set: ${JSON.stringify(type.set)}, codes: ${keys.get(type.codes) ?? "{}"} }`;
  };
  const node = (layout: ItemLayout | RecordLayout): string => {
    if (layout.kind === "item") {
      const { type, ...rest } = layout;
      return `{ ${fields(rest)}, type: ${value(type)} }`;
    }
    const { contains, ...rest } = layout;
    return `{\n${fields(rest)},\ncontains: [\n${contains.map((child) => `${node(child)},\n`).join("")}],\n}`;
  };
  return emitModule(noticeLines(release), [
    'import type { RecordLayout } from "./dist/runtime/bindings/layout.js";',
    'import { codes } from "./codes.js";',
    `/** What may stand in the return, in the order of the XML. */\nexport const layout: RecordLayout = ${node(returnLayout(release, sets))};`,
  ]);
}

function object(value: object): string {
  return `{ ${fields(value)} }`;
}

function fields(value: object): string {
  return Object.entries(value)
    .map(([name, content]) => `${name}: ${JSON.stringify(content)}`)
    .join(", ");
}
