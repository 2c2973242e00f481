/** A name in words: `CINreferralDate` gives `CIN referral date`, `PLACE_PROVIDER` gives `Place provider`. */
export function nameInWords(name: string): string {
  const parts = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]{2,})([a-z])/g, (_, capitals: string, small: string) => splitAcronym(capitals, small))
    .split(/[\s_.-]+/)
    .filter((word) => word !== "");
  const isShouted = /^[^a-z]*$/.test(name) && parts.length > 1;
  const words = parts.map((word, index) => wordAt(word, index === 0, isShouted));
  return words.join(" ") || name;
}

/** `CINd` is `CIN d`, as in CINdetails; `XMLFile` is `XML File`. */
function splitAcronym(capitals: string, small: string): string {
  return capitals.length > 2 && /[aeiou]/i.test(small) ? `${capitals.slice(0, -1)} ${capitals.slice(-1)}${small}` : `${capitals} ${small}`;
}

function wordAt(word: string, isFirst: boolean, isShouted: boolean): string {
  const isAcronym = !isShouted && /^[A-Z0-9]{2,}$/.test(word);
  const small = isAcronym ? word : word.toLowerCase();
  return isFirst ? small.charAt(0).toUpperCase() + small.slice(1) : small;
}

/** A label is a short line, not a sentence. */
const LONGEST_LABEL = 80;

/** What a schema says of something, as a specification says it. */
export interface Description {
  readonly label: string;
  readonly definition: string | null;
  readonly cbds: string | null;
  readonly isInferred: boolean;
}

/**
 * Takes the documentation of a component apart: a short line at its head is the label, lines that our own schemas have say number and basis.
 * @param fallback the label if there is none
 */
export function describe(documentation: readonly string[], fallback: string): Description {
  const cbds = documentation.map((line) => /^CBDS number: (N\d{5})$/.exec(line)?.[1]).find((number) => number !== undefined) ?? null;
  const isInferred = documentation.includes("Basis: inferred");
  const said = documentation.filter((line) => !/^(?:CBDS number: N\d{5}|Basis: inferred|Not in XML: .*)$/.test(line));
  const [first = "", ...rest] = said;
  const isLabel = first !== "" && first.length <= LONGEST_LABEL && !/[.:;]$/.test(first) && rest.length > 0;
  const definition = (isLabel ? rest : said).join(" ");
  return { label: isLabel ? first : fallback, definition: definition === "" ? null : definition, cbds, isInferred };
}
