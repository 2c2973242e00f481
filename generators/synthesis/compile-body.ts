import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from "../specification/yaml-reader.ts";
import { codedItems, type CompileContext, compileScalar, isAvailable, readNumber, reportStory, reportUnknown, requireMap } from "./compile-context.ts";
import { compileValue, plainKind, weightedChoice } from "./compile-value.ts";
import { addRecords, type Body, type Follows, type RecordTemplate, setItem } from "./life.ts";
import type { Scope } from "./scope.ts";

/** Keys of a record that are no names of items or records. */
const CONTROLS: readonly string[] = ["let", "use", "when", "chance", "repeat"];

/** Parts that several records share, compiled when they are first used. */
export interface Parts {
  readonly written: ReadonlyMap<string, YamlEntry>;
  readonly compiled: Map<string, Part>;
}

interface Part {
  readonly names: Body;
  readonly body: Body;
  /** Whether all its fixed codes exist in every return that is made. */
  readonly isAvailable: boolean;
}

export interface BodyContext extends CompileContext {
  readonly parts: Parts;
  /** Filled once values can be compiled. */
  readonly follows: Map<string, Follows>;
}

/** What a record computes for itself, in the order written. */
export function compileNames(context: BodyContext, node: YamlNode | undefined): Body {
  if (node === undefined) return () => undefined;
  const steps = (requireMap(context, node, "let")?.entries ?? []).map(({ key, value }): Body => {
    const compute = compileValue(context, value, null, "expression");
    return (record) => record.scope.set(key.text, compute(record.scope));
  });
  return inOrder(steps);
}

/** The items and records of a record: what its parts give first, then its own. */
export function compileBody(context: BodyContext, map: YamlMap): Body {
  const use = entryOf(map, "use")?.value;
  return inOrder([...(use === undefined ? [] : [compileUse(context, use)]), ...fieldsOf(map).map((entry) => compileField(context, entry))]);
}

function inOrder(steps: readonly Body[]): Body {
  return (record) => {
    for (const step of steps) step(record);
  };
}

function fieldsOf(map: YamlMap): readonly YamlEntry[] {
  return map.entries.filter(({ key }) => !CONTROLS.includes(key.text));
}

function compileField(context: BodyContext, { key, value }: YamlEntry): Body {
  const name = key.text;
  const { records, items } = context.names;
  if (records.has(name)) {
    const templates = (value.kind === "list" ? value.items : [value]).flatMap((one) => compileTemplate(context, one));
    const follows = context.follows.get(name) ?? null;
    return (record) => addRecords(record, name, templates, follows);
  }
  if (!items.has(name)) {
    reportUnknown(context, key, [...items.keys(), ...records, ...CONTROLS], "no item or record of any release");
    return () => undefined;
  }
  const compute = compileValue(context, value, name, plainKind(context, name));
  return (record) => setItem(record, name, compute(record.scope));
}

/** A record of a list; it may be there or not, and several times. */
function compileTemplate(context: BodyContext, node: YamlNode): readonly RecordTemplate[] {
  const map = requireMap(context, node, "A record");
  if (map === null) return [];
  const [repeat, when, chance] = ["repeat", "when", "chance"].map((key) => entryOf(map, key)?.value);
  const condition = when === undefined ? null : compileScalar(context, when);
  const percent = chance === undefined ? null : readNumber(context, chance, "chance");
  return [
    {
      repeat: repeat === undefined ? null : compileScalar(context, repeat),
      names: compileNames(context, entryOf(map, "let")?.value),
      when:
        condition === null && percent === null
          ? null
          : (scope) => (condition === null || condition(scope) === true) && (percent === null || scope.random.fraction() * 100 < percent),
      body: compileBody(context, map),
    },
  ];
}

/** `use: NAME`, `use: [NAME, …]` (all of them), `use: {NAME: weight, …}` (one of them). */
function compileUse(context: BodyContext, node: YamlNode): Body {
  if (node.kind === "scalar") return runPart(partOf(context, node));
  if (node.kind === "list") return inOrder(node.items.map((one) => compileUse(context, one)));
  const options = node.entries.flatMap(({ key, value }) => {
    const part = partOf(context, key);
    return part?.isAvailable === true ? [{ part, weight: readNumber(context, value, "A weight") }] : [];
  });
  const choose = weightedChoice(options);
  return (record) => runPart(choose(record.scope)?.part ?? null)(record);
}

function runPart(part: Part | null): Body {
  return (record) => {
    part?.names(record);
    part?.body(record);
  };
}

function partOf(context: BodyContext, name: YamlNode & { kind: "scalar" }): Part | null {
  const { written, compiled } = context.parts;
  const known = compiled.get(name.text);
  if (known !== undefined) return known;
  const entry = written.get(name.text);
  if (entry === undefined) {
    reportUnknown(context, name, written.keys(), "not the name of a part");
    return null;
  }
  const map = requireMap(context, entry.value, "A part");
  // Set before it is compiled, so that a part that uses itself ends.
  compiled.set(name.text, { names: () => undefined, body: () => undefined, isAvailable: false });
  if (map === null) return null;
  for (const { key } of map.entries)
    if (key.text === "when" || key.text === "chance" || key.text === "repeat")
      reportStory(context, key.span, `A part has no ${key.text}; the record that uses it has.`);
  const part: Part = {
    names: compileNames(context, entryOf(map, "let")?.value),
    body: compileBody(context, map),
    isAvailable: fieldsOf(map).every(
      ({ key, value }) =>
        value.kind !== "scalar" ||
        value.text === "absent" ||
        codedItems(context, key.text).length === 0 ||
        isAvailable(context, key.text, value.text, value.span),
    ),
  };
  compiled.set(name.text, part);
  return part;
}

/** A condition or value of a view: an expression on what a record has. */
export type Condition = (scope: Scope) => boolean;

export function compileCondition(context: CompileContext, node: YamlNode): Condition {
  const compute = compileScalar(context, node);
  return (scope) => compute(scope) === true;
}
