import { createXmlReader } from "../xml/reader.ts";
import type { XmlReader } from "../xml/handler.ts";

/** What a part of a workbook says, by names without prefixes. */
export interface ElementHandler {
  readonly start: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly text?: (value: string) => void;
  readonly end?: (name: string) => void;
}

/** Reads a part of a workbook. Different programs give the same elements different prefixes. @throws {XmlProblem} when it is no XML */
export function createElementReader(handler: ElementHandler): XmlReader {
  let open: string | null = null;
  let attributes = new Map<string, string>();
  const local = (index: number): string => {
    const name = reader?.nameOf(index) ?? "";
    return name.slice(name.indexOf(":") + 1);
  };
  const begin = (): void => {
    if (open === null) return;
    const name = open;
    open = null;
    handler.start(name, attributes);
    attributes = new Map();
  };
  let reader: XmlReader | null = null;
  reader = createXmlReader(
    {
      open: (index) => {
        begin();
        open = local(index);
      },
      attribute: (index, value) => void attributes.set(local(index), value),
      text: (value) => {
        begin();
        handler.text?.(value);
      },
      close: (index) => {
        begin();
        handler.end?.(local(index));
      },
    },
    { blanks: true },
  );
  return reader;
}
