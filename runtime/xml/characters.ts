/** ASCII letters, `_` and `:`. */
export const NAME_START = 1;
/** Digits, `-` and `.`, which a name may hold but not begin with. */
const NAME_PART = 2;

/** For each byte NAME_START, NAME_PART or 0; bytes above 0x7F are 0 and left to isNameStart and isNamePart. */
export const nameClass = new Uint8Array(256);
for (let byte = 0x41; byte <= 0x5a; byte++) nameClass[byte] = nameClass[byte + 0x20] = NAME_START;
nameClass[0x3a] = nameClass[0x5f] = NAME_START;
for (let byte = 0x30; byte <= 0x39; byte++) nameClass[byte] = NAME_PART;
nameClass[0x2d] = nameClass[0x2e] = NAME_PART;

/**
 * 0 for a byte that stands for itself wherever characters may stand; 1 for what somebody must look at: controls, line ends, and
 * `"`, `&`, `'`, `-`, `<`, `?`, `]`, which end something or begin a reference, and bytes above 0x7F.
 */
export const specialClass = new Uint8Array(256);
specialClass.fill(1, 0, 0x20).fill(1, 0x80);
specialClass[0x09] = 0;
for (const character of "\"&'-<?]") specialClass[character.charCodeAt(0)] = 1;

/** Like specialClass for text: quotes, `-` and `?` stand for themselves. */
export const textClass = specialClass.slice();
for (const character of "\"'-?") textClass[character.charCodeAt(0)] = 0;

export const INCOMPLETE = -1;
export const INVALID = -2;

/**
 * The code point at an offset below limit, INCOMPLETE when the bytes up to limit begin a character, INVALID when they cannot: overlong forms,
 * surrogates and numbers above U+10FFFF are invalid.
 */
export function readCodePoint(bytes: Uint8Array, offset: number, limit: number): number {
  const first = bytes[offset] as number;
  if (first < 0x80) return first;
  if (first < 0xc2 || first > 0xf4) return INVALID;
  if (offset + 1 >= limit) return INCOMPLETE;
  const second = bytes[offset + 1] as number;
  if ((second & 0xc0) !== 0x80) return INVALID;
  if (first < 0xe0) return ((first & 0x1f) << 6) | (second & 0x3f);
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return INVALID;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return INVALID;
  if (offset + 2 >= limit) return INCOMPLETE;
  const third = bytes[offset + 2] as number;
  if ((third & 0xc0) !== 0x80) return INVALID;
  if (first < 0xf0) return ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  if (offset + 3 >= limit) return INCOMPLETE;
  const fourth = bytes[offset + 3] as number;
  if ((fourth & 0xc0) !== 0x80) return INVALID;
  return ((first & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
}

/** How many bytes a code point takes in UTF-8. */
export function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Whether XML 1.0 allows the character in a document. */
export function isXmlCharacter(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d;
  if (codePoint < 0xd800) return true;
  return (codePoint >= 0xe000 && codePoint <= 0xfffd) || (codePoint >= 0x10000 && codePoint <= 0x10ffff);
}

export function isWhiteSpace(codePoint: number): boolean {
  return codePoint === 0x20 || codePoint === 0x0a || codePoint === 0x0d || codePoint === 0x09;
}

// The ranges above ASCII of NameStartChar, and those NameChar has besides, in XML 1.0, fifth edition.
const nameStartRanges = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
] as const;
const namePartRanges = [
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
] as const;

/** Whether a name may begin with the character. */
export function isNameStart(codePoint: number): boolean {
  if (codePoint < 0x80) return nameClass[codePoint] === NAME_START;
  return nameStartRanges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** Whether a name may hold the character after its first. */
export function isNamePart(codePoint: number): boolean {
  if (codePoint < 0x80) return nameClass[codePoint] !== 0;
  return isNameStart(codePoint) || namePartRanges.some(([first, last]) => codePoint >= first && codePoint <= last);
}
