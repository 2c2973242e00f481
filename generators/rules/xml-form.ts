import { itemsInside, recordsInside, type TextRecord } from "./record-tree.ts";
import { writeXml } from "./write-xml.ts";

/** A return as XML carries it. */
export interface ReturnInXml {
  readonly document: string;
  /** What whoever reads the document has before him: the return without what XML has no place for. */
  readonly root: TextRecord;
  /** The path of the element of each record of `root`, as findings write it; records that stand loose in another element have its path. */
  readonly paths: ReadonlyMap<TextRecord, string>;
  /** What XML has no place for, in words; without it rules may come to another result. */
  readonly lost: readonly string[];
}

/** Writes a return of texts as an XML document, and says what that document holds. */
export function returnInXml(root: TextRecord): ReturnInXml {
  const lost = new Set<string>();
  const copy = carry(root, lost);
  const carried = lost.size === 0 ? root : copy;
  return { document: writeXml(carried, []), root: carried, paths: pathsOf(carried), lost: [...lost] };
}

function carry(record: TextRecord, lost: Set<string>): TextRecord {
  const items = new Map<string, string[]>();
  for (const item of itemsInside(record.node)) {
    const texts = record.items.get(item.path);
    if (texts === undefined) continue;
    if (item.xml.kind === "element") items.set(item.path, texts);
    else if (texts.some((text) => text.trim() !== "")) lost.add(`${item.name}: XML has no element for it`);
  }
  const groups = new Map<string, TextRecord[]>();
  for (const node of recordsInside(record.node)) {
    const inner = record.groups.get(node.path) ?? [];
    if (node.xml.kind === "none" && inner.length > 0) lost.add(`${node.name}: XML has no element for it`);
    const occurring = node.xml.kind === "element" ? inner : node.xml.kind === "inline" ? inner.filter(saysSomething) : [];
    if (node.xml.kind === "inline" && occurring.length < inner.length) lost.add(`${node.name} in which nothing is entered`);
    if (node.xml.kind === "inline" && occurring.length > 1) lost.add(`a second ${node.name}`);
    const kept = node.xml.kind === "inline" ? occurring.slice(0, 1) : occurring;
    if (kept.length > 0)
      groups.set(
        node.path,
        kept.map((one) => carry(one, lost)),
      );
  }
  return { node: record.node, items, groups };
}

/** A record without an element of its own occurs when something is entered in it. */
function saysSomething(record: TextRecord): boolean {
  return [...record.items.values()].flat().some((text) => text.trim() !== "") || [...record.groups.values()].flat().some((inner) => saysSomething(inner));
}

function pathsOf(root: TextRecord): ReadonlyMap<TextRecord, string> {
  const paths = new Map<TextRecord, string>();
  const visit = (record: TextRecord, path: string): void => {
    paths.set(record, path);
    for (const node of recordsInside(record.node)) {
      (record.groups.get(node.path) ?? []).forEach((inner, index) => {
        const { xml } = node;
        // A second record where one may be is numbered, as it must be to be found.
        const step = xml.kind === "element" ? `/${xml.tag}${node.occurs.maximum === 1 && index === 0 ? "" : `[${index + 1}]`}` : "";
        visit(inner, `${path}${step}`);
      });
    }
  };
  visit(root, root.node.xml.kind === "element" ? `/${root.node.xml.tag}` : "");
  return paths;
}
