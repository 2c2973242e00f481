/** Names of JavaScript and TypeScript that modules use, and that a type of the same name would hide. */
const GLOBALS = new Set(
  [
    "Array ArrayBuffer Awaited BigInt Boolean Capitalize DataView Date Error Exclude Extract Function Generator Infinity InstanceType Intl",
    "Iterable Iterator JSON Map Math NaN NonNullable Number Object Omit Parameters Partial Pick Promise PropertyKey Proxy Readonly Record Reflect",
    "RegExp Required ReturnType Set String Symbol ThisType Uint8Array WeakMap WeakSet",
  ].flatMap((line) => line.split(" ")),
);

/** What the modules themselves declare and import; nothing else may differ from it only by case. Words of the language are never met: they are small. */
const OWN = new Set(
  [
    "AnyType Document DocumentFacts DocumentOf DocumentProblem ElementOf Elements parse QName readDocument schema SchemaTable serialise Tagged",
    "Typed Untyped writeDocument WriteOptions XmlAttribute XmlElement",
  ].flatMap((line) => line.toLowerCase().split(" ")),
);

/** Whether a type must not have this name. */
export function isReserved(name: string): boolean {
  return GLOBALS.has(name) || OWN.has(name.toLowerCase());
}

/** A thing that needs a name: its names from the one it would like best on. Those with the lower rank go first. */
export interface Nameless<Thing> {
  readonly thing: Thing;
  readonly candidates: readonly string[];
  /** 0 for what has its name in the schema, more for what takes its name from where it stands. */
  readonly rank: number;
}

/**
 * Gives everything a name; no two differ only by case, none is a word of the language. Where several want the same, those of the best rank keep
 * it if there is only one of them, and all others go on to their next candidate together. No name is ever numbered.
 */
export function giveNames<Thing>(things: readonly Nameless<Thing>[]): ReadonlyMap<Thing, string> {
  const levels = new Map(things.map((one) => [one, 0]));
  const nameOf = (one: Nameless<Thing>): string => one.candidates[levels.get(one) ?? 0] ?? "";
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const group of grouped(things, nameOf).values()) {
      const best = Math.min(...group.map(({ rank }) => rank));
      const first = group.filter(({ rank }) => rank === best);
      const winner = first[0] !== undefined && first.length === 1 && !isReserved(nameOf(first[0])) ? first[0] : undefined;
      for (const one of group) {
        const level = levels.get(one) ?? 0;
        if (one === winner || level + 1 >= one.candidates.length) continue;
        levels.set(one, level + 1);
        isMoving = true;
      }
    }
  }
  const taken = new Set<string>();
  const names = new Map<Thing, string>();
  for (const one of things) {
    const further = spelledOut(nameOf(one));
    let name = nameOf(one);
    while (taken.has(name.toLowerCase()) || isReserved(name)) name = further.next().value;
    taken.add(name.toLowerCase());
    names.set(one.thing, name);
  }
  return names;
}

function grouped<Thing>(things: readonly Nameless<Thing>[], nameOf: (one: Nameless<Thing>) => string): ReadonlyMap<string, readonly Nameless<Thing>[]> {
  const groups = new Map<string, Nameless<Thing>[]>();
  for (const one of things) {
    const folded = nameOf(one).toLowerCase();
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, [one]);
    else group.push(one);
  }
  return groups;
}

/** Further names for what nothing tells apart but small and capital letters, or its place in the schema: words, never numbers. */
function* spelledOut(name: string): Generator<string, never> {
  const letters = Array.from(name, (letter) => (letter === letter.toLowerCase() ? "Small" : "Capital"));
  yield `${name}In${[...new Set(letters)].join("And")}`;
  for (let next = `${name}Other`; ; next += "Other") yield next;
}

/** An identifier in words with capitals: `purchase-order` and `purchase_order` become `PurchaseOrder`; `CINdetails` stays. */
export function typeName(name: string): string {
  const words = name.split(/[^\p{ID_Continue}]+|[_$\u200C\u200D]+/u).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `The${joined}`;
}

/** The name of a property as it stands in a type: in quotation marks unless it is an identifier. */
export function propertyName(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
