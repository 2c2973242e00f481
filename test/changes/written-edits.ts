import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT } from "../support/returnspec.ts";

/** An edit as it stands in a change file, read without the loader of the project. */
export interface WrittenEdit {
  /** `code SEX/M` */
  readonly thing: string;
  /** What a difference must be for it: added, removed, renamed, moved or changed. */
  readonly what: string;
  /** The field that is set; null for the other verbs. */
  readonly field: string | null;
}

type Node = { readonly [key: string]: unknown };

const SECTIONS: Readonly<Record<string, string>> = {
  items: "item",
  codesets: "code set",
  types: "type",
  tables: "table",
  "reference-tables": "reference table",
  definitions: "definition",
  cohorts: "cohort",
  indicators: "indicator",
  questions: "question",
  rules: "rule",
};

/** All edits of a change file. */
export function editsOf(file: string): readonly WrittenEdit[] {
  const edits: WrittenEdit[] = [];
  const document = parse(readFileSync(join(PROJECT, file), "utf8"), { schema: "failsafe" }) as { readonly edits: Node };
  for (const [section, node] of Object.entries(document.edits)) {
    if (section === "crosswalks") {
      for (const [set, steps] of entries(node))
        for (const [from] of entries(steps)) edits.push({ thing: `crosswalk ${set}/${from}`, what: "added", field: null });
      continue;
    }
    const kind = SECTIONS[section];
    if (kind === undefined) throw new Error(`${file}: ${section}`);
    edits.push(...namedEdits(kind, "", node, (name, edit) => partEdits(kind, name, edit)));
  }
  return edits;
}

function entries(node: unknown): readonly (readonly [string, unknown])[] {
  return typeof node === "object" && node !== null && !Array.isArray(node) ? Object.entries(node) : [];
}

function names(node: unknown): readonly string[] {
  return Array.isArray(node) ? node.map(String) : [];
}

/** The verbs on named entries, and the edits of single ones. */
function namedEdits(kind: string, owner: string, node: unknown, inside: (name: string, edit: unknown) => readonly WrittenEdit[]): readonly WrittenEdit[] {
  const thing = (name: string): string => `${kind} ${owner === "" ? "" : `${owner}/`}${name}`;
  return entries(node).flatMap(([key, value]): readonly WrittenEdit[] => {
    if (key === "add")
      return entries(value).flatMap(([name, added]) => membersOf(kind, name, added).map((one) => ({ thing: thing(one), what: "added", field: null })));
    if (key === "remove") return names(value).map((name) => ({ thing: thing(name), what: "removed", field: null }));
    if (key === "rename") return entries(value).map(([, name]) => ({ thing: thing(String(name)), what: "renamed", field: null }));
    if (key === "move") return entries(value).map(([name]) => ({ thing: thing(name), what: "moved", field: null }));
    if (key === "set") return [];
    return [...setEdits(thing(key), value), ...inside(key, value)];
  });
}

/** A family of rules is a way to write several: what is added are its members. */
function membersOf(kind: string, name: string, added: unknown): readonly string[] {
  const family = entries(added).find(([key]) => key === "family")?.[1];
  return kind === "rule" && family !== undefined ? entries(family).map(([member]) => member) : [name];
}

function setEdits(thing: string, node: unknown): readonly WrittenEdit[] {
  const set = entries(node).find(([key]) => key === "set")?.[1];
  return entries(set).map(([field]) => ({ thing, what: "changed", field }));
}

/** Edits of what stands inside an entry: codes, groups, columns, examples. */
function partEdits(kind: string, name: string, edit: unknown): readonly WrittenEdit[] {
  const part = (key: string): unknown => entries(edit).find(([one]) => one === key)?.[1];
  if (kind === "code set") {
    const codes = Object.fromEntries(entries(edit).filter(([key]) => !["set", "groups", "ranges"].includes(key)));
    const ranges = entries(part("ranges")).flatMap(([verb, list]) =>
      names(list).flatMap((range) =>
        codesOfRange(range).map((code) => ({ thing: `code ${name}/${code}`, what: verb === "add" ? "added" : "removed", field: null })),
      ),
    );
    const groups = namedEdits("group", name, part("groups"), (group) => [{ thing: `group ${name}/${group}`, what: "changed", field: "codes" }]);
    return [...namedEdits("code", name, codes, () => []), ...ranges, ...groups];
  }
  if (kind === "table" || kind === "reference table") return namedEdits(kind === "table" ? "column" : "reference column", name, part("columns"), () => []);
  if (kind === "rule") return ["passes", "fails"].flatMap((one) => namedEdits("example", name, part(one), () => []));
  return [];
}

function codesOfRange(range: string): readonly string[] {
  const [first = "", last = first] = range.split("-");
  const codes: string[] = [];
  for (let code = Number(first); code <= Number(last); code += 1) codes.push(String(code).padStart(first.length, "0"));
  return codes;
}
