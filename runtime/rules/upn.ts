/** The letters of the UPN check, by remainder: A to Z without I, O and S. */
const CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";

/**
 * The check letter of a unique pupil number: the sum over positions 2 to 13 of position times value, modulo 23, looked up in the check letters.
 * A digit has its own value; a letter in position 13 its index among the check letters.
 * @returns null unless the number is well formed (13 characters: one, then eleven digits, then a digit or check letter)
 */
export function upnCheckLetter(upn: string): string | null {
  const text = upn.toUpperCase();
  if (!/^.[0-9]{11}[0-9A-HJ-NP-RT-Z]$/.test(text)) return null;
  let sum = 0;
  for (let position = 2; position <= 13; position += 1) {
    const character = text.charAt(position - 1);
    const value = character >= "0" && character <= "9" ? Number(character) : CHECK_LETTERS.indexOf(character);
    sum += position * value;
  }
  return CHECK_LETTERS.charAt(sum % 23);
}
