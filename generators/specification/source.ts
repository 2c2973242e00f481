import { LineCounter } from "yaml";

/** A text file of the specification, with the means to turn an offset into a line and a column. */
export interface SourceFile {
  /** Path relative to the folder that holds `specs/`, with forward slashes, so that no output depends on the machine. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** A range of characters of a file: offsets are 0-based, `end` is the first character behind it. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place as a person reads it: line and column are 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Makes a source file; counts its lines once. */
export function createSourceFile(path: string, text: string): SourceFile {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return { path, text, lines };
}

/** The 1-based line and column of an offset. */
export function positionAt(file: SourceFile, offset: number): Position {
  const { line, col } = file.lines.linePos(Math.max(0, Math.min(offset, file.text.length)));
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** `path:line:column` of the start of a span. */
export function describePlace(span: Span): string {
  const { line, column } = positionAt(span.file, span.start);
  return `${span.file.path}:${line}:${column}`;
}
