/** Characters of a postcode without blanks: ten still fit into a number exactly. */
const LONGEST = 10;

/**
 * A postcode as a number: equal for spellings that differ in blanks and letter case only, different for different postcodes.
 * @returns -1 for what cannot be a postcode: no letters and digits, other characters, more than ten
 */
export function postcodeNumber(text: string): number {
  let number = 0;
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 160 || code === 9) continue;
    const digit = digitOf(code);
    length += 1;
    if (digit === 0 || length > LONGEST) return -1;
    number = number * 37 + digit;
  }
  return length === 0 ? -1 : number;
}

/** 1 to 10 for figures, 11 to 36 for letters, 0 for what is neither: none is nothing, so that no postcode is the start of another. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 47;
  const letter = code | 32;
  return letter >= 97 && letter <= 122 ? letter - 86 : 0;
}
