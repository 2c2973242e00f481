import type { ItemLayout, RecordLayout } from "./layout.ts";
import { createScalarWriter, type ScalarWriter } from "./write-scalar.ts";

/** How something is written: its tags, with the line break and the blanks before them. */
interface Tags {
  readonly open: string;
  readonly close: string;
  /** Both in one, for what has nothing in it. */
  readonly whole: string;
}

export interface ItemWriter extends Tags {
  readonly layout: ItemLayout;
  readonly scalar: ScalarWriter;
}

/** A record, with what may stand in it in order. Of an inline one the tags are not used. */
export interface RecordWriter extends Tags {
  readonly layout: RecordLayout;
  readonly contains: readonly (ItemWriter | RecordWriter)[];
}

/** @param indent null: compact, without white space between elements; else the number of levels outside */
export function createRecordWriter(layout: RecordLayout, indent: number | null): RecordWriter {
  const inner = indent === null || layout.tag === "" ? indent : indent + 1;
  const contains = layout.contains.map((child): ItemWriter | RecordWriter => {
    if (child.kind === "record") return createRecordWriter(child, inner);
    const before = lineBreak(inner);
    const { tag } = child;
    const scalar = createScalarWriter(child.type, child.empty);
    return { layout: child, open: `${before}<${tag}>`, close: `</${tag}>`, whole: `${before}<${tag}/>`, scalar };
  });
  const before = lineBreak(indent);
  const { tag } = layout;
  return { layout, open: `${indent === 0 ? "" : before}<${tag}>`, close: `${before}</${tag}>`, whole: `${indent === 0 ? "" : before}<${tag}/>`, contains };
}

function lineBreak(indent: number | null): string {
  return indent === null ? "" : `\n${"  ".repeat(indent)}`;
}
