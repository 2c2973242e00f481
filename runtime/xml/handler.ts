/**
 * What a consumer gets, in document order. Elements and attributes come as the index of their name in the reader's table of names: the names
 * given in `XmlOptions.names` have their index there, so that generated code can switch on constants. Names are as written, prefix included:
 * prefixes are not resolved, and one that is not bound is not a problem (libxml2 too calls such a document well-formed).
 */
export interface XmlHandler {
  /** A start tag. Line and column are those of its `<`, from 1; columns count Unicode characters. Its attributes follow, then its content. */
  open(name: number, line: number, column: number): void;
  /** An attribute of the element just opened, references resolved, white space made blanks as XML says. Called only when there is one. */
  attribute(name: number, value: string): void;
  /**
   * The characters between two tags, never empty: references resolved, CDATA sections included, comments and processing instructions left
   * out, line ends made `\n`. What is only white space is reported where it is the whole content of an element, elsewhere only if asked for.
   */
  text(value: string): void;
  /** An end tag, or the end of an empty-element tag. */
  close(name: number): void;
}

/** What bounds the memory that a hostile file can take. */
export interface XmlLimits {
  /** Elements inside one another. */
  readonly depth: number;
  /** Bytes of one text value, of one tag with all its attributes, of one comment or processing instruction. */
  readonly valueBytes: number;
  /** Bytes of one name. */
  readonly nameBytes: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** Different names in one file, beyond those given. */
  readonly names: number;
}

export const defaultLimits: XmlLimits = { depth: 200, valueBytes: 1024 * 1024, nameBytes: 1000, attributes: 100, names: 2000 };

export interface XmlOptions {
  /** Names which get the indexes 0, 1, 2, …; each must be an XML name, given once. */
  readonly names?: readonly string[];
  /** Whether white space between two tags is reported as text too; not, when left out. */
  readonly blanks?: boolean;
  readonly limits?: Partial<XmlLimits>;
}

/** Takes the bytes of one document. */
export interface XmlReader {
  /**
   * Reads the next bytes; the chunk may be reused afterwards. Events can lag behind the bytes by one token.
   * Throws XmlProblem, once; after a problem, or an error of the handler, it must not be used any more and says so.
   */
  write(chunk: Uint8Array): void;
  /** Says that there are no more bytes. Throws XmlProblem when the document is not complete. */
  end(): void;
  /** The name with an index that the handler got. */
  nameOf(index: number): string;
}
