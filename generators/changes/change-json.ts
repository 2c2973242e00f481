import type { ChangeRecord } from "../specification/entry.ts";
import { type Change, type ChangeReport, allChanges, type RuleChange } from "./change-report.ts";
import { countEffects } from "./change-words.ts";
import { AUDIENCES, EFFECTS, type Effect } from "./effects.ts";
import type { Witness } from "./witness.ts";

/** A report as JSON: what `diff --format json` and `changes/changes.json` hold. Its schema is `changesSchema`. */
export interface ChangesJson {
  readonly before: string;
  readonly after: string;
  readonly counts: Readonly<Record<Effect, number>>;
  readonly changes: readonly ChangeJson[];
  readonly rules: readonly RuleChangeJson[];
  readonly madeBy: readonly MadeByJson[];
}

interface ChangeJson {
  readonly fingerprint: string;
  readonly kind: string;
  readonly name: string;
  readonly label: string | null;
  readonly what: string;
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly effect: Effect;
  readonly effects: Change["effects"];
  readonly change: string | null;
  readonly undone: boolean;
}

interface MadeByJson {
  readonly file: string;
  readonly release: string;
  readonly version: string;
  readonly title: string;
  readonly why: string;
  readonly source: readonly string[];
  readonly basis: string;
  readonly note: string | null;
  readonly audience: ChangeRecord["audience"];
  readonly correction: ChangeRecord["correction"];
}

interface RuleChangeJson {
  readonly rule: string;
  readonly title: string;
  readonly edited: boolean;
  readonly because: readonly string[];
  readonly relation: string;
  readonly searched: { readonly records: number; readonly groups: number } | null;
  readonly witnesses: readonly WitnessJson[];
}

interface WitnessJson {
  readonly claim: string;
  readonly form: string;
  readonly dates: string;
  readonly before: WitnessSideJson;
  readonly after: WitnessSideJson;
}

interface WitnessSideJson {
  readonly release: string;
  readonly verdict: string;
  readonly records: readonly { readonly path: string; readonly items: Readonly<Record<string, string | null>> }[];
}

export function changesJson(report: ChangeReport): ChangesJson {
  return {
    before: report.before.id,
    after: report.after.id,
    counts: countEffects(report),
    changes: allChanges(report).map(
      ({ fingerprint, kind, name, label, what, field, before, after, effect, effects, change, isUndone }): ChangeJson => ({
        fingerprint,
        kind,
        name,
        label,
        what,
        field,
        before,
        after,
        effect,
        effects,
        change: change?.file ?? null,
        undone: isUndone,
      }),
    ),
    rules: report.rules.map(ruleJson),
    madeBy: report.groups.map(({ change }) => madeBy(change)),
  };
}

function madeBy({ file, release, version, title, why, source, basis, note, audience, correction }: ChangeRecord): MadeByJson {
  return { file, release, version, title, why, source, basis, note, audience, correction };
}

function ruleJson({ rule, title, isOwn, because, comparison }: RuleChange): RuleChangeJson {
  return {
    rule,
    title,
    edited: isOwn,
    because,
    relation: comparison.relation,
    searched: "records" in comparison ? { records: comparison.records, groups: comparison.groups } : null,
    witnesses: "witnesses" in comparison ? comparison.witnesses.map(witnessJson) : [],
  };
}

function witnessJson({ claim, form, dates, before, after }: Witness): WitnessJson {
  const side = ({ release, verdict, records }: Witness["before"]): WitnessSideJson => ({
    release,
    verdict,
    records: records.map(({ path, items }) => ({ path, items })),
  });
  return { claim, form, dates, before: side(before), after: side(after) };
}

type JsonSchema = { readonly [keyword: string]: JsonSchema | readonly (JsonSchema | string)[] | string | number | boolean | null };

const text = (description: string): JsonSchema => ({ description, type: "string" });
const nullableText = (description: string): JsonSchema => ({ description, type: ["string", "null"] });
const count = (description: string): JsonSchema => ({ description, type: "integer", minimum: 0 });
const flag = (description: string): JsonSchema => ({ description, type: "boolean" });
const list = (description: string, items: JsonSchema): JsonSchema => ({ description, type: "array", items });
const oneOf = (description: string, values: readonly string[]): JsonSchema => ({ description, type: "string", enum: values });

/** Every key is always there, and no other. */
function object(description: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { description, type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

const effectOrNone: JsonSchema = { anyOf: [{ type: "string", enum: EFFECTS }, { type: "null" }] };

const side = (description: string): JsonSchema =>
  object(description, {
    release: text("The release with its version."),
    verdict: oneOf("What the rule says of the record.", ["passes", "fails"]),
    records: list(
      "What the return holds beside the neutral carrier, and what the rule reads.",
      object("A record.", {
        path: text("Its name, behind last_return: for one of the return before."),
        items: { description: "Texts by item; null where nothing is given.", type: "object", additionalProperties: { type: ["string", "null"] } },
      }),
    ),
  } satisfies Record<keyof WitnessSideJson, JsonSchema>);

const witness = object("A record on which the two releases disagree.", {
  claim: oneOf("stricter: it passed and fails now; looser: it failed and passes now.", ["stricter", "looser"]),
  form: oneOf("The form in which both validators can be given it.", ["xml", "csv"]),
  dates: oneOf("Whether its dates are the same in both, or those of each year.", ["the same", "of each year"]),
  before: side("The older release."),
  after: side("The newer release."),
} satisfies Record<keyof WitnessJson, JsonSchema>);

const change = object("One difference.", {
  fingerprint: { description: "The same for the same change, wherever it stands.", type: "string", pattern: "^[0-9a-f]{16}$" },
  kind: text("What kind of thing: item, code, rule, column …"),
  name: text("Its name in the newer release, or in the older one if it is gone."),
  label: nullableText("What it is called in words."),
  what: oneOf("What happened to it.", ["added", "removed", "renamed", "moved", "changed"]),
  field: nullableText("The field that changed."),
  before: nullableText("What it was."),
  after: nullableText("What it is."),
  effect: oneOf("The worst of the effects.", EFFECTS),
  effects: object("What it means for whom; null: not concerned.", Object.fromEntries(AUDIENCES.map((audience) => [audience, effectOrNone]))),
  change: nullableText("The change file that made it; null: it follows from dates and facts of the release."),
  undone: flag("The change file is one of the first release, which the second does not have."),
} satisfies Record<keyof ChangeJson, JsonSchema>);

const maker = object("A change file.", {
  file: text("Its path."),
  release: text("The release that it belongs to."),
  version: text("The version that brought it."),
  title: text("What changes."),
  why: text("Why."),
  source: list("Keys of sources.", { type: "string" }),
  basis: oneOf("How it is known.", ["seen", "inferred"]),
  note: nullableText("What else is to be said."),
  audience: object("Whom its author says it concerns.", { supplier: text("Suppliers."), authority: text("Authorities.") }),
  correction: {
    description: "Set when it corrects what had been published.",
    anyOf: [object("A correction.", { reason: text("Why."), date: text("When.") }), { type: "null" }],
  },
} satisfies Record<keyof MadeByJson, JsonSchema>);

const rule = object("A rule of both releases that was edited, or reads something that was.", {
  rule: text("Its id in the newer release."),
  title: text("Its title."),
  edited: flag("Whether its own expression was edited."),
  because: list("What it reads that has changed.", { type: "string" }),
  relation: oneOf("How the two forms compare.", ["same", "not-testable", "none-found", "stricter", "looser", "different"]),
  searched: {
    description: "How many records were looked at, and how many stood in one group at most; null where none had to be.",
    anyOf: [object("The search.", { records: count("Records."), groups: count("Most records in a group.") }), { type: "null" }],
  },
  witnesses: list("Records on which they disagree.", witness),
} satisfies Record<keyof RuleChangeJson, JsonSchema>);

/** The JSON Schema (2020-12) of what `diff --format json` writes, as the file under docs/schemas. */
export function changesSchemaText(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Changes between two releases",
    ...object("Everything that differs between two releases or versions of a collection.", {
      before: text("The older release with its version."),
      after: text("The newer release with its version."),
      counts: object("How many changes have which effect.", Object.fromEntries(EFFECTS.map((effect) => [effect, count(`Changes: ${effect}.`)]))),
      changes: list("The differences, in the order of the change files that made them.", change),
      rules: list("Rules that were edited or that read something that was.", rule),
      madeBy: list("The change files.", maker),
    } satisfies Record<keyof ChangesJson, JsonSchema>),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
