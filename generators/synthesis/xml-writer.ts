import { emptyRecord, type TextRecord } from "../rules/record-tree.ts";
import { writeXml, xmlLines } from "../rules/write-xml.ts";
import type { Release } from "../specification/model.ts";
import type { ChildWriter, Sink } from "./child-writer.ts";

/**
 * Writes a return as XML, child by child.
 * @param holder the record of the root that holds the children
 * @param comments what the document says of itself
 */
export function createXmlWriter(release: Release, root: TextRecord, holder: TextRecord, comments: readonly string[], sink: Sink): ChildWriter {
  const { child } = release;
  if (child === null) throw new Error("a return with children has a record for them");
  // The document is written with one empty child, in whose place the children then come.
  holder.groups.set(child.record.path, [emptyRecord(child.record)]);
  const lines = writeXml(root, comments).split("\n");
  holder.groups.delete(child.record.path);
  const tag = child.record.xml.kind === "element" ? `<${child.record.xml.tag}/>` : "";
  const at = lines.findIndex((line) => line.trim() === tag);
  const depth = ((lines[at] ?? "").length - tag.length) / 2;
  sink(`${lines.slice(0, at).join("\n")}\n`);
  return {
    write: (record) => sink(`${xmlLines(record, depth).join("\n")}\n`),
    end: () => sink(lines.slice(at + 1).join("\n")),
  };
}
