import { suggestName } from "./diagnostics.ts";
import { type Context, type Place, removedAt, type Scope } from "./edit-context.ts";
import type { Entry } from "./entry.ts";
import { readEntry } from "./read-entries.ts";
import type { Span } from "./source.ts";
import { entryOf, type YamlNode } from "./yaml-reader.ts";

/** The scope of a plain list of entries: a section, the codes of a set, the columns of a table, the groups of a set. */
export function listScope(
  { kind, parent, owner }: Pick<Scope, "kind" | "parent" | "owner">,
  siblings: Entry[],
  context: Context,
  read: Scope["read"],
  edit: Scope["edit"],
): Scope {
  return {
    kind,
    parent,
    owner,
    find: (name) => {
      const index = siblings.findIndex((sibling) => sibling.name === name);
      const entry = siblings[index];
      return entry === undefined ? null : { siblings, index, entry };
    },
    place: ({ key, value }) => {
      const at = siblingOf(value);
      if (at === null) return { siblings, index: siblings.length };
      const index = siblings.findIndex((sibling) => sibling.name === at.name);
      if (index !== -1) return { siblings, index: at.after ? index + 1 : index };
      context.diagnostics.report(
        "RS1306",
        at.span,
        { name: key.text, why: `there is no ${at.name} beside which it could stand.` },
        suggestName(
          at.name,
          siblings.map((sibling) => sibling.name),
        ),
      );
      return null;
    },
    read,
    edit,
    known: () => siblings.map((sibling) => sibling.name),
  };
}

function siblingOf(value: YamlNode): { name: string; after: boolean; span: Span } | null {
  if (value.kind !== "map") return null;
  const entry = entryOf(value, "after") ?? entryOf(value, "before");
  return entry?.value.kind === "scalar" ? { name: entry.value.text, after: entry.key.text === "after", span: entry.value.span } : null;
}

export function partOf(entry: Entry, name: string): Entry[] {
  const part = entry.parts.get(name) ?? [];
  entry.parts.set(name, part);
  return part;
}

/** Items are found anywhere in the tree, by name or by the end of their path. */
export function itemScope(roots: Entry[], context: Context, edit: Scope["edit"]): Scope {
  const find: Scope["find"] = (name, span) => {
    const found = placesOf(roots, "").filter(({ path }) => path === name || path.endsWith(`/${name}`));
    if (found.length > 1) {
      context.diagnostics.report("RS1305", span, { name, places: found.map(({ path }) => path).join(", ") });
    }
    return found[0] ?? null;
  };
  return {
    kind: "item",
    parent: "items",
    owner: null,
    find,
    place: ({ key, value }) => {
      const at = siblingOf(value);
      const inside = value.kind === "map" ? entryOf(value, "in")?.value : undefined;
      if (at !== null) {
        const sibling = find(at.name, at.span);
        if (sibling !== null) return { siblings: sibling.siblings, index: at.after ? sibling.index + 1 : sibling.index };
        context.diagnostics.report(
          "RS1306",
          at.span,
          { name: key.text, why: `there is no item ${at.name} beside which it could stand.` },
          removedAt("item", null, at.name, context) ?? suggestName(at.name, namesOf(roots)),
        );
        return null;
      }
      const record = inside?.kind === "scalar" ? find(inside.text, inside.span) : null;
      if (record !== null && !record.entry.parts.has("contains")) {
        context.diagnostics.report("RS1306", inside?.span ?? key.span, { name: key.text, why: `${record.entry.name} is an item, not a record.` });
        return null;
      }
      if (record !== null) return { siblings: partOf(record.entry, "contains"), index: partOf(record.entry, "contains").length };
      if (inside?.kind !== "scalar") context.diagnostics.report("RS1306", key.span, { name: key.text, why: "say after, before or in." });
      else {
        const why = `there is no record ${inside.text} in which it could stand.`;
        context.diagnostics.report("RS1306", inside.span, { name: key.text, why }, suggestName(inside.text, namesOf(roots)));
      }
      return null;
    },
    read: (added) => readEntry("items", { ...added, key: { ...added.key, text: added.key.text.split("/").at(-1) ?? added.key.text } }, context.change, "items"),
    edit,
    known: () => namesOf(roots),
  };
}

function namesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => [entry.name, ...namesOf(entry.parts.get("contains") ?? [])]);
}

function placesOf(siblings: Entry[], prefix: string): (Place & { path: string })[] {
  return siblings.flatMap((entry, index) => {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    return [{ siblings, index, entry, path }, ...placesOf(entry.parts.get("contains") ?? [], path)];
  });
}
