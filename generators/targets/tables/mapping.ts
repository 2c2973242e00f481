import { absentItems } from "../../specification/build-tables.ts";
import type { Json } from "../../specification/canonical.ts";
import { formatItemType } from "../../specification/item-type.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { noticeLines } from "../notice.ts";
import { referenceOf, type TableFile } from "./table-files.ts";

/** How tables, items and XML correspond, for whoever writes a converter of their own. */
export function mappingOf(files: readonly TableFile[], release: Release): Json {
  return {
    release: release.id,
    about: noticeLines(release),
    date: release.lexical.date,
    official: release.formats.includes("csv"),
    child: release.child === null ? null : { record: release.child.record.path, key: release.child.key.path },
    tables: files.map((file) => tableMapping(file, files, release)),
    notInTables: [...absentItems(release.root).values()].map(({ item, why }) => ({ item: item.path, xml: xmlPath(item, release.root), why })),
  };
}

function tableMapping(file: TableFile, files: readonly TableFile[], release: Release): Json {
  const { table, columns, alternatives } = file;
  const reference = referenceOf(file, files, release);
  return {
    name: table.name,
    template: `templates/${file.file}`,
    label: table.label,
    record: table.record.path,
    xml: xmlPath(table.record, release.root),
    rows: { minimum: table.rows.minimum, maximum: table.rows.maximum },
    within: reference === null ? null : { table: reference.to.table.name, by: reference.columns },
    columns: columns.map(({ name, item, column, isMandatory }) => ({
      name,
      kind: column.identifies !== null ? "key" : column.copies !== null ? "copy" : "item",
      item: item?.path ?? null,
      xml: item === null ? null : xmlPath(item, release.root),
      type: item === null ? "text" : formatItemType(item.type),
      identifies: column.identifies?.path ?? null,
      column: column.required ? "required" : "optional",
      cell: isMandatory ? "required" : "optional",
    })),
    alternatives: alternatives.map(({ name, list }) => ({
      name,
      instead: list.table,
      item: `${list.record}/${list.item}`,
      holds: list.code === null ? "all entries, separated by semicolons" : "1 when the code is there",
      code: list.code,
    })),
    implied: table.implied.map(({ item, value }) => ({ item: item.path, row: value, otherwise: item.neutral })),
  };
}

/** The elements from the root, as in `/Message/Header`; null where XML has no place for it. Records without an element leave their step out. */
function xmlPath(node: RecordNode | ItemNode, root: RecordNode): string | null {
  const steps: TreeNode[] = [root];
  for (let at: TreeNode | undefined = root; at !== undefined && at !== node; ) {
    at = at.kind === "record" ? at.contains.find((child) => `${node.path}/`.startsWith(`${child.path}/`)) : undefined;
    if (at !== undefined) steps.push(at);
  }
  if (steps.some(({ xml }) => xml.kind === "none")) return null;
  return steps.map(({ xml }) => (xml.kind === "element" ? `/${xml.tag}` : "")).join("");
}
