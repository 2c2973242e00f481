import type { Facet, SimpleType } from "../xsd-reader/model.ts";
import { describe, nameInWords } from "./words.ts";

/** A code set of the specification. */
export interface ImportedCodes {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly isInferred: boolean;
  readonly codes: readonly ImportedCode[];
}

export interface ImportedCode {
  readonly code: string;
  readonly label: string;
  readonly isLabelInferred: boolean;
  readonly tolerated: string | null;
}

/** A pattern of the specification. */
export interface ImportedPattern {
  readonly name: string;
  readonly label: string;
  readonly definition: string | null;
  readonly isInferred: boolean;
  readonly pattern: string;
}

/** Code sets and patterns while items are being read: what is the same has one name. */
export interface NamedValues {
  /** @param owner what a type without a name is called by: the item, then what it stands in */
  readonly codeSet: (type: SimpleType | null, values: readonly Facet[], owner: readonly string[]) => string;
  readonly pattern: (type: SimpleType | null, pattern: string, owner: readonly string[]) => string;
  readonly codeSets: () => readonly ImportedCodes[];
  readonly patterns: () => readonly ImportedPattern[];
}

export function createNamedValues(): NamedValues {
  const codeSets = new Map<string, ImportedCodes>();
  const patterns = new Map<string, ImportedPattern>();
  const taken = new Set<string>();

  const name = (type: SimpleType | null, kind: "Code" | "Pattern", owner: readonly string[]): string => {
    const own = type?.name?.local ?? null;
    const stripped = own === null ? null : own.replace(new RegExp(`${kind}$`), "");
    const paths = owner.map((_, index) =>
      owner
        .slice(0, index + 1)
        .toReversed()
        .join("-"),
    );
    const candidates = [stripped, own, own === null ? null : `${own}-${kind.toLowerCase()}`, ...paths, ...paths.map((path) => `${path}-${kind.toLowerCase()}`)];
    const usable = candidates.flatMap((candidate) => (candidate === null ? [] : [asName(candidate)])).filter((candidate) => candidate !== "");
    const chosen = usable.find((candidate) => !taken.has(candidate.toLowerCase())) ?? spellOut(usable.at(-1) ?? kind, taken);
    taken.add(chosen.toLowerCase());
    return chosen;
  };

  return {
    codeSet: (type, values, owner) => {
      const codes = [...new Map(values.map((value) => [value.value, codeOf(value)])).values()];
      const key = JSON.stringify([type?.name ?? null, codes]);
      const known = codeSets.get(key);
      if (known !== undefined) return known.name;
      const own = name(type, "Code", owner);
      codeSets.set(key, { name: own, ...described(type, own), codes });
      return own;
    },
    pattern: (type, pattern, owner) => {
      const key = JSON.stringify([type?.name ?? null, pattern]);
      const known = patterns.get(key);
      if (known !== undefined) return known.name;
      const own = name(type, "Pattern", owner);
      patterns.set(key, { name: own, ...described(type, own), pattern });
      return own;
    },
    codeSets: () => [...codeSets.values()],
    patterns: () => [...patterns.values()],
  };
}

/** A single line of documentation that is short is the name of the set, though it would be the definition of an item. */
function described(type: SimpleType | null, name: string): { readonly label: string; readonly definition: string | null; readonly isInferred: boolean } {
  const { label, definition, isInferred } = describe(type?.documentation ?? [], nameInWords(name));
  const [only, more] = type?.documentation.filter((line) => line !== "Basis: inferred") ?? [];
  const isName = only !== undefined && more === undefined && only.length <= 80 && !only.endsWith(".");
  return isName ? { label: only, definition: null, isInferred } : { label, definition, isInferred };
}

function codeOf({ value, documentation }: Facet): ImportedCode {
  const tolerated = documentation.find((line) => line.startsWith("Tolerated: "))?.slice("Tolerated: ".length) ?? null;
  const said = documentation.filter((line) => !line.startsWith("Tolerated: ")).join(" ");
  const isLabelInferred = said.endsWith(" (label inferred)");
  return { code: value, label: isLabelInferred ? said.slice(0, -" (label inferred)".length) : said === "" ? value : said, isLabelInferred, tolerated };
}

/** A name as the language has it: ASCII letters, digits, `-`, `_` and `.`. */
export function asName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z_]+/, "");
}

function spellOut(name: string, taken: ReadonlySet<string>): string {
  let next = `${name}-other`;
  while (taken.has(next.toLowerCase())) next += "-other";
  return next;
}
