import { joinWords, quote } from "./english.ts";

interface Piece {
  /** Characters as they stand, or null for one of a class. */
  readonly literal: string | null;
  readonly one: string;
  readonly many: string;
  readonly count: string;
}

/** What a form of `matches` asks for, in words: "one letter from A to Z, then 12 digits". A form too rich for words is quoted. */
export function describePattern(pattern: string): string {
  const pieces = readPieces(pattern);
  if (pieces === null) return `the pattern ${quote(pattern)}`;
  return pieces.map(describePiece).join(", then ");
}

const PIECE = /\(((?:[A-Za-z0-9 -]+\|)*[A-Za-z0-9 -]+)\)|\[((?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+)\]|\.|[A-Za-z0-9 -]+?(?![*+?{])|[A-Za-z0-9]/y;
const COUNT = /\*|\+|\?|\{\d+(?:,\d*)?\}/y;

function readPieces(pattern: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < pattern.length) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(pattern);
    if (found === null || found[0] === "") return null;
    at += found[0].length;
    COUNT.lastIndex = at;
    const count = COUNT.exec(pattern)?.[0] ?? "";
    at += count.length;
    const [whole, alternatives, characters] = found;
    const last = pieces.at(-1);
    if (alternatives !== undefined) {
      const words = joinWords(alternatives.split("|"), "or");
      pieces.push({ literal: null, one: words, many: words, count });
    } else if (characters !== undefined) pieces.push({ literal: null, ...describeClass(characters), count });
    else if (whole === ".") pieces.push({ literal: null, one: "one character", many: "characters", count });
    else if (count === "" && last?.literal !== null && last?.literal !== undefined && last.count === "") {
      pieces[pieces.length - 1] = { ...last, literal: last.literal + whole };
    } else pieces.push({ literal: whole, one: whole, many: whole, count });
  }
  return pieces;
}

function describeClass(characters: string): { one: string; many: string } {
  if (characters === "0-9") return { one: "one digit", many: "digits" };
  if (characters === "A-Z") return { one: "one letter", many: "letters" };
  if (/^(?:A-Z|a-z|0-9){2,3}$/.test(characters) && characters.includes("0-9")) return { one: "one letter or digit", many: "letters or digits" };
  const ranges = [...characters.matchAll(/(.)(?:-(.))?/g)].map(([, from, to]) => (to === undefined ? from : `${from} to ${to}`)).map(String);
  return { one: `one character (${joinWords(ranges, "or")})`, many: `characters (each ${joinWords(ranges, "or")})` };
}

function describePiece({ literal, one, many, count }: Piece): string {
  const text = literal === null ? many : quote(literal);
  const single = literal === null ? one : quote(literal);
  const [, low, comma, high] = /^\{(\d+)(,?)(\d*)\}$/.exec(count) ?? [];
  if (low !== undefined) {
    if (comma === "") return low === "1" ? single : `${low} ${text}`;
    return high === "" ? `at least ${low} ${text}` : `${low} to ${high} ${text}`;
  }
  if (count === "*") return `any number of ${text}`;
  if (count === "+") return `one or more ${text}`;
  return count === "?" ? `perhaps ${single}` : single;
}
