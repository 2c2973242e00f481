import { Compiler, type CompilerNames, safeName } from "../../language/compile.ts";
import { Explainer } from "../../language/explain.ts";
import { childrenOf, type Typed } from "../../language/typed.ts";
import type { Type } from "../../language/types.ts";
import type { CheckedPart, CheckedRule } from "../../rules/checked-rule.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { Release } from "../../specification/model.ts";
import type { Statement } from "../../typescript/emit.ts";
import { type PartTest, testStatements } from "./emit-tests.ts";
import { Figures } from "./figures.ts";
import type { ValidatorNames } from "./names.ts";

/** The modules of the rules: one function per question a rule asks, and the list of rules. */
export interface RuleModules {
  readonly rules: readonly Statement[];
  /** Whether anything asks for the return of the period before. */
  readonly usesLast: boolean;
}

export function ruleModules(rules: ReleaseRules, names: ValidatorNames, lastNames: ValidatorNames | null): RuleModules {
  return new RuleEmitter(rules, names, lastNames).emit();
}

class RuleEmitter {
  readonly #rules: ReleaseRules;
  readonly #names: ValidatorNames;
  readonly #lastNames: ValidatorNames | null;
  readonly #figures: Figures;
  readonly #codes = new Map<string, string>();
  readonly #definitions = new Map<string, string>();
  readonly #tests: PartTest[] = [];
  #usesLast = false;

  constructor(rules: ReleaseRules, names: ValidatorNames, lastNames: ValidatorNames | null) {
    this.#rules = rules;
    this.#names = names;
    this.#lastNames = lastNames;
    this.#figures = new Figures(rules);
  }

  emit(): RuleModules {
    const functions: string[] = [];
    const table: string[] = [];
    for (const rule of this.#rules.rules) {
      if (rule.rule.notTestable !== null) continue;
      const parts = rule.parts.map((part, index) => this.#part(rule, part, partId(rule, index)));
      functions.push(...parts.map((part) => part.functions));
      rule.parts.forEach((part, index) => {
        if (!rule.parts.some((other) => this.#isOfReturn(other)) && this.#needsOf(rule).length === 0)
          this.#tests.push({ rule: table.length, id: partId(rule, index), part });
      });
      table.push(this.#row(rule, parts));
    }
    const figures = this.#figures.all.map((figure) => this.#figure(figure));
    return {
      rules: [
        ...this.#imports(),
        ...this.#codeStatements(),
        ...this.#definitions.values(),
        ...functions,
        `/** The rules that a machine can check, by id. */\nexport const rules: readonly CompiledRule[] = [\n${table.join("")}];`,
        ...testStatements(this.#rules, this.#names, this.#tests),
        `/** Figures of the whole return, added up child by child. */\nexport const figures: readonly Figure[] = [\n${figures.join("")}];`,
      ],
      usesLast: this.#usesLast,
    };
  }

  #imports(): string[] {
    const logic =
      "absolute, age, anyPairFails, between, birthdayOf, characters, checkLetter, collect, commonDays, contains, countOf, dateOf, daysBetween, distinct, divide, earliest, earliestPossible, filterOf, firstOf, firstPresent, identity, inSet, isAfter, isBefore, isEqual, isNotAfter, isNotBefore, isPresent, isSamePostcode, isSameRecord, lastOf, latest, lengthOf, matches, minus, negate, onWeekday, plus, repeats, runs, same, shift, size, sum, thousandths, times, timesDecimal, validity, type Value, workingDaysBefore, yearOf";
    const classes = this.#names.records.map((record) => this.#names.className(record.path)).join(", ");
    return [
      'import { formatIsoDate, formatUkDate } from "./runtime/dates.js";',
      `import { ${logic} } from "./runtime/rules/logic.js";`,
      'import type { CompiledRule, Figure, RuleContext, Trace } from "./runtime/validator/compiled-rule.js";',
      `import type { ${classes} } from "./records.js";`,
      ...(this.#lastNames === null
        ? []
        : [`import type { ${this.#lastNames.records.map((record) => this.#lastNames?.className(record.path)).join(", ")} } from "./last-records.js";`]),
    ];
  }

  #codeStatements(): string[] {
    return [...this.#codes].map(([codes, name]) => `const ${name}: ReadonlySet<string> = new Set(${codes});`);
  }

  #compilerNames(withFigures: boolean): CompilerNames {
    return {
      field: (path) => this.#names.field(path),
      definition: (name, year) => this.#definition(name, year),
      stepsUp: (from, to) => from.split("/").length - to.split("/").length,
      child: this.#rules.schema.child,
      codes: (codes, name) => {
        const text = JSON.stringify(codes.map((code) => code.toUpperCase()));
        const known = this.#codes.get(text) ?? `codes_${safeName(name)}${this.#codes.size + 1}`;
        this.#codes.set(text, known);
        return known;
      },
      figure: (node) => (withFigures ? this.#figures.code(node) : null),
    };
  }

  /** A definition becomes a function of its record; each is emitted when it is first used. */
  #definition(key: string, year: number): string {
    const name = `define_${safeName(key.split("#").at(-1) ?? key)}${year === 0 ? "" : `_${year}`}`;
    const id = `${key}@${year}`;
    if (this.#definitions.has(id)) return name;
    this.#definitions.set(id, "");
    const definition = this.#rules.definitions[year === 1 ? 1 : year === 2 ? 2 : 0].get(key);
    if (definition === null) throw new Error(`The definition ${key} is used but not sound.`);
    const { schema, body } = definition;
    const compiler = new Compiler(this.#compilerNames(false), new Map([["this", "t"]]));
    const parameters = schema.parameters.map((parameter) => `${safeName(parameter.name)}: Value`);
    const source = this.#rules.release.definitions.find((candidate) => candidate.name === schema.name);
    const owner =
      schema.owner === null
        ? []
        : [
            `t: ${this.#typeName(schema.owner.isList ? { kind: "list", of: { kind: "record", record: schema.owner.record, year: 0 }, stream: false } : { kind: "record", record: schema.owner.record, year: 0 })} | null | undefined`,
          ];
    const guard = schema.owner === null ? "" : `  if (t === null || t === undefined) return ${body.type.kind === "list" ? "[]" : "null"};\n`;
    this.#definitions.set(
      id,
      `/** ${source?.label ?? schema.name}: \`${comment(schema.text)}\` */\nfunction ${name}(${[...owner, ...parameters, "context: RuleContext"].join(", ")}) {\n${guard}  return ${compiler.value(body)};\n}`,
    );
    return name;
  }

  #typeName(type: Type): string {
    if (type.kind === "list") return `readonly ${this.#typeName(type.of)}[]`;
    if (type.kind !== "record") return "Value";
    return type.year === 0 ? this.#names.className(type.record) : (this.#lastNames?.className(type.record) ?? "never");
  }

  #part(rule: CheckedRule, part: CheckedPart, id: string): { functions: string; row: string } {
    const { target } = part;
    const isOfReturn = this.#isOfReturn(part);
    const figuresBefore = this.#figures.used;
    const path = target.kind === "variables" ? target.within : target.record;
    const substitutions = new Map([
      ["this", "t"],
      ["#entry", "entry"],
    ]);
    const compiler = new Compiler(this.#compilerNames(isOfReturn), substitutions);
    const prepare = (node: Typed): Typed => (isOfReturn ? this.#figures.expand(node) : node);
    const variables =
      target.kind === "variables"
        ? target.variables.map(({ name, list }) => `${safeName(name)}: ${this.#typeName(list.type.kind === "list" ? list.type.of : list.type)}`)
        : target.kind === "entry"
          ? ["entry: Value"]
          : [];
    const lets = part.let.map(({ name, is }) => ({ name, node: prepare(is) }));
    const when = part.when === null ? null : prepare(part.when);
    const check = part.check === null ? null : prepare(part.check);
    const used = (node: Typed | null): ReadonlySet<string> => new Set(node === null ? [] : closure(node, lets));
    const declare = (wanted: ReadonlySet<string>, without: ReadonlySet<string>): string =>
      lets
        .filter(({ name }) => wanted.has(name) && !without.has(name))
        .map(({ name, node }) => `  const ${safeName(name)} = ${compiler.value(node)};\n`)
        .join("");
    const head = `t: ${this.#names.className(path)}, context: RuleContext`;
    const texts = [part.check === null ? null : (rule.rule.check?.text ?? null), rule.rule.when?.text ?? null].filter((text) => text !== null);
    const docs = `/** ${rule.rule.id}: ${comment(rule.rule.title)}.${texts.map((text) => `\n * ${comment(text)}`).join("")} */\n`;
    const functions: string[] = [];
    const row: string[] = [`path: ${JSON.stringify(path)}`, `entries: ${target.kind === "entry" ? JSON.stringify(target.name) : "null"}`];
    row.push(`variables: ${JSON.stringify(target.kind === "variables" ? target.variables.map(({ name }) => name) : [])}`);
    if (target.kind === "variables") {
      functions.push(`function lists${id}(${head}) {\n  return [${target.variables.map(({ list }) => compiler.value(list)).join(", ")}];\n}`);
      row.push(`lists: lists${id}`);
    } else row.push("lists: null");
    if (check !== null) {
      const whenUsed = used(when);
      const guard = when === null ? "" : `${declare(whenUsed, new Set())}  if (!(${compiler.whenTrue(when)})) return false;\n`;
      functions.push(
        `${docs}function fails${id}(${[head, ...variables].join(", ")}): boolean {\n${guard}${declare(used(check), whenUsed)}  return ${compiler.whenFalse(check)};\n}`,
      );
      const explainer = new Explainer(compiler, (node) => this.#expansion(node, lets));
      const all = new Set([...whenUsed, ...used(check)]);
      // Of figures there is nothing to show but the return itself.
      const statements =
        isOfReturn && this.#figures.used > figuresBefore ? "" : explainer.condition(check, false) + (when === null ? "" : explainer.condition(when, true));
      functions.push(
        `function explain${id}(${[head, "trace: Trace", ...variables].join(", ")}): void {\n${declare(new Set([...all].filter((name) => statements.includes(safeName(name)))), new Set())}${statements}}`,
      );
      row.push(`fails: fails${id}`, `explain: explain${id}`);
    } else row.push("fails: null", "explain: null");
    if (part.unique.length > 0) {
      const guard = when === null ? "" : `${declare(used(when), new Set())}  if (!(${compiler.whenTrue(when)})) return null;\n`;
      functions.push(
        `${docs}function key${id}(${head}): readonly Value[] | null {\n${guard}  return [${target.kind === "entry" ? "" : part.unique.map((node) => compiler.value(node)).join(", ")}];\n}`,
      );
      row.push(
        `key: key${id}`,
        `uniqueWithin: ${JSON.stringify(part.uniqueWithin)}`,
        `keyItems: ${JSON.stringify(part.unique.flatMap((node) => (node.op === "item" ? [node.item] : [])))}`,
      );
    } else row.push("key: null", "uniqueWithin: null", "keyItems: []");
    row.push(`message: ${JSON.stringify(part.message)}`);
    const named = lets.filter(({ name }) => part.message.includes(`{${name}}`));
    if (named.length > 0) {
      const wanted = new Set(named.flatMap(({ name, node }) => [name, ...closure(node, lets)]));
      const texts = named.map(({ name, node }) => `${JSON.stringify(name)}: ${valueText(safeName(name), node.type, this.#rules.release.lexical.date)}`);
      functions.push(
        `function values${id}(${[head, ...variables].join(", ")}): Readonly<Record<string, string | null>> {\n${declare(wanted, new Set())}  return { ${texts.join(", ")} };\n}`,
      );
      row.push(`values: values${id}`);
    } else row.push("values: null");
    return { functions: functions.join("\n\n"), row: `{ ${row.join(", ")} }` };
  }

  /** What a `let` name or a definition stands for, for looking into it. */
  #expansion(node: Typed, lets: readonly { name: string; node: Typed }[]): { body: Typed; self: string | null } | null {
    if (node.op === "variable") {
      const found = lets.find(({ name }) => name === node.name);
      return found === undefined ? null : { body: found.node, self: null };
    }
    if (node.op !== "definition" || node.arguments.length > 0 || node.owner === null) return null;
    const definition = this.#rules.definitions[node.year].get(node.name);
    if (definition === null) return null;
    const owner = new Compiler(
      this.#compilerNames(false),
      new Map([
        ["this", "t"],
        ["#entry", "entry"],
      ]),
    ).value(node.owner);
    return { body: definition.body, self: owner };
  }

  #isOfReturn(part: CheckedPart): boolean {
    return part.target.kind === "record" && (part.target.record === this.#rules.schema.root || !part.target.record.startsWith(this.#rules.schema.child));
  }

  #row(rule: CheckedRule, parts: readonly { functions: string; row: string }[]): string {
    const needs = this.#needsOf(rule);
    if (needs.includes("last_return")) this.#usesLast = true;
    const { id, title, severity, remedy } = rule.rule;
    const figures = new Set(parts.flatMap(({ functions }) => [...functions.matchAll(/\bcontext\.figures\["(\w+)"\]/g)].flatMap(([, name]) => name ?? [])));
    return `  { id: ${JSON.stringify(id)}, title: ${JSON.stringify(title)}, severity: "${severity}", remedy: ${JSON.stringify(remedy)}, needs: ${JSON.stringify(needs)}, isOfReturn: ${rule.parts.some((part) => this.#isOfReturn(part))}, figures: ${JSON.stringify([...figures])}, parts: [${parts.map(({ row }) => row).join(", ")}] },\n`;
  }

  #needsOf(rule: CheckedRule): readonly string[] {
    const nodes = rule.parts.flatMap((part) => [part.when, part.check, ...part.let.map(({ is }) => is), ...part.unique].filter((node) => node !== null));
    return [...new Set(nodes.flatMap((node) => this.#needs(node, new Set())))].filter((need) => !rule.rule.optional.includes(need)).toSorted();
  }

  #needs(node: Typed, seen: Set<string>): readonly string[] {
    const own =
      node.op === "earlier"
        ? [node.year === 1 ? "last_return" : "return_before_last"]
        : node.op === "rows"
          ? [`reference ${node.table}`]
          : node.op === "collection" && node.field === "authority"
            ? ["authority"]
            : [];
    const inner = childrenOf(node).flatMap((child) => this.#needs(child, seen));
    if (node.op !== "definition" || seen.has(node.name)) return [...own, ...inner];
    seen.add(node.name);
    const definition = this.#rules.definitions[node.year].get(node.name);
    return [...own, ...inner, ...(definition === null ? [] : this.#needs(definition.body, seen))];
  }

  #figure({ name, year, combine, node }: Figures["all"][number]): string {
    const compiler = new Compiler(
      { ...this.#compilerNames(false), child: (year === 0 ? this.#rules.schema : this.#rules.schema.earlier[year])?.child ?? "" },
      new Map([
        ["this", "t"],
        ["#child", "child"],
      ]),
    );
    const names = year === 0 ? this.#names : (this.#lastNames ?? this.#names);
    const schema = year === 0 ? this.#rules.schema : (this.#rules.schema.earlier[year] ?? this.#rules.schema);
    const code =
      combine === "distinct" && node.op === "size" && node.list.op === "distinct"
        ? compiler.value(node.list.list)
        : node.type.kind === "boolean"
          ? compiler.whenTrue(node)
          : compiler.value(node);
    if (year !== 0) this.#usesLast = true;
    return `  { name: ${JSON.stringify(name)}, year: ${year}, combine: "${combine}", add: (child: ${names.className(schema.child)}, t: ${names.className(schema.root)}, context: RuleContext) => ${code} },\n`;
  }
}

/** What the functions of a part are called by. */
function partId({ rule, parts }: CheckedRule, index: number): string {
  return `${rule.id.replaceAll(/\W/g, "_")}${parts.length === 1 ? "" : `_${index + 1}`}`;
}

/** Code for the text of a value in a message; null when there is none. */
function valueText(code: string, type: Type, form: Release["lexical"]["date"]): string {
  if (type.kind === "date") return `typeof ${code} === "number" ? ${form === "yyyy-mm-dd" ? "formatIsoDate" : "formatUkDate"}(${code}) : null`;
  const scaled = type.kind === "decimal" ? `${code} / 1000` : code;
  return type.kind === "integer" || type.kind === "decimal"
    ? `typeof ${code} === "number" ? String(${scaled}) : null`
    : `typeof ${code} === "string" ? ${code} : null`;
}

/** The `let` names that an expression uses, directly or through others. */
function closure(node: Typed, lets: readonly { name: string; node: Typed }[]): readonly string[] {
  const names = new Set<string>();
  const visit = (inner: Typed): void => {
    if (inner.op === "variable") {
      const found = lets.find(({ name }) => name === inner.name);
      if (found !== undefined && !names.has(found.name)) {
        names.add(found.name);
        visit(found.node);
      }
    }
    for (const child of childrenOf(inner)) visit(child);
  };
  visit(node);
  return [...names];
}

function comment(text: string): string {
  return text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ");
}
