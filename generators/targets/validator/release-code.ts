import { Compiler } from "../../language/compile.ts";
import type { CompilerNames } from "../../language/compile-context.ts";
import { identifier, LIST_FUNCTIONS, LOGIC_FUNCTIONS, safeName } from "../../language/compile-names.ts";
import { type LanguageSchema, schemaOf } from "../../language/schema.ts";
import type { Type, Year } from "../../language/types.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import type { Release } from "../../specification/model.ts";
import type { Statement } from "../../typescript/emit.ts";
import { crosswalkBetween } from "./crosswalks.ts";
import { Figures } from "./figures.ts";
import { type ValidatorNames, validatorNames } from "./names.ts";

/** Behind the names of the record classes of a year, and in the name of their module. */
const YEARS = [
  { suffix: "", module: "records" },
  { suffix: "OfLast", module: "last-records" },
  { suffix: "OfBeforeLast", module: "before-last-records" },
] as const;

/** What the compiled code of a release has come to need: asking for the name of a thing sees to it that the thing is emitted. */
export interface ReleaseCode {
  readonly rules: ReleaseRules;
  readonly figures: Figures;
  /** Names of the records of the return that is checked. */
  readonly names: ValidatorNames;
  /** Names of the records of a year; null when there is no release for it. */
  readonly namesOf: (year: Year) => ValidatorNames | null;
  readonly moduleOf: (year: Year) => string;
  readonly releaseOf: (year: Year) => Release | null;
  readonly schemaOf: (year: Year) => LanguageSchema | null;
  /** @param withFigures whether lists over all children are figures here */
  readonly compilerNames: (withFigures: boolean) => CompilerNames;
  /** The type of a value in TypeScript. */
  readonly typeName: (type: Type) => string;
  /** Whether something looks at records of an earlier return. */
  readonly uses: (year: 1 | 2) => boolean;
  /** Old codes and what became of them, by set and years, as far as codes of these years are compared. */
  readonly crosswalks: () => ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** What must stand before all code that was compiled: to be asked for last. */
  readonly preamble: () => readonly Statement[];
}

export function createReleaseCode(rules: ReleaseRules): ReleaseCode {
  const { release, earlier, schema } = rules;
  const figures = new Figures(rules);
  const releases = [release, earlier[1], earlier[2]] as const;
  const own = validatorNames(release, YEARS[0].suffix);
  const names = [own, ...([1, 2] as const).map((year) => (earlier[year] === null ? null : validatorNames(earlier[year], YEARS[year].suffix)))];
  const classes = YEARS.map(() => new Set<string>());
  const codes = new Map<string, string>();
  const definitions = new Map<string, { readonly name: string; readonly parameters: readonly Type[]; text: string }>();
  const compared = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const table = release.referenceTables.find(({ coordinates }) => coordinates !== null);
  const { east, north } = table?.coordinates ?? { east: null, north: null };
  const places = table === undefined || east === null || north === null ? null : { table: table.name, east: east.name, north: north.name };

  const recordClass = (path: string, year: Year): string => {
    const name = names[year]?.className(path) ?? "never";
    classes[year]?.add(name);
    return name;
  };
  const typeName = (type: Type): string => {
    if (type.kind === "list") return `readonly ${typeName(type.of)}[]`;
    return type.kind === "record" ? recordClass(type.record, type.year) : "Value";
  };
  /** A definition becomes a function of its record; each is emitted when it is first used. */
  const definition = (key: string, year: Year): { readonly name: string; readonly parameters: readonly Type[] } => {
    const id = `${key}@${year}`;
    const known = definitions.get(id);
    if (known !== undefined) return known;
    const checked = rules.definitions[year].get(key);
    if (checked === null) throw new Error(`The definition ${key} is used but not sound.`);
    const { schema: declared, body } = checked;
    const short = `define_${identifier(declared.name)}${year === 0 ? "" : `_${year}`}`;
    // Definitions of several records may have one name.
    const isTaken = [...definitions.values()].some(({ name }) => name === short);
    const made = {
      name: isTaken ? `${short}_of_${identifier(key.split("#")[0]?.replaceAll("*", "_list") ?? "")}` : short,
      parameters: declared.parameters.map(({ type }) => type),
      text: "",
    };
    definitions.set(id, made);
    const compiler = new Compiler(compilerNames(false));
    const owner: Type | null = declared.owner === null ? null : { kind: "record", record: declared.owner.record, year };
    const self =
      owner === null ? [] : [`t: ${typeName(declared.owner?.isList === true ? { kind: "list", of: owner, stream: false } : owner)} | null | undefined`];
    const parameters = declared.parameters.map((parameter) => `${safeName(parameter.name)}: Value`);
    const guard = owner === null ? "" : `  if (t === null || t === undefined) return ${body.type.kind === "list" ? "[]" : "null"};\n`;
    const source = release.definitions.find((candidate) => candidate.name === declared.name);
    made.text = `/** ${source?.label ?? declared.name}: \`${comment(declared.text)}\` */\nfunction ${made.name}(${[...self, ...parameters, "context: RuleContext"].join(", ")}) {\n${guard}  return ${(declared.owner?.isList === true ? compiler.with("this", "t") : compiler.withRecord("this", "t")).value(body)};\n}`;
    return made;
  };
  const compilerNames = (withFigures: boolean): CompilerNames => ({
    // Records of all years call an item by the last step of its path.
    field: own.field,
    recordClass,
    definition,
    stepsUp: (from, to) => from.split("/").length - to.split("/").length,
    child: schema.child,
    codes: (list, name) => {
      const text = JSON.stringify(list.map((code) => code.toUpperCase()));
      const known = codes.get(text) ?? `codes_${identifier(name)}${codes.size + 1}`;
      codes.set(text, known);
      return known;
    },
    compareCodes: (set, a, b) => {
      const [older, newer] = a > b ? [a, b] : [b, a];
      compared.set(`${set} ${older} ${newer}`, crosswalkBetween(set, older, newer, releases));
    },
    figure: (node) => (withFigures ? figures.code(node) : null),
    places,
  });
  const preamble = (): readonly Statement[] => [
    'import { formatIsoDate, formatUkDate } from "./runtime/dates.js";',
    `import { ${LIST_FUNCTIONS.join(", ")} } from "./runtime/rules/lists.js";`,
    `import { ${LOGIC_FUNCTIONS.join(", ")}, type Value } from "./runtime/rules/logic.js";`,
    'import type { CompiledRule, Figure, RuleContext, Trace } from "./runtime/validator/compiled-rule.js";',
    'import type { DataRecord } from "./runtime/validator/tables.js";',
    'import { inOrder } from "./runtime/validator/order-records.js";',
    ...YEARS.flatMap(({ module }, year) => {
      const used = names[year]?.records.map(({ path }) => names[year]?.className(path) ?? "").filter((name) => classes[year]?.has(name)) ?? [];
      return used.length === 0 ? [] : [`import type { ${used.join(", ")} } from "./${module}.js";`];
    }),
    ...[...codes].map(([list, name]) => `const ${name}: ReadonlySet<string> = new Set(${list});`),
    ...[...definitions.values()].map(({ text }) => text),
  ];
  return {
    rules,
    figures,
    names: own,
    namesOf: (year) => names[year] ?? null,
    moduleOf: (year) => YEARS[year].module,
    releaseOf: (year) => releases[year],
    schemaOf: (year) => schemaOf(schema, year),
    compilerNames,
    typeName,
    uses: (year) => (classes[year]?.size ?? 0) > 0,
    crosswalks: () => compared,
    preamble,
  };
}

/** A text inside a comment, on one line. */
export function comment(text: string): string {
  return text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ");
}
