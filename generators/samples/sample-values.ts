import type { ItemType } from "../specification/item-type.ts";
import type { ItemNode, Release } from "../specification/model.ts";
import { addDays, daysBetween, formatDate } from "./calendar.ts";
import { samplePattern } from "./pattern-sample.ts";
import { acceptedCodes, type Profile, valueRuleOf } from "./profile.ts";
import { acceptsText } from "./value-verdict.ts";

/** The number of the authority that synthetic data uses; no real authority has it. */
const SYNTHETIC_AUTHORITY = "998";

/** How many samples of an item it takes to have every code, and every kind of value, once. */
export function sampleCount(release: Release, item: ItemNode, profile: Profile): number {
  const rule = valueRuleOf(item, profile);
  return rule.codes?.length ?? variety(release, rule.type, profile);
}

/**
 * A value of an item that the schema accepts, invented, in the form in which a program would write it again.
 * @param number counts the samples of the item, from 0
 */
export function sampleValue(release: Release, item: ItemNode, number: number, profile: Profile): string {
  if (item.path === release.child?.key.path) return `X${String(number + 1).padStart(7, "0")}`;
  const specified = sampleText(release, item, item.type, number, "strict");
  if (profile === "strict") return specified;
  const rule = valueRuleOf(item, profile);
  if (rule.codes !== null) return rule.codes[number % rule.codes.length] ?? "";
  if (rule.type.kind !== "code" && acceptsText(release, item, specified, profile)) return specified;
  return sampleText(release, item, rule.type, number, profile);
}

function variety(release: Release, type: ItemType, profile: Profile): number {
  switch (type.kind) {
    case "code":
      return acceptedCodes(release, type.set, profile).length;
    case "one-of":
      return type.options.reduce((sum, option) => sum + variety(release, option, profile), 0);
    case "partial-date":
      return 4;
    case "boolean":
    case "integer":
    case "decimal":
      return 2;
    default:
      return 1;
  }
}

function sampleText(release: Release, item: ItemNode, type: ItemType, number: number, profile: Profile): string {
  const date = sampleDate(release, item, number);
  switch (type.kind) {
    case "date":
      return formatDate(date, release.lexical.date);
    case "partial-date": {
      const [day = "", month = "", year = ""] = formatDate(date, "dd/mm/yyyy").split("/");
      return [`${day}/${month}/${year}`, `zz/${month}/${year}`, `zz/zz/${year}`, "zz/zz/zzzz"][number % 4] ?? "";
    }
    case "datetime":
      return `${date}T09:30:00`;
    case "year":
      return release.referenceDate.slice(0, 4);
    case "boolean":
      return number % 2 === 0 ? "true" : "false";
    case "postcode":
      return "ZZ99 9ZZ";
    case "text":
      return "Synthetic".padEnd(type.minimum, "X").slice(0, type.maximum ?? undefined);
    case "integer":
      return String(number % 2 === 1 && type.maximum !== null ? type.maximum : (type.minimum ?? 0) + (number % 2));
    case "decimal":
      return number % 2 === 1 && type.maximum !== null ? type.maximum : (type.minimum ?? "0");
    case "pattern":
      return samplePattern(type.pattern, number);
    case "code": {
      const codes = acceptedCodes(release, type.set, profile);
      const ordered = codes.includes(SYNTHETIC_AUTHORITY) ? [SYNTHETIC_AUTHORITY, ...codes.filter((code) => code !== SYNTHETIC_AUTHORITY)] : codes;
      return ordered[number % ordered.length] ?? "";
    }
    case "one-of": {
      let rest = number % variety(release, type, profile);
      for (const option of type.options) {
        const count = variety(release, option, profile);
        if (rest < count) return sampleText(release, item, option, count === 1 ? number : rest, profile);
        rest -= count;
      }
      return "";
    }
  }
}

/** Days inside the period for what is said of a child; what is said of the return as a whole is dated on the reference date. */
function sampleDate(release: Release, item: ItemNode, number: number): string {
  const ofChild = release.child === null || item.path.startsWith(`${release.child.record.path}/`);
  return ofChild ? addDays(release.start, (13 + 17 * number) % daysBetween(release.start, release.end)) : release.referenceDate;
}
