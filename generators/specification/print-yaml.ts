import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { createSourceFile, type Span } from "./source.ts";
import { misreading } from "./yaml-reader.ts";

/** A value of a specification file that is to be printed. Numbers are text: the reader takes them as the text that a person wrote. */
export type YamlValue = string | boolean | readonly YamlValue[] | YamlFields | YamlText;

/** A text for which the name of its key does not say how it stands in YAML. */
export interface YamlText {
  readonly text: string;
  /**
   * An expression stands without quotes, in a block where YAML asks for them; a value is plain where every tool reads it as text; the third is
   * always in quotes, and a number stands as a person wrote it, without them.
   */
  readonly as: "expression" | "value" | "quoted" | "number";
}

/** A map in the order in which it is printed. */
export interface YamlFields {
  /** Whether it stands on one line where it fits, `{item: CHILDID, required: true}`; otherwise each field has a line. */
  readonly short: boolean;
  readonly fields: readonly (readonly [key: string, value: YamlValue])[];
}

const WIDTH = 120;
/**
 * Fixed, so that the same value gives the same bytes whatever the library's defaults become. Line breaks in double quotes are always written
 * as escapes: on lines of their own the library loses some that stand beside blanks.
 */
const OPTIONS = {
  indent: 2,
  indentSeq: true,
  lineWidth: WIDTH,
  minContentWidth: 0,
  doubleQuotedMinMultiLineLength: 1e9,
  flowCollectionPadding: false,
} as const;
/** Fields that hold dates: there, a date needs no quotes. */
const DATE_KEYS: ReadonlySet<string> = new Set(["start", "end", "reference-date", "date", "opens", "load-by", "submit-by", "from-date", "to-date"]);
const NOWHERE: Span = { file: createSourceFile("", ""), start: 0, end: 0 };
/** What only quotes and escapes carry through YAML: controls, line breaks of other systems, separators, blanks at the ends. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NEEDS_ESCAPES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|^\s|\s$|\p{Surrogate}/u;

/**
 * Prints a map as the text of a YAML file that reads back as the same value, and that no YAML 1.1 tool reads as anything but text.
 * @param comment lines without a comment marker, printed above
 */
export function printYaml(value: YamlFields, comment: readonly string[] = []): string {
  const head = comment.map((line) => (line === "" ? "#\n" : `# ${line}\n`)).join("");
  return head + new Document(mapNode(value, 0, false), { version: "1.2" }).toString(OPTIONS);
}

function mapNode({ fields }: YamlFields, indent: number, flow: boolean): YAMLMap {
  const map = new YAMLMap();
  map.flow = flow;
  for (const [key, value] of fields) {
    const name = new Scalar(key);
    if (isMisread(key)) name.type = Scalar.QUOTE_DOUBLE;
    map.items.push(new Pair(name, valueNode(value, key, indent + key.length + (name.type === undefined ? 2 : 4), indent, flow)));
  }
  return map;
}

/**
 * @param start column at which the value would start on the line of its key
 * @param indent column of the key
 */
function valueNode(value: YamlValue, key: string, start: number, indent: number, flow: boolean): YAMLMap | YAMLSeq | Scalar {
  if (typeof value === "boolean") return new Scalar(value);
  if (typeof value === "string") return textNode(value, styleOf(value, key, WIDTH - start, flow));
  if ("as" in value && value.as === "number") return new Scalar(Number(value.text));
  if ("as" in value) return textNode(value.text, styleOfText(value, WIDTH - start, flow));
  const oneLine = flow || fitsOnLine(value, key, WIDTH - start);
  if ("fields" in value) return mapNode(value, indent + 2, oneLine);
  const list = new YAMLSeq();
  list.flow = oneLine;
  for (const item of value) list.items.push(valueNode(item, key, indent + 4, indent + 2, oneLine));
  return list;
}

function fitsOnLine(value: readonly YamlValue[] | YamlFields, key: string, room: number): boolean {
  if (!mayBeShort(value)) return false;
  const node = "fields" in value ? mapNode(value, 0, true) : valueNode(value, key, 0, 0, true);
  const text = new Document(node, { version: "1.2" }).toString({ ...OPTIONS, lineWidth: 0 }).trimEnd();
  return text.length <= room && !text.includes("\n");
}

function mayBeShort(value: YamlValue): boolean {
  if (typeof value === "string") return !value.includes("\n");
  if (typeof value === "boolean") return true;
  if ("as" in value) return !value.text.includes("\n") && (value.as !== "expression" || isPlain(value.text, true));
  return "fields" in value ? value.short && value.fields.every(([, inner]) => mayBeShort(inner)) : value.every(mayBeShort);
}

function textNode(text: string, type: Scalar.Type | null): Scalar {
  const node = new Scalar(text);
  if (type !== null) node.type = type;
  return node;
}

/** null: plain if it can be, else in quotes, as the library decides. */
function styleOf(text: string, key: string, room: number, flow: boolean): Scalar.Type | null {
  if (!NEEDS_ESCAPES.test(text) && !text.includes("\n")) {
    if (DATE_KEYS.has(key) && /^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
    if (key === "seen-from") return Scalar.QUOTE_DOUBLE;
    if (key === "pattern" && !isMisread(text)) return Scalar.QUOTE_SINGLE;
  }
  return styleOfText({ text, as: "value" }, room, flow);
}

function styleOfText({ text, as }: YamlText, room: number, flow: boolean): Scalar.Type | null {
  if (NEEDS_ESCAPES.test(text) || as === "quoted") return Scalar.QUOTE_DOUBLE;
  if (text.includes("\n")) return flow ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  if (isMisread(text)) return Scalar.QUOTE_DOUBLE;
  if (flow || text.includes("  ")) return null;
  if (text.length > room) return Scalar.BLOCK_FOLDED;
  // An expression in quotes is hard to read and to edit: its own quotes would be escaped.
  return as === "expression" && !isPlain(text, false) ? Scalar.BLOCK_FOLDED : null;
}

/** Whether a text of one line needs no quotes. */
function isPlain(text: string, flow: boolean): boolean {
  const list = new YAMLSeq();
  list.flow = flow;
  list.items.push(new Scalar(text));
  return !/^[[-] ?["']/.test(new Document(list, { version: "1.2" }).toString({ ...OPTIONS, lineWidth: 0 }));
}

/** The library quotes what YAML 1.2 would misread by itself; here it is about what YAML 1.1 tools make of the rest. */
function isMisread(text: string): boolean {
  return misreading({ kind: "scalar", text, style: "plain", value: text, commented: false, span: NOWHERE }) !== null;
}
