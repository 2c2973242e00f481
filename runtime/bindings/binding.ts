import type { XmlSource } from "./xml-source.ts";
import { createTables, type RecordLayout } from "./layout.ts";
import { createChildParser, iterateChildren, type Parser, type ParserHandlers, parseWhole } from "./parse.ts";
import type { Parsed, ParsedChild } from "./parsed.ts";
import { createReturnWriter, createSerialiser, type SerialiseOptions, type Serialiser, serialiseEach, serialiseWhole } from "./serialise.ts";

/** Reading and writing of the returns of one release. `Head` is a return without its children. */
export interface Binding<Return, Head, Child> {
  readonly parse: (xml: XmlSource) => Parsed<Return>;
  readonly parseChildren: (
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    handlers: Omit<ParserHandlers<Head, Child>, "child">,
  ) => AsyncGenerator<ParsedChild<Child>, void, undefined>;
  readonly createParser: (handlers: ParserHandlers<Head, Child>) => Parser;
  readonly serialise: (value: Return, options: SerialiseOptions) => string;
  readonly serialiseChildren: (
    head: Head,
    children: AsyncIterable<Child> | Iterable<Child>,
    options: SerialiseOptions,
  ) => AsyncGenerator<string, void, undefined>;
  readonly createSerialiser: (head: Head, options: SerialiseOptions) => Serialiser<Child>;
}

/**
 * Binds typed records to XML by a layout; the types must be those of the layout.
 * @param childNames names of the records from the root down to that of a child, the root left out
 */
export function createBinding<Return, Head, Child>(layout: RecordLayout, childNames: readonly string[]): Binding<Return, Head, Child> {
  const root = createTables(layout);
  const childPath = [layout.name, ...childNames].join("/");
  const writer = createReturnWriter(layout, childNames);
  return {
    parse: (xml) => parseWhole(root, xml),
    parseChildren: (chunks, handlers) => iterateChildren(root, childPath, chunks, handlers),
    createParser: (handlers) => createChildParser(root, childPath, handlers),
    serialise: (value, options) => serialiseWhole(writer, value, options),
    serialiseChildren: (head, children, options) => serialiseEach(writer, head, children, options),
    createSerialiser: (head, options) => createSerialiser(writer, head, options),
  };
}
