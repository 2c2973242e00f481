/** Anything that cannot be in an XML 1.0 document, even as a character reference: most controls, halves of surrogate pairs, U+FFFE and U+FFFF. */
// oxlint-disable-next-line no-control-regex
const impossible = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

const references = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

/**
 * Text for the content of an element. A carriage return becomes a reference, so that reading gives the same text again.
 * @throws RangeError when the text holds a character that XML cannot; to leave it out would change the data without a word
 */
export function escapeText(text: string): string {
  return escape(text, /[&<>\r]/g);
}

/**
 * Text for the value of an attribute between double quotation marks; tabs and line ends become references.
 * @throws RangeError like escapeText
 */
export function escapeAttribute(text: string): string {
  return escape(text, /[&<>"\t\n\r]/g);
}

function escape(text: string, special: RegExp): string {
  const match = impossible.exec(text);
  if (match !== null) {
    const number = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new RangeError(`XML cannot hold the character U+${number}, which is at position ${match.index + 1} of the text`);
  }
  return text.replace(special, (character) => references.get(character) ?? character);
}
