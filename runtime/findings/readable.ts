/**
 * Makes data fit to be shown to a person, in a terminal as in a page: nothing in it can move the cursor, turn the direction of writing, hide,
 * or fill the screen. What only machines read (JSON Lines, JSON, CSV) stays as it is.
 */

/** Characters of a value that a report shows. */
export const VALUE_LENGTH = 120;
/** Characters of a message, which may hold several values. */
export const MESSAGE_LENGTH = 500;

/** Controls, marks of direction, invisible characters, what XML cannot hold. Line ends and tabs are dealt with before. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

/** Nothing in most texts needs a second look. */
const PLAIN = /^[ -~]*$/;

/**
 * The text on one line, cut with an ellipsis, characters that cannot be seen named: `[U+202E]`.
 * @param length in characters, ellipsis included
 */
export function readable(text: string, length: number): string {
  if (text.length <= length) return nameUnseen(text);
  // A character is at most two code units; cutting first keeps a value of many megabytes from being walked through.
  const characters = Array.from(text.slice(0, 2 * length + 2));
  return characters.length <= length ? nameUnseen(text) : `${nameUnseen(characters.slice(0, length - 1).join(""))}…`;
}

/** The text on one line, characters that cannot be seen named. */
export function nameUnseen(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(/[\t\n\r]+/g, " ").replaceAll(UNSEEN, nameCharacter);
}

function nameCharacter(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
