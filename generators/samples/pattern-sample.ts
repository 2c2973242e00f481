/** A place in a sample: the characters that the pattern allows there. */
type Place = readonly string[];

/**
 * A text that a pattern matches: every repeat as short as it may be, alternatives in turn, and the number in the trailing digits, so that
 * samples of one pattern differ. Letters are X where that is allowed, which looks as invented as it is.
 * @param pattern of the common subset (classes, groups, alternatives, repeats)
 * @param number counts the samples, from 0
 */
export function samplePattern(pattern: string, number: number): string {
  const reader = { pattern, at: 0 };
  const places = readAlternatives(reader, number);
  let rest = number + 1;
  const characters: string[] = [];
  for (const place of places.toReversed()) {
    if (place.length >= 10 && "0123456789".split("").every((digit) => place.includes(digit)) && !place.includes("X")) {
      characters.push(String(rest % 10));
      rest = Math.floor(rest / 10);
    } else {
      characters.push(place.includes("X") ? "X" : (place[0] ?? ""));
    }
  }
  return characters.toReversed().join("");
}

interface Reader {
  readonly pattern: string;
  at: number;
}

function readAlternatives(reader: Reader, number: number): readonly Place[] {
  const alternatives: (readonly Place[])[] = [];
  do {
    if (alternatives.length > 0) reader.at += 1;
    alternatives.push(readSequence(reader, number));
  } while (reader.pattern[reader.at] === "|");
  return alternatives[number % alternatives.length] ?? [];
}

function readSequence(reader: Reader, number: number): readonly Place[] {
  const places: Place[] = [];
  while (reader.at < reader.pattern.length && !"|)".includes(reader.pattern[reader.at] ?? "")) {
    const atom = readAtom(reader, number);
    const times = readMinimum(reader);
    for (let time = 0; time < times; time += 1) places.push(...atom);
  }
  return places;
}

function readAtom(reader: Reader, number: number): readonly Place[] {
  const character = reader.pattern[reader.at] ?? "";
  if (character === "(") {
    reader.at += 1;
    const places = readAlternatives(reader, number);
    reader.at += 1;
    return places;
  }
  if (character === "[") return [readClass(reader)];
  if (character === ".") {
    reader.at += 1;
    return [["X"]];
  }
  return [readCharacter(reader)];
}

function readClass(reader: Reader): Place {
  reader.at += 1;
  const excludes = reader.pattern[reader.at] === "^";
  if (excludes) reader.at += 1;
  const members: string[] = [];
  while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== "]") {
    const low = readCharacter(reader);
    if (low.length === 1 && reader.pattern[reader.at] === "-" && reader.pattern[reader.at + 1] !== "]") {
      reader.at += 1;
      members.push(...charactersBetween(low[0] ?? "", readCharacter(reader)[0] ?? ""));
    } else {
      members.push(...low);
    }
  }
  reader.at += 1;
  return excludes ? charactersBetween(" ", "~").filter((character) => !members.includes(character)) : members;
}

function readCharacter(reader: Reader): Place {
  const character = reader.pattern[reader.at] ?? "";
  reader.at += 1;
  if (character !== "\\") return [character];
  const escaped = reader.pattern[reader.at] ?? "";
  reader.at += 1;
  const digits = charactersBetween("0", "9");
  if (escaped === "d") return digits;
  return escaped === "w" ? ["X", ...charactersBetween("A", "Z"), ...charactersBetween("a", "z"), ...digits, "_"] : [escaped];
}

function readMinimum(reader: Reader): number {
  const repeat = /^(?:[*?+]|\{(\d+)(?:,\d*)?\})/.exec(reader.pattern.slice(reader.at));
  if (repeat === null) return 1;
  reader.at += repeat[0].length;
  return repeat[0] === "+" ? 1 : Number(repeat[1] ?? 0);
}

function charactersBetween(low: string, high: string): string[] {
  const first = low.charCodeAt(0);
  return Array.from({ length: high.charCodeAt(0) - first + 1 }, (_, index) => String.fromCharCode(first + index));
}
