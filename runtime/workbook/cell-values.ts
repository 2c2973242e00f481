/** How numbers with a format are shown, by the number of the style of a cell: whether it is one of dates. */
export type DateStyles = readonly boolean[];

/** Formats of dates that have a number of their own in every workbook. */
const BUILT_IN = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format shows a number as a date: letters of days, months and years that are neither quoted nor a colour or condition. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN(id);
  const plain = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, "");
  return /[dmy]/i.test(plain) && !/^general$/i.test(plain);
}

const DAY_MS = 86_400_000;
/** The day before the first, as spreadsheets count that take 1900 for a leap year. */
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** The last day of the year 9999. */
const LAST = 2_958_465;

/**
 * A number that is shown as a date, as text: yyyy-mm-dd or dd/mm/yyyy, with a time behind it when it has one.
 * @returns null for a number that is no day of the calendar
 */
export function dateText(serial: number, form: "yyyy-mm-dd" | "dd/mm/yyyy", is1904: boolean): string | null {
  // Before March 1900 the two counts differ.
  if (!Number.isFinite(serial) || serial < (is1904 ? 0 : 61) || serial > LAST) return null;
  const date = new Date((is1904 ? EPOCH_1904 : EPOCH) + Math.round((serial * DAY_MS) / 1000) * 1000);
  const [day = "", time = ""] = date.toISOString().slice(0, 19).split("T");
  const [year = "", month = "", dayOfMonth = ""] = day.split("-");
  const text = form === "yyyy-mm-dd" ? day : `${dayOfMonth}/${month}/${year}`;
  return time === "00:00:00" ? text : form === "yyyy-mm-dd" ? `${text}T${time}` : `${text} ${time}`;
}

/** A number as it was typed, as far as that is known: whole ones with all their digits, others in the shortest form. */
export function numberText(raw: string): string {
  if (/^-?\d{1,17}$/.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) && raw.trim() !== "" ? String(value) : raw;
}

/** Characters that XML cannot hold are written `_x0007_` in workbooks. */
export function decodeEscapes(text: string): string {
  return text.includes("_x") ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}
