import { codeFrameColumns } from "@babel/code-frame";
import { closest, distance } from "fastest-levenshtein";
import { type Position, positionAt, type Span } from "./source.ts";

/**
 * Every diagnostic the toolkit can give about a specification, by its permanent code. The text takes its parts by name;
 * a code is never reused for another meaning. Ranges: 10 reading, 11 shape of a file, 12 releases, 13 edits, 14 meaning, 15 rules, 16 stories,
 * 17 likely mistakes, which are warnings, 18 documentation.
 */
export const CATALOGUE = {
  RS1001: "The file cannot be read: {reason}.",
  RS1002: "This is not a text file in UTF-8. Specifications are UTF-8 text; save the file again with that encoding.",
  RS1003: "The file is empty. Delete it, or write what it is there for.",
  RS1004: "YAML cannot be read here: {reason}.",
  RS1005: "A tab stands in the indentation. YAML is indented with spaces.",
  RS1006: "The key {key} stands twice in the same map. Only one of them would count; remove or rename one.",
  RS1007: "{what} is not allowed in a specification. Write the value out, so that every fact stands where it is read.",
  RS1008: "The file holds several YAML documents. Put each into a file of its own.",
  RS1009: "YAML tools read {text} as {reading}, not as text.",
  RS1010: "YAML warns: {reason}.",
  RS1011: "An expression that starts with {start} is not read as text by YAML. Put the expression on a new line after >-.",
  RS1012:
    "A comment on the line of an expression would be cut off, and so might half of the expression. Put the comment on a line of its own, or the expression after >-.",
  RS1013: "A colon followed by a blank ends a plain value in YAML. Put the text in quotes, or an expression on a new line after >-.",
  RS1014: "A key must be plain text.",
  RS1015: "A text that starts with {start} means something else in YAML. Put the whole text in quotes.",
  RS1101: "{key} is not known here.",
  RS1102: "{key} is missing. {why}",
  RS1103: "Expected {expected}, found {found}.",
  RS1104: "{value} is not one of {allowed}.",
  RS1105: "{value} is not {expected}.",
  RS1106: "Nothing is given here. {why}",
  RS1107: "{one} and {other} exclude each other. {why}",
  RS1108: "{file} has no place in this folder. {why}",
  RS1201: "There is no release {release}.",
  RS1202: "These releases extend each other in a circle: {circle}. One of them must be a base.",
  RS1203: "{release} has no version {version}; it has {versions}.",
  RS1204: "The folder is {folder}, but release.yaml says {says}. Both must agree.",
  RS1205: "{earlier} must not be later than {later}.",
  RS1206: "The change is in version {version}, which release.yaml does not list; it lists {versions}.",
  RS1207: "Version {version} stands after {previous}. List versions from the oldest to the newest.",
  RS1208:
    "{part} of published versions would change: {releases}. A published version is fixed. Undo the edit and make it a change of a new version, or a correction (with reason and date).",
  RS1209: "published.lock names {release}, which does not exist. Published versions stay; bring it back.",
  RS1210: "A release extends one of its own collection; {release} is of another.",
  RS1211: "published.lock says that {release} was published with the correction {file}, which does not exist. Bring the file back.",
  RS1212: "extends gives no release for version {version}. It must give one for the first version on.",
  RS1301: "{name} cannot be edited: there is no such {kind} in {release}.",
  RS1302: "{name} cannot be added: {release} has it already.",
  RS1303: "This edit changes nothing: {why}.",
  RS1304: "Two changes of version {version} touch {what}: this one and {other}. Join them into one change, or put one into a later version.",
  RS1305: "{name} stands in several places: {places}. Write more of the path.",
  RS1306: "{name} has no place: {why}",
  RS1307: "The change makes no edit. Say what it changes under edits, or delete the file.",
  RS1308: "{field} is not something that set can change here. {why}",
  RS1401: "There is no code set {name} in {release}.",
  RS1402: "There is no type {name}.",
  RS1403: "The type {type} cannot be read: {why}.",
  RS1404: "The range {range} is empty: its start is greater than its end.",
  RS1405: "The pattern cannot be used: {why}.",
  RS1406: "There is no source {name} in sources.yaml.",
  RS1407: "The crosswalk starts from {code}, which {set} did not have in {release}.",
  RS1408: "The crosswalk leads to {code}, which {set} does not have in {release}.",
  RS1409: "The crosswalk is of {name}, which is not a code set of {release}.",
  RS1410: "The group {group} holds {code}, which is not a code of the set.",
  RS1411: "{one} and {other} differ only in letter case. No two names may.",
  RS1412: "There is no item {name} for this column.",
  RS1413:
    "The item {name} is in {columns}. Every item of a release with tables is in exactly one column, or implied by a table, or says why it is not (not-in-tables).",
  RS1414: "{why}",
  RS1415: "{key} names {name}, which is not an item of the record.",
  RS1416: "The child's {what} {name} does not exist in the tree.",
  RS1417: "There is no dated table {name} in specs/common.",
  RS1420: "{name} cannot be an XML tag: {why}.",
  RS1422: "items.yaml must have exactly one root record; it has {count}.",
  RS1424: "The code {code} is in the set twice.",
  RS1425: "There is no record {name} for this table.",
  RS1426: "The column identifies {name}, which is not a record that may occur several times around the rows of {table}, or that the rows are.",
  RS1427: "The rows of {table} cannot be placed: no column of {where} identifies {name}, of which a child may have several.",
  RS1428: "{why}",
  RS1429: "{name} is declared not to be in the tables (not-in-tables), but {why}.",
  RS1430: "The range {range} holds {count} codes; {limit} is the most. Is a digit too many?",
  RS1431: "The code set {name} has no codes. Give codes, ranges or from-table.",
  RS1432: "There is no column {name} in the reference table {table}.",
  RS1433: "{why}.",
  RS1501: "{message}",
  RS1502: "The rule {rule} stands in {other} already. A rule stands in one file.",
  RS1503:
    "The cases of this rule and those of {other} would have the same permanent ids, because both were first written as {first}. Give this one another id.",
  RS1504: "This is not a family of rules. {why}",
  RS1505: "{name} is given here, but the family {family} has no ${name}.",
  RS1506: "The family uses ${name}, and {member} gives no {name}.",
  RS1508: "In {member} the key {key} stands twice in this map, once by a $name. Only one of them would count.",
  RS1507: "The value of ${name} stands in an expression: there it is one name, number or path, a list of constants, or text between quotes.",
  RS1509: "The example {name} of rule {rule} stands under passes too. Both would have the same permanent id: give this one another name.",
  RS1601: "{message}",
  RS1602: "{message}",
  RS1701: "when is never true, so the rule never applies.",
  RS1702: "The check is never false where the rule applies, so it finds nothing.",
  RS1703: "This part makes no difference to what is found: leave it out, or say what is meant.",
  RS1704: "This fails wherever {item} is empty. Add present({item}) to when, or say it in the check.",
  RS1705: "With {items} empty this alternative is unknown, not false, and nothing is found. Say present(…) in it, or same(…), where it should be.",
  RS1706: "This finds every record for which there is no {record}. Add present(…) of it, or of an item of it, to when.",
  RS1707: "{definition} is unknown, neither true nor false, when {items} is empty; so is its opposite. Say present(…) in it.",
  RS1708: "No rule of {releases} uses {definition}.",
  RS1709: "There is no {lint} here. Leave it out of meant.",
  RS1801:
    "The rule {rule} has no example under {missing}. The guidance shows one record that passes and one that is reported; give it a name and what matters of it.",
  RS1802: "The rule {rule} has no {field}. The guidance has nothing to say of it; write one.",
  RS1803: "The term {definition} has no definition: its page in the guidance would be empty, and rules lead to it. Say in a sentence what it means.",
} as const satisfies Record<string, string>;

export type DiagnosticCode = keyof typeof CATALOGUE;

/** Something wrong with a specification, and where. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly span: Span;
  /** What was probably meant, ready to be shown behind the message. */
  readonly suggestion: string | null;
}

/** Collects diagnostics; several errors are reported in one run. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];

  /**
   * Reports a diagnostic of the catalogue.
   * @param parts the values of the placeholders of its text
   * @param suggestion what was probably meant
   */
  report(code: DiagnosticCode, span: Span, parts: Readonly<Record<string, string | number>> = {}, suggestion: string | null = null): void {
    const message = messageOf(code, parts);
    const same = this.#list.some((d) => d.code === code && d.message === message && d.span.file.path === span.file.path && d.span.start === span.start);
    if (!same) this.#list.push({ code, message, span, suggestion });
  }

  addAll(diagnostics: Iterable<Diagnostic>): void {
    for (const { code, message, span, suggestion } of diagnostics) {
      const same = this.#list.some((d) => d.code === code && d.message === message && d.span.file.path === span.file.path && d.span.start === span.start);
      if (!same) this.#list.push({ code, message, span, suggestion });
    }
  }

  /** Whether one of these has been reported for a file. */
  has(codes: readonly DiagnosticCode[], path: string): boolean {
    return this.#list.some(({ code, span }) => codes.includes(code) && span.file.path === path);
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /** All diagnostics, by file and place. */
  get sorted(): readonly Diagnostic[] {
    return this.#list.toSorted((a, b) => compareText(a.span.file.path, b.span.file.path) || a.span.start - b.span.start || compareText(a.code, b.code));
  }
}

/** The text of the catalogue with its placeholders filled. */
export function messageOf(code: DiagnosticCode, parts: Readonly<Record<string, string | number>>): string {
  return CATALOGUE[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parts[name] ?? "")).trimEnd();
}

/** Warnings tell of what is correct but probably not meant: they fail nothing. */
export function isWarning(code: DiagnosticCode): boolean {
  return code.startsWith("RS17");
}

/** Compares by code unit: the same order on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The known name that was probably meant; null when none is near. Two letters in five may differ, so short codes are never guessed. */
export function nearestName(name: string, known: Iterable<string>): string | null {
  const candidates = [...known];
  if (candidates.length === 0) return null;
  const folded = candidates.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const best = folded ?? closest(name, candidates);
  return folded !== undefined || distance(name, best) <= Math.floor(Math.max(name.length, best.length) * 0.4) ? best : null;
}

/** "Did you mean …?" for a name that is not among the known ones; null when nothing is near. */
export function suggestName(name: string, known: Iterable<string>): string | null {
  const meant = nearestName(name, known);
  return meant === null ? null : `Did you mean ${meant}?`;
}

/** The diagnostic as text: place, code, message, suggestion and a code frame. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { span } = diagnostic;
  const start = positionAt(span.file, span.start);
  const head = `${span.file.path}:${start.line}:${start.column}: ${isWarning(diagnostic.code) ? "warning " : ""}${diagnostic.code}: ${diagnostic.message}`;
  const suggestion = diagnostic.suggestion === null ? "" : ` ${diagnostic.suggestion}`;
  if (span.file.text.trim() === "") return `${head}${suggestion}`;
  return `${head}${suggestion}\n${frame(span, start)}`;
}

/** Lines are shown up to this width: whoever reads a message does not scroll sideways. */
const FRAME_WIDTH = 240;

function frame(span: Span, start: Position): string {
  const lineEnd = span.file.text.indexOf("\n", span.start);
  const end = positionAt(span.file, Math.min(span.end, lineEnd === -1 ? span.file.text.length : lineEnd));
  // The left part is cut off too when the place would otherwise lie outside.
  const cut = start.column > FRAME_WIDTH - 40 ? start.column - 40 : 0;
  const lines = span.file.text.split("\n");
  for (let index = Math.max(0, start.line - 3); index <= Math.min(lines.length - 1, start.line); index += 1) {
    const line = lines[index] ?? "";
    if (cut > 0 || line.length > FRAME_WIDTH) lines[index] = `${line.slice(cut, cut + FRAME_WIDTH)}${line.length > cut + FRAME_WIDTH ? "…" : ""}`;
  }
  const first = start.column - cut;
  const location = {
    start: { line: start.line, column: first },
    end: { line: end.line, column: Math.min(Math.max(end.column - cut, first + 1), FRAME_WIDTH + 1) },
  };
  return codeFrameColumns(lines.join("\n"), location, { highlightCode: false, linesAbove: 2, linesBelow: 1 });
}
