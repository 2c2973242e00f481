import { decodeAscii } from "./decode.ts";
import { INCOMPLETE, NAME_START, nameClass, textClass } from "./characters.ts";
import type { XmlHandler } from "./handler.ts";
import { CDATA_CLOSE, CDATA_OPEN, scanMarkup } from "./markup.ts";
import { hashStep } from "./names.ts";
import { formatNumber, moveTo, passCharacter, refuse, refuseLength, type Source, setAnchor } from "./source.ts";
import { refuseManyNames, type StartTag, scanEndTag, scanStartTag } from "./tags.ts";
import { decodeValue, scanText } from "./text.ts";

export interface ContentScanner {
  /** How many elements are open. */
  depth(): number;
  /** Whether the root has been closed. */
  isDone(): boolean;
  /** The index of the name of the innermost open element, and the line of its start tag. */
  innermost(): { readonly name: number; readonly line: number };
  /** Reads from the `<` of the root, or from where it stopped, until the root is closed or a token is not complete; answers where that is. */
  scan(from: number): number;
}

/**
 * The inner loop. It knows the shapes that make up nearly all of a return (white space, `<name>`, plain text, `</name>`) and leaves the rest to
 * the functions of the files beside it. Profiles decide how it is written: bytes in local variables, no object and no string but the values.
 */
export function createContentScanner(source: Source, handler: XmlHandler, keepsBlanks: boolean): ContentScanner {
  const { limits, names } = source;
  const tag: StartTag = { name: 0, isEmpty: false, attributeNames: [], attributeValues: [] };
  /** For each name the one that was opened after it the last time: nearly always it is the next one again. */
  const followers = new Int32Array(names.lengths.length);
  const openNames = new Int32Array(limits.depth + 1);
  const openLines = new Int32Array(limits.depth + 1);
  let depth = 0;
  let isDone = false;
  let lastOpened = 0;
  /** Whether nothing but text has come since a start tag. */
  let isLeaf = false;
  /** Text before a comment, an instruction or a CDATA section, and that of such sections; and how many bytes it was. */
  let pending = "";
  let pendingBytes = 0;

  /** Whether white space before `<` and a byte may be part of a value: between elements it is not worth a string. */
  const isBlankKept = (next: number): boolean => keepsBlanks || pending !== "" || next === 0x21 || next === 0x3f || (isLeaf && next === 0x2f);

  const reportText = (last: string, isWhole: boolean): void => {
    const value = pending === "" ? last : pending + last;
    pending = "";
    pendingBytes = 0;
    if (value !== "" && (isWhole || keepsBlanks || /[^ \t\r\n]/.test(value))) handler.text(value);
  };

  const enter = (name: number, at: number, line: number, column: number): void => {
    if (depth === limits.depth) {
      refuse(source, at, "too-deep", `The elements are more than ${formatNumber(depth)} deep inside one another, which is more than is read.`);
    }
    depth++;
    openNames[depth] = name;
    openLines[depth] = line;
    handler.open(name, line, column);
  };

  /** Adds the text before a comment, an instruction or a section, and that of the section. */
  const keepText = (value: string, start: number, at: number, end: number): void => {
    pending += value;
    pendingBytes += at - start;
    if (source.bytes[at + 1] === 0x21 && source.bytes[at + 2] === 0x5b) {
      pending += decodeValue(source, at + CDATA_OPEN.length, end - CDATA_CLOSE.length, "cdata");
      pendingBytes += end - at;
    }
    if (pendingBytes > limits.valueBytes) refuseLength(source, at, "The text with this part is");
  };

  const scan = (from: number): number => {
    const { bytes, view } = source;
    let { words } = names;
    let { line, lineStart, continuations } = source;
    let at = from;
    for (;;) {
      const start = at;
      const startLine = line;
      const startLineStart = lineStart;
      const startContinuations = continuations;
      let value = "";
      let byte = bytes[at] as number;
      if (byte !== 0x3c) {
        for (;;) {
          while (byte === 0x20) byte = bytes[++at] as number;
          if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) {
            line++;
            lineStart = at + 1;
            continuations = 0;
          } else if (byte !== 0x09 && byte !== 0x0d) break;
          byte = bytes[++at] as number;
        }
        const isBlank = byte === 0x3c;
        const allowed = limits.valueBytes - pendingBytes;
        if (!isBlank) while (textClass[byte] === 0) byte = bytes[++at] as number;
        if (byte === 0x3c && at - start <= allowed && at + 1 < source.limit) {
          if (!isBlank && line === startLine) value = decodeAscii(bytes, start, at);
          else if (!isBlank || isBlankKept(bytes[at + 1] as number)) value = decodeValue(source, start, at, "text");
        } else {
          setAnchor(source, start, startLine, startLineStart, startContinuations);
          at = scanText(source, start, allowed);
          if (at === INCOMPLETE || at + 1 >= source.limit) return start;
          value = decodeValue(source, start, at, "text");
          moveTo(source, at);
          ({ line, lineStart, continuations } = source);
        }
      }
      const next = bytes[at + 1] as number;
      if (next === 0x2f) {
        if (value !== "" || pending !== "") reportText(value, isLeaf);
        const name = openNames[depth] as number;
        let end = at + 2;
        const lastWord = names.lastWords[name] as number;
        let word = names.firstWords[name] as number;
        while (word < lastWord && view.getInt32(end, true) === words[word]) {
          word++;
          end += 4;
        }
        if (word === lastWord && ((view.getInt32(end, true) ^ (words[word] as number)) & (names.lastMasks[name] as number)) === 0) {
          end = at + 3 + (names.lengths[name] as number);
        } else {
          setAnchor(source, at, line, lineStart, continuations);
          end = scanEndTag(source, at, name, openLines[depth] as number);
          if (end === INCOMPLETE) return at;
          moveTo(source, end);
          ({ line, lineStart, continuations } = source);
        }
        at = end;
        isLeaf = false;
        depth--;
        handler.close(name);
      } else if (nameClass[next] === NAME_START || next >= 0x80) {
        if (value !== "" || pending !== "") reportText(value, false);
        const tagLine = line;
        const column = at - lineStart - continuations + 1;
        let name = followers[lastOpened] as number;
        let end = at + 1;
        const lastWord = names.lastWords[name] as number;
        let word = names.firstWords[name] as number;
        while (word < lastWord && view.getInt32(end, true) === words[word]) {
          word++;
          end += 4;
        }
        isLeaf = true;
        if (word === lastWord && ((view.getInt32(end, true) ^ (words[word] as number)) & (names.lastMasks[name] as number)) === 0) {
          enter(name, at, line, column);
          at += 2 + (names.lengths[name] as number);
        } else {
          let hash = 0;
          end = at + 1;
          while (nameClass[(byte = bytes[end] as number)] !== 0) {
            hash = hashStep(hash, byte);
            end++;
          }
          setAnchor(source, at, line, lineStart, continuations);
          if (byte === 0x3e && end - at - 1 <= limits.nameBytes) {
            name = names.intern(bytes, at + 1, end, hash);
            if (name < 0) refuseManyNames(source, at + 1);
            enter(name, at, line, column);
            at = end + 1;
          } else {
            end = scanStartTag(source, at, tag);
            if (end === INCOMPLETE) return at;
            name = tag.name;
            enter(name, at, tagLine, column);
            for (const [index, attribute] of tag.attributeNames.entries()) handler.attribute(attribute, tag.attributeValues[index] as string);
            moveTo(source, end);
            ({ line, lineStart, continuations } = source);
            at = end;
            if (tag.isEmpty) {
              isLeaf = false;
              depth--;
              handler.close(name);
            }
          }
          followers[lastOpened] = name;
          words = names.words;
        }
        lastOpened = name;
      } else {
        setAnchor(source, at, line, lineStart, continuations);
        if (at + 1 >= source.limit) return at;
        if (next !== 0x21 && next !== 0x3f) {
          passCharacter(source, at + 1);
          refuse(source, at, "not-well-formed", "“<” is not allowed in text: write “&lt;”.");
        }
        const end = scanMarkup(source, at, true);
        if (end === INCOMPLETE) {
          setAnchor(source, start, startLine, startLineStart, startContinuations);
          return start;
        }
        keepText(value, start, at, end);
        moveTo(source, end);
        ({ line, lineStart, continuations } = source);
        at = end;
      }
      if (depth === 0) {
        isDone = true;
        setAnchor(source, at, line, lineStart, continuations);
        return at;
      }
    }
  };

  return {
    depth: () => depth,
    isDone: () => isDone,
    innermost: () => ({ name: openNames[depth] as number, line: openLines[depth] as number }),
    scan,
  };
}
