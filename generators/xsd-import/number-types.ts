import type { SimpleType } from "../xsd-reader/model.ts";
import { facetOf, isBuiltOn } from "../xsd-reader/simple-facts.ts";
import type { ImportedType } from "./item-types.ts";

/** The ranges of the whole numbers of XML Schema; those that a number does not hold exactly are left open. */
const RANGES: Readonly<Record<string, readonly [minimum: bigint | null, maximum: bigint | null]>> = {
  nonPositiveInteger: [null, 0n],
  negativeInteger: [null, -1n],
  long: [-9223372036854775808n, 9223372036854775807n],
  int: [-2147483648n, 2147483647n],
  short: [-32768n, 32767n],
  byte: [-128n, 127n],
  nonNegativeInteger: [0n, null],
  unsignedLong: [0n, 18446744073709551615n],
  unsignedInt: [0n, 4294967295n],
  unsignedShort: [0n, 65535n],
  unsignedByte: [0n, 255n],
  positiveInteger: [1n, null],
};

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** A number with its range, as far as the language has words for it: a greatest value needs a least one. */
export function numberType(type: SimpleType, builtin: string): ImportedType {
  return isBuiltOn(builtin, "integer") ? integerType(type, builtin) : decimalType(type);
}

function integerType(type: SimpleType, builtin: string): ImportedType {
  const [least, greatest] = RANGES[builtin] ?? [null, null];
  const digits = facetOf(type, "totalDigits");
  const most = digits === null ? null : 10n ** BigInt(digits) - 1n;
  const minimum = largest([least, whole(facetOf(type, "minInclusive"), 0n), whole(facetOf(type, "minExclusive"), 1n), most === null ? null : -most]);
  const maximum = smallest([greatest, whole(facetOf(type, "maxInclusive"), 0n), whole(facetOf(type, "maxExclusive"), -1n), most]);
  if (minimum === null || minimum < -LARGEST)
    return made("integer", maximum === null ? [] : [`its greatest value, ${maximum}, is not checked, because it has no least one`]);
  if (maximum === null) return made(`integer(${minimum}..)`, []);
  if (maximum > LARGEST) return made(`integer(${minimum}..)`, [`its greatest value, ${maximum}, is not checked`]);
  return made(`integer(${minimum}..${maximum})`, []);
}

function decimalType(type: SimpleType): ImportedType {
  const [minimum, above] = [plainDecimal(facetOf(type, "minInclusive")), plainDecimal(facetOf(type, "minExclusive"))];
  const [maximum, below] = [plainDecimal(facetOf(type, "maxInclusive")), plainDecimal(facetOf(type, "maxExclusive"))];
  const [digits, places] = [facetOf(type, "totalDigits"), facetOf(type, "fractionDigits")];
  const losses = [
    ...(above === null ? [] : [`it must be greater than ${above}; here it may be ${above} too`]),
    ...(below === null ? [] : [`it must be less than ${below}; here it may be ${below} too`]),
    ...(digits === null ? [] : [`the number of its digits, ${digits}, is not checked`]),
  ];
  const [least, greatest] = [minimum ?? above, maximum ?? below];
  if (least === null) {
    const more = [
      ...(greatest === null ? [] : [`its greatest value, ${greatest}, is not checked, because it has no least one`]),
      ...(places === null ? [] : [`its ${places} decimal places are not checked`]),
    ];
    return made("decimal", [...losses, ...more]);
  }
  return made(`decimal(${least}..${greatest ?? ""}${places === null ? "" : `, ${places}`})`, losses);
}

function made(text: string, losses: readonly string[]): ImportedType {
  return { text, mayBeEmpty: false, losses };
}

/** A whole number that a facet gives, moved by one where the facet leaves it out; null when it gives none. */
function whole(text: string | null, step: bigint): bigint | null {
  const digits = /^\s*([+-]?\d+)(?:\.0*)?\s*$/.exec(text ?? "")?.[1];
  return digits === undefined ? null : BigInt(digits.replace("+", "")) + step;
}

function plainDecimal(text: string | null): string | null {
  const [, sign = "", left = "", right = ""] = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text ?? "") ?? [];
  if (left === "" && right === "") return null;
  return `${sign === "-" ? "-" : ""}${left === "" ? "0" : left}${right === "" ? "" : `.${right}`}`;
}

function largest(numbers: readonly (bigint | null)[]): bigint | null {
  return numbers.reduce((best, one) => (one === null ? best : best === null || one > best ? one : best), null);
}

function smallest(numbers: readonly (bigint | null)[]): bigint | null {
  return numbers.reduce((best, one) => (one === null ? best : best === null || one < best ? one : best), null);
}
