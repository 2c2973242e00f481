import type { LanguageSchema } from "../language/schema.ts";
import type { Year } from "../language/types.ts";
import { type Diagnostic, Diagnostics } from "../specification/diagnostics.ts";
import type { Definition, Release } from "../specification/model.ts";
import type { Specification } from "../specification/specification.ts";
import { CheckedDefinitions } from "./checked-definitions.ts";
import { type CheckedRule, checkRule } from "./checked-rule.ts";
import { isDerivedItem } from "./derived-items.ts";
import { spanOfRange } from "./expression-span.ts";
import { languageSchema } from "./language-schema.ts";

/** The rules of a release with all names and types resolved. */
export interface ReleaseRules {
  readonly release: Release;
  /** The releases of the periods before, where there are any: what `last_return` and `return_before_last` mean. */
  readonly earlier: { readonly 1: Release | null; readonly 2: Release | null };
  readonly schema: LanguageSchema;
  readonly definitions: Readonly<Record<Year, CheckedDefinitions>>;
  readonly rules: readonly CheckedRule[];
}

interface Checked {
  readonly rules: ReleaseRules;
  readonly problems: readonly Diagnostic[];
}

/** A release belongs to one specification and never changes, so neither does what its rules mean. */
const KNOWN = new WeakMap<Release, Checked>();

/** Checks the rules and definitions of a release against it and the two before. Everything wrong is in `diagnostics`. */
export function checkReleaseRules(specification: Specification, release: Release, diagnostics: Diagnostics): ReleaseRules {
  const known = KNOWN.get(release) ?? checkAgainstRelease(specification, release);
  KNOWN.set(release, known);
  diagnostics.addAll(known.problems);
  return known.rules;
}

function checkAgainstRelease(specification: Specification, release: Release): Checked {
  const diagnostics = new Diagnostics();
  const last = previousRelease(specification, release);
  const beforeLast = last === null ? null : previousRelease(specification, last);
  const lastSchema = last === null ? null : languageSchema(last);
  const schema = languageSchema(release, { 1: lastSchema, 2: beforeLast === null ? null : languageSchema(beforeLast) });
  const definitions = { 0: new CheckedDefinitions(schema, 0), 1: new CheckedDefinitions(schema, 1), 2: new CheckedDefinitions(schema, 2) };
  for (const key of schema.definitions.keys()) definitions[0].get(key);
  for (const [key, problem] of definitions[0].problems) {
    const definition = release.definitions.find((candidate) => candidate.name === key.split("#").at(-1) && owns(candidate, key));
    if (definition !== undefined) diagnostics.report("RS1501", spanOfRange(definition.expression, problem.range), { message: problem.message });
    const derived = schema.definitions.get(key);
    if (isDerivedItem(derived)) diagnostics.report("RS1501", derived.item.origin.span, { message: `${derived.name}: ${problem.message}` });
  }
  const rules = release.rules.flatMap((rule) => {
    const { checked, problems } = checkRule(rule, schema, definitions[0]);
    for (const { message, span } of problems) diagnostics.report("RS1501", span, { message });
    return checked === null ? [] : [checked];
  });
  return { rules: { release, earlier: { 1: last, 2: beforeLast }, schema, definitions, rules }, problems: diagnostics.sorted };
}

function owns(definition: Definition, key: string): boolean {
  return key.includes("#") === (definition.for !== null);
}

/** The release of the same collection for the period before; null for the first. */
export function previousRelease(specification: Specification, release: Release): Release | null {
  const siblings = specification.names.filter((name) => name.startsWith(`${release.collection}/`));
  const index = siblings.indexOf(release.name);
  const name = index > 0 ? siblings[index - 1] : undefined;
  return name === undefined ? null : specification.release(name).release;
}

function isConsequence(message: string): boolean {
  return message.endsWith("has a mistake of its own.");
}

/** Diagnostics of the rules of releases; nothing when a release has mistakes of another kind. */
export function checkRules(specification: Specification, names: readonly string[]): Diagnostics {
  const diagnostics = new Diagnostics();
  const told = new Set<string>();
  for (const name of names.length === 0 ? specification.names : names) {
    const { release } = specification.release(name);
    if (release === null) continue;
    const own = new Diagnostics();
    checkReleaseRules(specification, release, own);
    for (const { code, message, span } of own.sorted) {
      // What is wrong at one place is told once, for the first release in which it is; and what only follows from a mistake, not at all.
      const place = `${span.file.path}:${span.start}`;
      if (told.has(place) || (isConsequence(message) && own.sorted.some((other) => !isConsequence(other.message)))) continue;
      told.add(place);
      const writtenHere = span.file.path.startsWith(`specs/${release.name}/`);
      diagnostics.report(code, span, { message: writtenHere ? message : `${message} (in ${release.name})` });
    }
  }
  return diagnostics;
}
