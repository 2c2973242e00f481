import { SECTIONS, type SectionName } from "./entities.ts";
import { type Context, otherChangeInside, record, reportMissing, type Scope, touch } from "./edit-context.ts";
import { itemScope, listScope, partOf } from "./edit-scopes.ts";
import { suggestName } from "./diagnostics.ts";
import { type Entry, type ListMember, plainText } from "./entry.ts";
import { readEntry, readExample, readGroup } from "./read-entries.ts";
import { describePlace } from "./source.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "./yaml-reader.ts";

/** The named entries of a release while changes are applied. */
export type Sections = Record<SectionName, Entry[]>;

/** Applies the edits of one change to the sections of a release. Wrong edits are reported and left out. */
export function applyEdits(sections: Sections, edits: YamlMap, context: Context): void {
  let count = 0;
  for (const { key, value } of edits.entries) {
    if (value.kind !== "map") continue;
    if (key.text === "crosswalks") {
      count += value.entries.length;
      continue;
    }
    if (!Object.hasOwn(SECTIONS, key.text)) continue;
    const section = key.text as SectionName;
    count += value.entries.length;
    editNamed(
      section === "items"
        ? itemScope(sections.items, context, (entry, node) => editFields(entry, node, context))
        : sectionScope(section, sections[section], context),
      value,
      context,
    );
  }
  if (count === 0) context.diagnostics.report("RS1307", edits.span);
}

function editNamed(scope: Scope, edits: YamlMap, context: Context): void {
  for (const edit of edits.entries) {
    const { key, value } = edit;
    if (key.text === "add" && value.kind === "map") for (const added of value.entries) addEntry(scope, added, context);
    else if (key.text === "remove" && value.kind === "list") for (const item of value.items) removeEntry(scope, item, context);
    else if (key.text === "rename" && value.kind === "map") for (const renamed of value.entries) renameEntry(scope, renamed, context);
    else if (key.text === "move" && value.kind === "map") for (const moved of value.entries) moveEntry(scope, moved, context);
    else if (value.kind === "map" && key.text !== "set") {
      const place = scope.find(key.text, key.span);
      if (place === null) reportMissing(scope, key.text, key.span, context);
      else scope.edit(place.entry, value, key);
    }
  }
}

function addEntry(scope: Scope, added: YamlEntry, context: Context): void {
  const { key } = added;
  const name = key.text.split("/").at(-1) ?? key.text;
  const place = scope.place(added);
  if (place === null) return;
  if (context.touched.has(`${scope.parent}/${name}`) && !touch(`${scope.parent}/${name}`, name, key.span, context)) return;
  if (place.siblings.some((sibling) => sibling.name === name)) {
    context.diagnostics.report("RS1302", key.span, { name, release: context.release });
    return;
  }
  if (!touch(`${scope.parent}/${name}`, name, key.span, context)) return;
  place.siblings.splice(place.index, 0, scope.read(added));
}

function removeEntry(scope: Scope, item: YamlNode, context: Context): void {
  if (item.kind !== "scalar") return;
  const place = scope.find(item.text, item.span);
  if (place === null) return reportMissing(scope, item.text, item.span, context);
  const other = otherChangeInside(place.entry, context);
  if (other !== null) {
    context.diagnostics.report("RS1304", item.span, { version: context.change.version, what: item.text, other: describePlace(other.span) });
    return;
  }
  if (!touch(place.entry.identity, item.text, item.span, context)) return;
  context.touched.set(`${scope.parent}/${place.entry.name}`, context.change);
  place.siblings.splice(place.index, 1);
  record(place.entry, { span: item.span, what: "removed", field: null, before: place.entry.name, after: null }, context);
  context.removed.push({ kind: scope.kind, owner: scope.owner, name: place.entry.name, history: place.entry.history });
}

function renameEntry(scope: Scope, { key, value }: YamlEntry, context: Context): void {
  if (value.kind !== "scalar") return;
  const place = scope.find(key.text, key.span);
  if (place === null) return reportMissing(scope, key.text, key.span, context);
  if (value.text === place.entry.name) {
    context.diagnostics.report("RS1303", value.span, { why: "the new name is the old one" });
    return;
  }
  if (place.siblings.some((sibling) => sibling.name === value.text)) {
    context.diagnostics.report("RS1302", value.span, { name: value.text, release: context.release });
    return;
  }
  if (!touch(`${place.entry.identity}#name`, `the name of ${key.text}`, key.span, context)) return;
  context.touched.set(`${scope.parent}/${place.entry.name}`, context.change);
  record(place.entry, { span: value.span, what: "renamed", field: null, before: place.entry.name, after: value.text }, context);
  place.entry.name = value.text;
  place.entry.origin = { span: value.span, change: context.change };
}

function moveEntry(scope: Scope, moved: YamlEntry, context: Context): void {
  const from = scope.find(moved.key.text, moved.key.span);
  if (from === null) return reportMissing(scope, moved.key.text, moved.key.span, context);
  const target = targetOf(moved.value);
  if (target === null) {
    context.diagnostics.report("RS1306", moved.key.span, {
      name: moved.key.text,
      why: `say ${scope.kind === "item" ? "after, before or in" : "after or before"}.`,
    });
    return;
  }
  const beside = scope.find(target.text, target.span);
  if (beside !== null && holds(from.entry, beside.entry)) {
    context.diagnostics.report("RS1306", target.span, { name: moved.key.text, why: "it cannot stand beside itself or inside itself." });
    return;
  }
  if (!touch(`${from.entry.identity}#place`, `the place of ${moved.key.text}`, moved.key.span, context)) return;
  const before = from.siblings.map((sibling) => sibling.identity).join();
  from.siblings.splice(from.index, 1);
  const to = scope.place(moved);
  if (to === null) {
    from.siblings.splice(from.index, 0, from.entry);
    return;
  }
  to.siblings.splice(to.index, 0, from.entry);
  if (to.siblings === from.siblings && to.siblings.map((sibling) => sibling.identity).join() === before) {
    context.diagnostics.report("RS1303", moved.key.span, { why: `${moved.key.text} stands there already` });
    return;
  }
  record(from.entry, { span: moved.key.span, what: "moved", field: null, before: null, after: plainText(moved.value) }, context);
}

function targetOf(value: YamlNode): YamlScalar | null {
  const node = value.kind === "map" ? (entryOf(value, "after") ?? entryOf(value, "before") ?? entryOf(value, "in"))?.value : undefined;
  return node?.kind === "scalar" ? node : null;
}

function holds(entry: Entry, other: Entry): boolean {
  return entry === other || [...entry.parts.values()].flat().some((part) => holds(part, other));
}

/** `set`: whole new values of fields; null removes one. */
function setFields(entry: Entry, map: YamlMap, context: Context): void {
  for (const { key, value } of map.entries) {
    const field = key.text;
    const old = entry.fields.get(field);
    const removes = value.kind === "scalar" && value.style === "plain" && value.value === null;
    if (removes ? old === undefined : old !== undefined && plainText(old.node) === plainText(value)) {
      context.diagnostics.report("RS1303", value.span, { why: removes ? `${entry.name} has no ${field}` : `${field} of ${entry.name} has this value already` });
      continue;
    }
    if (!touch(`${entry.identity}#${field}`, `${field} of ${entry.name}`, key.span, context)) continue;
    record(
      entry,
      { span: value.span, what: "set", field, before: old === undefined ? null : plainText(old.node), after: removes ? null : plainText(value) },
      context,
    );
    if (removes) entry.fields.delete(field);
    else entry.fields.set(field, { node: value, origin: { span: value.span, change: context.change } });
    if (field === "basis") entry.fields.delete("seen-from");
    if (field === "seen-from") entry.fields.delete("basis");
  }
}

function editList(entry: Entry, list: string, edit: YamlMap, words: string, context: Context): void {
  const members: ListMember[] = entry.lists.get(list) ?? [];
  entry.lists.set(list, members);
  for (const { key, value } of edit.entries) {
    if (value.kind !== "list") continue;
    for (const item of value.items) {
      if (item.kind !== "scalar") continue;
      const index = members.findIndex((member) => member.text === item.text);
      if (!touch(`${entry.identity}#${list}#${item.text}`, `${item.text} in ${words}`, item.span, context)) continue;
      if (key.text === "add" && index !== -1) context.diagnostics.report("RS1302", item.span, { name: item.text, release: `${words} of ${context.release}` });
      else if (key.text === "add") members.push({ text: item.text, origin: { span: item.span, change: context.change } });
      else if (index === -1)
        context.diagnostics.report(
          "RS1301",
          item.span,
          { name: item.text, kind: `code in ${words}`, release: context.release },
          suggestName(
            item.text,
            members.map((member) => member.text),
          ),
        );
      else members.splice(index, 1);
      record(entry, { span: item.span, what: key.text === "add" ? "listed" : "unlisted", field: list, before: null, after: item.text }, context);
    }
  }
}

function sectionScope(section: SectionName, entries: Entry[], context: Context): Scope {
  const edit: Scope["edit"] = (entry, node) => {
    if (section === "codesets") editCodeSet(entry, node, context);
    else if (section === "tables" || section === "reference-tables") editTable(entry, node, section, context);
    else if (section === "rules") editRule(entry, node, context);
    else editFields(entry, node, context);
  };
  return listScope(
    { kind: SECTIONS[section].kind, parent: section, owner: null },
    entries,
    context,
    (added) => readEntry(section, added, context.change, section),
    edit,
  );
}

function editFields(entry: Entry, node: YamlMap, context: Context): void {
  const set = entryOf(node, "set")?.value;
  if (set?.kind === "map") setFields(entry, set, context);
}

function editCodeSet(entry: Entry, node: YamlMap, context: Context): void {
  editFields(entry, node, context);
  const codes = listScope(
    { kind: "code", parent: entry.identity, owner: entry.name },
    partOf(entry, "codes"),
    context,
    (added) => readEntry("codesets", added, context.change, entry.identity),
    (code, edit) => editFields(code, edit, context),
  );
  const reserved = new Set(["set", "ranges", "groups"]);
  editNamed(codes, { ...node, entries: node.entries.filter(({ key }) => !reserved.has(key.text)) }, context);
  const ranges = entryOf(node, "ranges")?.value;
  if (ranges?.kind === "map") editList(entry, "ranges", ranges, `ranges of ${entry.name}`, context);
  const groups = entryOf(node, "groups")?.value;
  if (groups?.kind === "map") {
    const scope = listScope(
      { kind: "group", parent: `${entry.identity}/groups`, owner: entry.name },
      partOf(entry, "groups"),
      context,
      (added) => readGroup(added, context.change, entry.identity),
      (group, edit) => editList(group, "codes", edit, `group ${group.name} of ${entry.name}`, context),
    );
    editNamed(scope, groups, context);
  }
}

function editTable(entry: Entry, node: YamlMap, section: SectionName, context: Context): void {
  editFields(entry, node, context);
  const columns = entryOf(node, "columns")?.value;
  if (columns?.kind !== "map") return;
  const scope = listScope(
    { kind: section === "tables" ? "column" : "reference column", parent: `${entry.identity}/columns`, owner: entry.name },
    partOf(entry, "columns"),
    context,
    (added) => readEntry(section, added, context.change, entry.identity),
    (column, edit) => editFields(column, edit, context),
  );
  editNamed(scope, columns, context);
}

function editRule(entry: Entry, node: YamlMap, context: Context): void {
  editFields(entry, node, context);
  for (const part of ["passes", "fails"]) {
    const examples = entryOf(node, part)?.value;
    if (examples?.kind !== "map") continue;
    const parent = `${entry.identity}/${part}`;
    const scope = listScope(
      { kind: "example", parent, owner: entry.name },
      partOf(entry, part),
      context,
      (added) => readExample(added, context.change, parent),
      () => undefined,
    );
    editNamed(scope, examples, context);
  }
}
