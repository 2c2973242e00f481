import { dateTimeForm, isoDateForm, isoPartialDatePattern, ukDatePattern, ukPartialDatePattern, yearPattern } from "../../specification/date-pattern.ts";
import type { ItemType } from "../../specification/item-type.ts";
import type { ItemNode, Release } from "../../specification/model.ts";
import { asciiPattern } from "../../specification/pattern.ts";
import {
  admitsEmpty,
  builtin,
  codeSetType,
  facet,
  limits,
  numberType,
  orEmpty,
  patternType,
  restriction,
  type SimpleType,
  textType,
  union,
} from "./simple-type.ts";

/** The type of an item as the specification has it: everything that a schema can check of one value. */
export function strictType(item: ItemNode, release: Release): SimpleType {
  const type = typeOf(item.type, release);
  return item.emptyAllowed && !admitsEmpty(item.type) ? orEmpty(type) : type;
}

function typeOf(type: ItemType, release: Release): SimpleType {
  const isIso = release.lexical.date === "yyyy-mm-dd";
  switch (type.kind) {
    case "date":
      return isIso
        ? restriction("IsoDate", "xs:date", [facet("pattern", isoDateForm)], ["A date as yyyy-mm-dd, without time zone."])
        : restriction("UkDate", "xs:token", [facet("pattern", ukDatePattern)], ["A real date of the calendar as dd/mm/yyyy."]);
    case "partial-date":
      return isIso
        ? restriction(
            "IsoPartialDate",
            "xs:token",
            [facet("pattern", isoPartialDatePattern)],
            ["A date as yyyy-mm-dd; parts that are not known are zz, from the day on."],
          )
        : restriction(
            "UkPartialDate",
            "xs:token",
            [facet("pattern", ukPartialDatePattern)],
            ["A date as dd/mm/yyyy; parts that are not known are zz, from the day on."],
          );
    case "datetime":
      return restriction(
        "DateAndTime",
        "xs:dateTime",
        [facet("pattern", dateTimeForm)],
        ["A date and time as yyyy-mm-ddThh:mm:ss, with fractions and time zone if wanted."],
      );
    case "year":
      return restriction("Year", "xs:gYear", [facet("pattern", yearPattern)], ["A year of four digits."]);
    case "boolean":
      return builtin("Boolean", "xs:boolean");
    case "postcode":
      return restriction(
        "Postcode",
        "xs:token",
        limits([
          ["minLength", 1],
          ["maxLength", 8],
        ]),
        ["A postcode of up to 8 characters, with or without the blank."],
      );
    case "text":
      return textType("xs:token", type.minimum, type.maximum);
    case "integer":
    case "decimal":
      return numberType(type);
    case "code":
      return codeSetType(type.set, "xs:token", release, ({ inSpecification }) => inSpecification);
    case "pattern":
      return patternType(type.name, "xs:token", release, asciiPattern(type.pattern));
    case "one-of":
      return union(type.options.map((option) => typeOf(option, release)));
  }
}
