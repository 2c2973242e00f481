import type { ItemType } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import { asciiPattern } from "../specification/pattern.ts";
import { isCalendarDay } from "./calendar.ts";
import { acceptedCodes, type Profile, valueRuleOf } from "./profile.ts";

/**
 * Whether one of the two schemas accepts a text in the element of an item: judged from the model alone, never from a schema.
 * The specification trims values; the public schemas are plain XML Schema, where only dates, numbers and the like are trimmed.
 */
export function acceptsText(release: Release, item: ItemNode, text: string, profile: Profile): boolean {
  const rule = valueRuleOf(item, profile);
  if (rule.emptyAllowed && trimBlanks(text) === "") return true;
  if (rule.codes !== null) return rule.codes.includes(text);
  return accepts(release, rule.type, text, profile);
}

/** Takes off the white space of XML at both ends; a no-break space is a character. */
export function trimBlanks(text: string): string {
  return text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

function accepts(release: Release, type: ItemType, raw: string, profile: Profile): boolean {
  const trimmed = trimBlanks(raw);
  const text = profile === "strict" ? trimmed : raw;
  switch (type.kind) {
    case "text": {
      const length = [...text].length;
      return length >= type.minimum && (type.maximum === null || length <= type.maximum);
    }
    case "code":
      return acceptedCodes(release, type.set, profile).includes(text);
    case "pattern":
      // To XML Schema, whose word the public schemas use, \d is a digit of any script.
      return new RegExp(`^(?:${profile === "strict" ? asciiPattern(type.pattern) : type.pattern.replaceAll("\\d", "\\p{Nd}")})$`, "u").test(text);
    case "one-of":
      return type.options.some((option) => accepts(release, option, raw, profile));
    case "boolean":
      return ["true", "false", "1", "0"].includes(trimmed);
    case "integer":
      return /^[+-]?\d+$/.test(trimmed) && isWithin(trimmed, type.minimum, type.maximum);
    case "decimal": {
      const parts = /^[+-]?\d+(?:\.(\d+))?$/.exec(trimmed);
      return parts !== null && (type.places === null || (parts[1] ?? "").length <= type.places) && isWithin(trimmed, type.minimum, type.maximum);
    }
    case "postcode":
      // Up to eight characters; whether there is such a postcode is for rules to say.
      return text.length >= (profile === "strict" ? 1 : 0) && [...text].length <= 8;
    case "year":
      return /^\d{4}$/.test(profile === "published" ? withoutZone(trimmed) : trimmed);
    case "datetime": {
      const parts = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?$/.exec(withoutZone(trimmed));
      return parts !== null && isDate(parts[1] ?? "", "yyyy-mm-dd");
    }
    case "date":
      return isDate(profile === "published" ? withoutZone(trimmed) : trimmed, release.lexical.date);
    case "partial-date":
      return isPartialDate(trimmed);
  }
}

/** XML Schema lets a time zone follow a date or time; the specification lets one follow a time only. */
function withoutZone(text: string): string {
  return text.replace(/(?:Z|[+-]\d\d:\d\d)$/, "");
}

function isDate(text: string, form: Release["lexical"]["date"]): boolean {
  const iso = form === "dd/mm/yyyy" ? text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1") : text;
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  return parts !== null && (form === "yyyy-mm-dd" || iso !== text) && isCalendarDay(parts[1] ?? "", parts[2] ?? "", parts[3] ?? "");
}

/** Unknown parts are zz: the day, or day and month, or all of it. */
function isPartialDate(text: string): boolean {
  const [, day = "", month = "", year = ""] = /^(\d\d|zz)\/(\d\d|zz)\/(\d{4}|zzzz)$/i.exec(text) ?? [];
  if (isUnknown(year)) return isUnknown(month) && isUnknown(day);
  if (isUnknown(month)) return isUnknown(day);
  return isCalendarDay(year, month, isUnknown(day) ? "01" : day);
}

function isUnknown(part: string): boolean {
  return /^z/i.test(part);
}

function isWithin(text: string, minimum: number | string | null, maximum: number | string | null): boolean {
  const value = Number(text);
  return (minimum === null || value >= Number(minimum)) && (maximum === null || value <= Number(maximum));
}
