/**
 * Regular expressions for dates that XML Schema and JavaScript read alike. They have no anchors: XML Schema compares a pattern with the whole
 * value, JavaScript needs `^(?:…)$` around it. Alternatives make the calendar exact, because neither language can count.
 */

const day28 = "(0[1-9]|1[0-9]|2[0-8])";
const month = "(0[1-9]|1[0-2])";
/** Months with a 29th and a 30th in every year. */
const month30 = "(0[13-9]|1[0-2])";
const month31 = "(0[13578]|1[02])";
const year = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})";
/** Two digits that are divisible by four and not 00. */
const fours = "(0[48]|[2468][048]|[13579][26])";
const leapYear = `([0-9]{2}${fours}|${fours}00)`;
const unknown = "[zZ]{2}";
const unknownYear = "[zZ]{4}";

/** `2024-02-29`: the real calendar dates of the years 0001 to 9999. */
export const isoDatePattern = `(${year}-(${month}-${day28}|${month30}-(29|30)|${month31}-31)|${leapYear}-02-29)`;

/** `29/02/2024`: the real calendar dates of the years 0001 to 9999. */
export const ukDatePattern = `((${day28}/${month}|(29|30)/${month30}|31/${month31})/${year}|29/02/${leapYear})`;

/** A date, or one whose day, day and month, or all parts are not known: `2024-02-zz`, `2024-zz-zz`, `zzzz-zz-zz`. */
export const isoPartialDatePattern = `(${isoDatePattern}|${year}-(${month}|${unknown})-${unknown}|${unknownYear}-${unknown}-${unknown})`;

/** A date, or one whose day, day and month, or all parts are not known: `zz/02/2024`, `zz/zz/2024`, `zz/zz/zzzz`. */
export const ukPartialDatePattern = `(${ukDatePattern}|${unknown}/(${month}|${unknown})/${year}|${unknown}/${unknown}/${unknownYear})`;

const time = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?";
/** No zone is further than 14 hours from UTC: the limit of XML Schema. */
const zone = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?";

/** `2024-02-29T09:30:00`, with fractions of a second and a time zone if wanted; the hours are 00 to 23. */
export const dateTimePattern = `${isoDatePattern}${time}${zone}`;

/** Four digits. */
export const yearPattern = "[0-9]{4}";

/** The form of an ISO date, for readers that know the calendar themselves: no time zone, no more than four digits of the year. */
export const isoDateForm = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/** The form of a date and time, for readers that know the calendar themselves: hours 00 to 23, though XML Schema has 24:00:00 as well. */
export const dateTimeForm = `${isoDateForm}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?`;
