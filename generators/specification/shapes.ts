import { type Diagnostics, nearestName, suggestName } from "./diagnostics.ts";
import { entryOf, misreading, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "./yaml-reader.ts";

/** A form that a text must have: a regular expression, and words for people. */
export interface TextForm {
  readonly pattern: RegExp;
  /** Completes "… is not …". */
  readonly words: string;
}

/**
 * What a value of a specification file may be. One definition serves the loader, which checks files against it with exact places,
 * and the JSON Schema that editors use.
 */
export type Shape =
  | {
      readonly kind: "text";
      readonly about: string;
      readonly form?: TextForm;
      readonly oneOf?: readonly string[];
      readonly use?: "prose" | "date" | "expression";
    }
  | { readonly kind: "flag"; readonly about: string }
  /** Checked by whoever reads it. */
  | { readonly kind: "anything"; readonly about: string }
  | { readonly kind: "list"; readonly about: string; readonly of: Shape; readonly orSingle?: boolean; readonly mayBeEmpty?: boolean }
  | { readonly kind: "map"; readonly about: string; readonly of: Shape; readonly keyForm?: TextForm; readonly mayBeEmpty?: boolean }
  | ObjectShape
  | { readonly kind: "nullable"; readonly about: string; readonly of: Shape }
  | { readonly kind: "choice"; readonly about: string; readonly options: readonly Shape[] }
  | { readonly kind: "reference"; readonly about: string; readonly to: () => ObjectShape; readonly name: string };

export interface ObjectShape {
  readonly kind: "object";
  readonly about: string;
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Pairs of keys of which only one may be given, with the reason. */
  readonly exclusive?: readonly { readonly keys: readonly [string, string]; readonly why: string }[];
  /** Keys that belong elsewhere, each with where. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** A value for keys that are not fields (named entries beside fields). */
  readonly others?: Shape;
}

const KIND_WORDS = {
  text: "text",
  flag: "true or false",
  anything: "a value",
  list: "a list",
  map: "a map of names",
  object: "a map",
  choice: "a value",
  nullable: "a value",
  reference: "a map",
} as const;
const FOUND_WORDS = { scalar: "a single value", list: "a list", map: "a map" } as const;

/**
 * Checks a node against a shape; everything wrong is reported, nothing is thrown.
 * @param required whether its key must be there, so that nobody is told to leave it out
 */
export function checkShape(node: YamlNode, shape: Shape, diagnostics: Diagnostics, required = false): void {
  if (node.kind === "scalar" && node.broken === true) return;
  switch (shape.kind) {
    case "text":
      return checkText(node, shape, diagnostics, required);
    case "flag":
      if (node.kind !== "scalar") return reportKind(node, shape, diagnostics, required);
      if (node.style !== "plain" || typeof node.value !== "boolean") {
        diagnostics.report("RS1105", node.span, { value: node.text === "" ? "This" : node.text, expected: "true or false" });
      }
      return;
    case "anything":
      return;
    case "list":
      if (node.kind === "list") {
        if (node.items.length === 0 && shape.mayBeEmpty !== true) diagnostics.report("RS1106", node.span, { why: "Leave the key out, or list something." });
        for (const item of node.items) checkShape(item, shape.of, diagnostics);
        return;
      }
      if (shape.orSingle === true && node.kind === "scalar") return checkShape(node, shape.of, diagnostics);
      return reportKind(node, shape, diagnostics, required);
    case "map":
      if (node.kind !== "map") return reportKind(node, shape, diagnostics, required);
      if (node.entries.length === 0 && shape.mayBeEmpty !== true) diagnostics.report("RS1106", node.span, { why: "Leave the key out, or name something." });
      for (const { key, value } of node.entries) {
        checkKey(key, shape.keyForm, diagnostics);
        checkShape(value, shape.of, diagnostics);
      }
      return;
    case "object":
      return checkObject(node, shape, diagnostics, required);
    case "choice":
      return checkChoice(node, shape, diagnostics, required);
    case "nullable":
      if (node.kind === "scalar" && node.style === "plain" && node.value === null && node.text !== "") return;
      return checkShape(node, shape.of, diagnostics, required);
    case "reference":
      return checkShape(node, shape.to(), diagnostics, required);
  }
}

function reportKind(node: YamlNode, shape: Shape, diagnostics: Diagnostics, required: boolean): void {
  if (node.kind === "scalar" && node.value === null && node.style === "plain") {
    diagnostics.report("RS1106", node.span, { why: `Give ${shape.about}${required ? "" : ", or leave the key out"}.` });
    return;
  }
  diagnostics.report("RS1103", node.span, { expected: `${KIND_WORDS[shape.kind]} (${shape.about})`, found: FOUND_WORDS[node.kind] });
}

function checkText(node: YamlNode, shape: Shape & { kind: "text" }, diagnostics: Diagnostics, required: boolean): void {
  if (node.kind !== "scalar") return reportKind(node, shape, diagnostics, required);
  if (node.text.trim() === "") {
    diagnostics.report("RS1106", node.span, { why: `Give ${shape.about}${required ? "" : ", or leave the key out"}.` });
    return;
  }
  if (node.style === "plain" && node.value === null) {
    diagnostics.report(
      "RS1106",
      node.span,
      { why: `Give ${shape.about}${required ? "" : ", or leave the key out"}.` },
      `If the text ${node.text} is meant, write "${node.text}".`,
    );
    return;
  }
  const reading = misreading(node);
  if (reading !== null && !(shape.use === "date" && reading === "a date")) {
    diagnostics.report("RS1009", node.span, { text: node.text, reading }, `Write "${node.text}", in quotes.`);
    return;
  }
  if (shape.oneOf !== undefined && !shape.oneOf.includes(node.text)) {
    diagnostics.report("RS1104", node.span, { value: shown(node.text), allowed: shape.oneOf.join(", ") }, suggestName(node.text, shape.oneOf));
  } else if (shape.form !== undefined && !shape.form.pattern.test(node.text)) {
    diagnostics.report("RS1105", node.span, { value: shown(node.text), expected: shape.form.words });
  }
}

/** Keys are codes and names: they must be text to every YAML tool. */
export function checkKey(key: YamlScalar, form: TextForm | undefined, diagnostics: Diagnostics): void {
  const reading = misreading(key);
  if (reading !== null) diagnostics.report("RS1009", key.span, { text: key.text, reading }, `Write "${key.text}", in quotes.`);
  else if (form !== undefined && !form.pattern.test(key.text)) diagnostics.report("RS1105", key.span, { value: shown(key.text), expected: form.words });
}

function checkObject(node: YamlNode, shape: ObjectShape, diagnostics: Diagnostics, required: boolean): void {
  if (node.kind !== "map") return reportKind(node, shape, diagnostics, required);
  const known = Object.keys(shape.fields);
  const misspelt = new Set<string>();
  for (const { key, value } of node.entries) {
    const field = Object.hasOwn(shape.fields, key.text) ? shape.fields[key.text] : undefined;
    if (field !== undefined) checkShape(value, field, diagnostics, (shape.required ?? []).includes(key.text));
    else if (shape.others !== undefined && value.kind !== "map") {
      // A name of an entry has a map of edits below it: this can only be a verb.
      const suggestion = suggestName(key.text, known) ?? `Known are: ${known.join(", ")}; an entry is edited by a map below its name.`;
      diagnostics.report("RS1101", key.span, { key: shown(key.text) }, suggestion);
    } else if (shape.others !== undefined) {
      checkKey(key, undefined, diagnostics);
      checkShape(value, shape.others, diagnostics);
    } else {
      const place = Object.hasOwn(shape.elsewhere ?? {}, key.text) ? shape.elsewhere?.[key.text] : undefined;
      if (place !== undefined) {
        diagnostics.report("RS1308", key.span, { field: key.text, why: place });
        continue;
      }
      const settable = shape.fields["set"];
      if (settable?.kind === "object" && Object.hasOwn(settable.fields, key.text)) {
        misspelt.add("set");
        diagnostics.report("RS1101", key.span, { key: shown(key.text) }, `Write set: {${key.text}: …}.`);
        continue;
      }
      const meant = nearestName(key.text, known);
      if (meant !== null) misspelt.add(meant);
      diagnostics.report("RS1101", key.span, { key: shown(key.text) }, meant === null ? `Known are: ${known.join(", ")}.` : `Did you mean ${meant}?`);
    }
  }
  for (const name of shape.required ?? []) {
    if (entryOf(node, name) === undefined && !misspelt.has(name))
      diagnostics.report("RS1102", headOf(node), { key: name, why: `It gives ${shape.fields[name]?.about ?? "what is needed here"}.` });
  }
  for (const { keys, why } of shape.exclusive ?? []) {
    const second = entryOf(node, keys[1]);
    if (isGiven(entryOf(node, keys[0])) && second !== undefined && isGiven(second))
      diagnostics.report("RS1107", second.key.span, { one: keys[0], other: keys[1], why });
  }
}

/** In an edit, null takes a value away. */
function isGiven(entry: YamlEntry | undefined): boolean {
  return entry !== undefined && !(entry.value.kind === "scalar" && entry.value.style === "plain" && entry.value.value === null);
}

/** A missing key is shown at the first key of the map that lacks it, not over its whole text. */
function headOf(map: YamlMap): YamlMap["span"] {
  return map.entries[0]?.key.span ?? { ...map.span, end: map.span.start + 1 };
}

/** A choice is decided by the kind of the node, so that the message is about the option that was meant. */
function checkChoice(node: YamlNode, shape: Shape & { kind: "choice" }, diagnostics: Diagnostics, required: boolean): void {
  const option = shape.options.find((candidate) => accepts(candidate, node));
  if (option === undefined) diagnostics.report("RS1103", node.span, { expected: shape.about, found: FOUND_WORDS[node.kind] });
  else checkShape(node, option, diagnostics, required);
}

function accepts(shape: Shape, node: YamlNode): boolean {
  switch (shape.kind) {
    case "text":
    case "flag":
      return node.kind === "scalar";
    case "anything":
      return true;
    case "list":
      return node.kind === "list";
    case "map":
      return node.kind === "map";
    case "object":
      return node.kind === "map" && (shape.required ?? []).every((name) => entryOf(node, name) !== undefined);
    case "reference":
      return node.kind === "map";
    case "nullable":
      return accepts(shape.of, node);
    case "choice":
      return shape.options.some((option) => accepts(option, node));
  }
}

/** A text inside a sentence: in quotes where it would not stand out as one word. */
function shown(text: string): string {
  return text === "" || /\s/.test(text) ? `"${text}"` : text;
}
