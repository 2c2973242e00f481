/**
 * A message with the values in it.
 * @param template text in which `{X}` stands for the value of X
 * @param lookup the text of X as given in the data; blank is shown as "(empty)", null or undefined as "(not given)"
 */
export function formatMessage(template: string, lookup: (name: string) => string | null | undefined): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => valueWords(lookup(name)));
}

/** A value for a person to read: what is not there is said in brackets. */
export function valueWords(value: string | null | undefined): string {
  if (value === null || value === undefined) return "(not given)";
  return /\S/.test(value) ? value : "(empty)";
}

/** `1 finding`, `2 findings`, `1,234 findings`. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** A whole number with commas between thousands. */
export function groupDigits(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
