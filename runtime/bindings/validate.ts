import { parseIsoDate } from "../dates.ts";
import type { Finding } from "../findings/finding.ts";
import type { EarlierReturn, ReferenceTable } from "../validator/context.ts";
import type { EarlierReader } from "../validator/earlier.ts";
import type { Validation, ValidationOptions } from "../validator/generated-validator.ts";
import { bytesOf, type XmlSource } from "./xml-source.ts";

/** What a generated validator offers for returns in XML. */
export interface ValidatorModule {
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly readEarlier: (year: 1 | 2) => EarlierReader;
}

export interface ValidateOptions {
  /** How the return is called in findings. */
  readonly input?: string;
  /** Code of the returning authority, where the return names none; rules that need it are `not-run` without it. */
  readonly authority?: string;
  /** The return of the period before, for the rules that compare with it. */
  readonly previous?: XmlSource;
  /** The return of the period before that. */
  readonly beforePrevious?: XmlSource;
  /** Reference tables that rules look things up in, by name. */
  readonly reference?: ReadonlyMap<string, ReferenceTable>;
  /** `as-collected`: a child with an error of stage 1 gets no findings of stage 2. */
  readonly stage?: "all" | "as-collected";
  /** Look at the return as it was at the end of a day of the period, yyyy-mm-dd. */
  readonly asAt?: string;
}

/**
 * Starts the validation of a return that is handed over in pieces.
 * @throws {RangeError} when `asAt` is no date
 * @throws {XmlProblem} when an earlier return cannot be read
 */
export function startValidation(validator: ValidatorModule, options: ValidateOptions, give: (finding: Finding) => void): Validation {
  const asAt = options.asAt === undefined ? null : parseIsoDate(options.asAt);
  if (options.asAt !== undefined && asAt === null) throw new RangeError(`asAt is “${options.asAt}”, which is not a date such as 2026-03-31.`);
  return validator.validate(
    {
      input: options.input ?? "return.xml",
      authority: options.authority ?? null,
      earlier: [readEarlier(validator, 1, options.previous), readEarlier(validator, 2, options.beforePrevious)],
      reference: options.reference ?? new Map(),
      stage: options.stage ?? "all",
      asAt,
    },
    give,
  );
}

/** All findings about a return, in their order. Throws as `startValidation` does. */
export function validateWhole(validator: ValidatorModule, xml: XmlSource, options: ValidateOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const validation = startValidation(validator, options, (finding) => findings.push(finding));
  validation.write(bytesOf(xml));
  validation.end();
  return findings;
}

function readEarlier(validator: ValidatorModule, year: 1 | 2, xml: XmlSource | undefined): EarlierReturn | null {
  if (xml === undefined) return null;
  const reader = validator.readEarlier(year);
  reader.write(bytesOf(xml));
  return reader.end();
}
