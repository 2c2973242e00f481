const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/** Words that end the part of a label that names the thing: "date | of birth", "health checks | up to date". */
const AFTER_HEAD = new Set(["of", "on", "for", "with", "from", "in", "to", "at", "by", "between", "up", "no", "when", "while", "why", "that", "who"]);
/** Nouns of which a label may say more without a preposition: "Date episode ceased". */
const LEADING_HEAD = new Set(["date", "reason", "number", "source", "kind", "type"]);
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["child", "children"],
  ["person", "people"],
  ["tooth", "teeth"],
  ["need", "needs"],
]);

/** A label inside a sentence: its first letter small, unless it begins with a name made of capitals. */
export function inSentence(label: string): string {
  const [first = ""] = label.split(" ");
  return /^[A-Z]([a-z'-]|$)/.test(first) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** A label that is no thing ("Convicted or cautioned", "In touch with care leaver") stands in quotes. */
export function asNoun(label: string): string {
  const [first = "", second = ""] = label.split(" ");
  const isParticiple = /ed$/i.test(first) && (second === "" || AFTER_HEAD.has(second) || second === "or" || second === "and");
  return isParticiple || AFTER_HEAD.has(first.toLowerCase()) ? quote(label) : inSentence(label);
}

export function quote(text: string): string {
  return `‘${text}’`;
}

export function the(noun: string): string {
  return noun.startsWith("‘") ? noun : `the ${noun}`;
}

/** "a date", "an episode", "a UPN", "an SDQ score", and nothing before what is many already. */
export function withArticle(noun: string): string {
  if (isPlural(noun)) return noun;
  const first = noun.replace(/^‘/, "").split(" ")[0] ?? "";
  const isAcronym = /^[A-Z0-9]{2,}/.test(first);
  const isVowel = isAcronym ? /^[AEFHILMNORSX]/.test(first) : /^[aeiou]/i.test(first) && !/^(uni|use|usu|eu|one)/i.test(first);
  return `${isVowel ? "an" : "a"} ${noun}`;
}

/** Where the word stands that says what a noun with all its details is. */
function headOf(noun: string): number {
  const words = noun.split(" ");
  const [first = ""] = words;
  if (LEADING_HEAD.has(first.toLowerCase())) return 0;
  // "Child in need plan" is a plan; "episode of need" is an episode.
  const isInside = (index: number): boolean => words[index] === "in" && words[index + 1] === "need" && index + 2 < words.length;
  const end = words.findIndex((word, index) => index > 0 && !isInside(index) && (AFTER_HEAD.has(word) || word.startsWith("(")));
  const head = (end === -1 ? words.length : end) - 1;
  return head > 0 && /(ed|ing)$/.test(words[head] ?? "") ? head - 1 : head;
}

export function isPlural(noun: string): boolean {
  if (noun.startsWith("‘")) return false;
  const head = noun.split(" ")[headOf(noun)] ?? "";
  return (/[a-z]s$/.test(head) && !/(ss|us|is)$/.test(head)) || [...IRREGULAR.values()].includes(head.toLowerCase());
}

export function plural(noun: string): string {
  if (isPlural(noun) || noun.startsWith("‘")) return noun;
  const words = noun.split(" ");
  const at = headOf(noun);
  words[at] = pluralWord(words[at] ?? "");
  return words.join(" ");
}

function pluralWord(word: string): string {
  const irregular = IRREGULAR.get(word.toLowerCase());
  if (irregular !== undefined) return irregular;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** "A", "A and B", "A, B and C". */
export function joinWords(words: readonly string[], last: "and" | "or" = "and"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Small numbers in words, as counts are written: "two". */
export function countWord(digits: string): string {
  return NUMBERS[Number(digits)] ?? digits;
}

/** "14th" */
export function ordinal(digits: string): string {
  const number = Number(digits);
  const teen = number % 100 > 10 && number % 100 < 14;
  return `${digits}${teen ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th")}`;
}

export function monthName(month: string | number): string {
  return MONTHS[Number(month) - 1] ?? String(month);
}

/** "1 April 2013" for 2013-04-01. */
export function longDate(iso: string): string {
  const [year, month = "", day] = iso.split("-");
  return `${Number(day)} ${monthName(month)} ${year}`;
}

/** Characters of no language stand around a label until the sentence is whole. */
const CODE = /([^\s]+)\uE000([^\uE001]*)\uE001/g;

/** A code with its label, of which `sentence` keeps the label at the first mention only. */
export function labelledCode(code: string, label: string): string {
  return `${code}\uE000 (${label})\uE001`;
}

/** A text without the labels of its codes. */
export function withoutLabels(marked: string): string {
  return marked.replaceAll(CODE, "$1");
}

/**
 * A sentence: capital first, one full stop last; each code is explained once.
 * @param told what has been explained before, to which is added what is now
 */
export function sentence(marked: string, told: Set<string> = new Set()): string {
  const text = marked.replaceAll(CODE, (_, code: string, label: string) => {
    const isTold = told.has(code + label);
    told.add(code + label);
    return isTold ? code : code + label;
  });
  const start = text.search(/[A-Za-z0-9]/);
  const capital = start <= 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
