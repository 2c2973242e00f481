import { childrenOf, type Typed } from "../language/typed.ts";
import type { Year } from "../language/types.ts";
import type { Definition, ExpressionText } from "../specification/model.ts";
import type { YamlScalar } from "../specification/yaml-reader.ts";
import type { CheckedRule } from "./checked-rule.ts";
import type { Finding } from "./lint-parts.ts";
import type { ReleaseRules } from "./release-rules.ts";

/**
 * What was found in rules and definitions, by what they say and mean. Most rules stand unchanged for many years, and to look through all records
 * that a rule tells apart takes long.
 */
export class LintMemory {
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #numbers = new Map<string, number>();
  readonly #scalars = new WeakMap<YamlScalar, number>();
  #count = 0;

  /** What was found under a key; looked for when it is new. */
  findings(key: string, look: () => readonly Finding[]): readonly Finding[] {
    return remember(this.#findings, key, look);
  }

  /** The names in the text of an expression; read when it is new. */
  names(text: string, read: () => readonly string[]): readonly string[] {
    return remember(this.#names, text, read);
  }

  /** Keys for the rules and definitions of a release. */
  meanings(rules: ReleaseRules): Meanings {
    return new Meanings(
      rules,
      (text) => remember(this.#numbers, text, () => this.#next()),
      (scalar) => remember(this.#scalars, scalar, () => this.#next()),
    );
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

/**
 * Keys that two rules or definitions share only when they stand in the same place of a file and mean the same: the same items of the same kind,
 * the same codes, the same definitions.
 */
class Meanings {
  readonly #rules: ReleaseRules;
  readonly #numberOf: (text: string) => number;
  readonly #numberOfScalar: (scalar: YamlScalar) => number;
  readonly #definitions = new Map<string, number>();

  constructor(rules: ReleaseRules, numberOf: (text: string) => number, numberOfScalar: (scalar: YamlScalar) => number) {
    this.#rules = rules;
    this.#numberOf = numberOf;
    this.#numberOfScalar = numberOfScalar;
  }

  ofRule({ rule, parts }: CheckedRule): string {
    const texts = [rule.when, rule.check, ...rule.let.map(({ is }) => is), ...rule.parts.flatMap((part) => [part.when, part.check])];
    const meanings = parts.flatMap((part) => [
      ...part.let.map(({ name, is }) => `${name}:${this.#meaning(is)}`),
      this.#maybe(part.when),
      this.#maybe(part.check),
    ]);
    return [...texts.map((text) => this.#placeOf(text)), ...meanings].join(" ");
  }

  /** @param key the key of the definition in the schema of its release */
  ofDefinition(definition: Definition, key: string): string {
    return `${this.#placeOf(definition.expression)} ${this.#definition(key, 0)}`;
  }

  #placeOf(text: ExpressionText | null): string {
    return text === null ? "-" : String(this.#numberOfScalar(text.scalar));
  }

  #maybe(node: Typed | null): string {
    return node === null ? "-" : this.#meaning(node);
  }

  #meaning(node: Typed): string {
    const inner = childrenOf(node).map((child) => this.#meaning(child));
    const definition = node.op === "definition" ? String(this.#definition(node.name, node.year)) : "";
    return `(${node.op} ${node.type.kind} ${ownWords(node)} ${definition} ${inner.join("")})`;
  }

  #definition(key: string, year: Year): number {
    return remember(this.#definitions, `${year} ${key}`, () => {
      const definition = this.#rules.definitions[year].get(key);
      return definition === null ? 0 : this.#numberOf(`${definition.schema.parameters.map(({ name }) => name).join()} ${this.#meaning(definition.body)}`);
    });
  }
}

/** What a node says itself, apart from the expressions inside it: names, codes, operators. */
function ownWords(node: Typed): string {
  let words = "";
  for (const value of Object.values(node)) {
    if (typeof value !== "object") words += `${String(value)} `;
    else if (Array.isArray(value) && typeof value[0] === "string") words += `${value.join()} `;
  }
  return words;
}

interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function remember<K, V>(memory: Memory<K, V>, key: K, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
