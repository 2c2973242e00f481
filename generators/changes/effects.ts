import type { Difference, DifferenceKind } from "../specification/diff.ts";
import type { Fields } from "../specification/comparable.ts";
import { compareOccurs, compareTypes, type Direction } from "./directions.ts";
import type { RuleComparison } from "./compare-rules.ts";
import type { Release } from "../specification/model.ts";

/** What kind of thing has changed: those of the specification, and what is said about it. */
export type ChangeKind = DifferenceKind | "example";

/** Who is concerned: what the authority records, what the supplier's system exports, what those who load returns read and check. */
export const AUDIENCES = ["authority", "supplier", "loader"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What it means: who goes on as before comes to harm; something is to be looked at; words only. Worst first. */
export const EFFECTS = ["breaking", "attention", "wording"] as const;
export type Effect = (typeof EFFECTS)[number];

/** The effect on each audience; null: it is not concerned. */
export type Effects = Readonly<Record<Audience, Effect | null>>;

const effects = (authority: Effect | null, supplier: Effect | null, loader: Effect | null): Effects => ({ authority, supplier, loader });

const WORDS = effects("wording", "wording", null);
const FOR_READERS = effects("wording", "wording", "wording");
const TOLD = effects("attention", "wording", null);
const LOOK = effects("attention", "attention", "attention");
const SYSTEMS = effects(null, "attention", "attention");
const UNKNOWN = effects(null, null, null);
const BOTH_BREAK = effects("attention", "breaking", "breaking");
const NAMES_BREAK = effects("wording", "breaking", "breaking");

/**
 * What was right before and is refused now breaks those who send; what is right now and was refused before breaks those who receive; what is neither
 * more nor less but something else breaks both.
 */
const BY_DIRECTION: Readonly<Record<Direction, Effects>> = {
  narrower: effects("attention", "breaking", "attention"),
  wider: effects("attention", "attention", "breaking"),
  different: effects("attention", "breaking", "breaking"),
  same: FOR_READERS,
};

/** Fields whose change has one effect, whatever it was and is. */
const FIELDS: Readonly<Partial<Record<ChangeKind, Readonly<Record<string, Effects>>>>> = {
  release: {
    title: WORDS,
    start: LOOK,
    end: LOOK,
    "reference-date": LOOK,
    "header year": SYSTEMS,
    "bank holidays": SYSTEMS,
    status: FOR_READERS,
    formats: BOTH_BREAK,
    "date form": BOTH_BREAK,
    opens: LOOK,
    "load-by": LOOK,
    "submit-by": LOOK,
  },
  item: {
    label: WORDS,
    definition: TOLD,
    guidance: TOLD,
    note: FOR_READERS,
    module: FOR_READERS,
    cbds: SYSTEMS,
    xml: effects(null, "breaking", "breaking"),
    "not-in-tables": LOOK,
    published: SYSTEMS,
    "ordered-by": SYSTEMS,
    lasts: SYSTEMS,
  },
  "code set": { label: WORDS, definition: TOLD, note: FOR_READERS, "from-table": LOOK },
  code: {
    label: WORDS,
    "official-label": WORDS,
    "use-when": TOLD,
    "do-not-use-when": TOLD,
    "publish-as": LOOK,
    "from-date": LOOK,
    "to-date": LOOK,
    tolerated: FOR_READERS,
    "label-basis": UNKNOWN,
    published: SYSTEMS,
    note: FOR_READERS,
  },
  group: { codes: SYSTEMS },
  type: { label: WORDS, definition: TOLD, note: FOR_READERS, pattern: BOTH_BREAK },
  table: { label: WORDS, definition: WORDS, note: FOR_READERS, record: NAMES_BREAK, implied: NAMES_BREAK, findings: SYSTEMS, instead: LOOK },
  column: { item: NAMES_BREAK, copies: NAMES_BREAK, identifies: NAMES_BREAK, note: FOR_READERS, differs: SYSTEMS },
  "reference table": { label: WORDS, definition: WORDS, guidance: WORDS, note: FOR_READERS, key: LOOK, coordinates: LOOK },
  "reference column": { label: WORDS, definition: WORDS, note: FOR_READERS, type: LOOK, optional: LOOK, headings: FOR_READERS, values: LOOK, neutral: UNKNOWN },
  definition: { label: WORDS, definition: TOLD, note: FOR_READERS, meant: UNKNOWN, for: SYSTEMS, with: SYSTEMS, is: SYSTEMS, optional: SYSTEMS },
  cohort: { label: WORDS, definition: effects("attention", null, "attention"), note: FOR_READERS },
  indicator: { label: WORDS, definition: effects("attention", null, "attention"), note: FOR_READERS },
  question: { question: WORDS, answer: TOLD, example: WORDS, note: FOR_READERS },
  rule: {
    title: WORDS,
    message: WORDS,
    remedy: WORDS,
    reading: FOR_READERS,
    note: FOR_READERS,
    report: SYSTEMS,
    stage: SYSTEMS,
    bypass: LOOK,
    origin: FOR_READERS,
    "automatic-ok": LOOK,
    enforces: SYSTEMS,
    meant: UNKNOWN,
    formats: SYSTEMS,
    "not-testable": LOOK,
  },
};

/** Fields of a rule that say what it demands: what their change means is what the two forms of the rule come to. */
export const DEMANDING: ReadonlySet<string> = new Set(["for", "within", "let", "when", "check", "unique", "parts", "optional"]);

/** What a difference needs besides itself. */
export interface EffectContext {
  readonly before: Release;
  readonly after: Release;
  /** How the two forms of a rule of the newer release compare; null where it is no changed rule. */
  readonly comparison: (rule: string) => RuleComparison | null;
}

/** The effect of a difference on each audience. */
export function effectsOf(difference: Difference<ChangeKind>, context: EffectContext): Effects {
  const { kind, what, field, content } = difference;
  if (kind === "example") return effects(null, "wording", null);
  // How we know something is nobody's work to change.
  if (field === "source" || field === "basis" || field === "seen-from") return UNKNOWN;
  if (what === "added" && content !== null) return addedEffects(kind, content);
  if (what === "removed" && content !== null) return removedEffects(kind, content);
  if (what === "renamed") return renamedEffects(kind);
  if (what === "moved") return movedEffects(kind);
  return changedEffects(difference, context);
}

function addedEffects(kind: ChangeKind, content: Fields): Effects {
  const isError = content["severity"] === "error";
  switch (kind) {
    case "item":
      if ((content["derived"] ?? null) !== null) return effects("wording", null, "attention");
      return isMandatory(content) ? effects("breaking", "breaking", "breaking") : effects("attention", "attention", "breaking");
    case "code":
      return effects("attention", "attention", "breaking");
    case "column":
      return content["required"] === "true" ? effects(null, "breaking", "breaking") : effects(null, "attention", "breaking");
    case "table":
      return effects(null, isMandatory({ occurs: content["rows"] ?? null }) ? "breaking" : "attention", "breaking");
    case "rule":
      if ((content["not-testable"] ?? null) !== null) return effects("attention", "wording", "wording");
      return effects("attention", isError ? "breaking" : "attention", "attention");
    case "reference table":
    case "crosswalk":
      return LOOK;
    case "cohort":
    case "indicator":
      return effects("attention", null, "attention");
    case "question":
      return WORDS;
    default:
      return SYSTEMS;
  }
}

function removedEffects(kind: ChangeKind, content: Fields): Effects {
  const isError = content["severity"] === "error" && (content["not-testable"] ?? null) === null;
  switch (kind) {
    case "item":
      return (content["derived"] ?? null) === null ? BY_DIRECTION.narrower : effects("wording", null, "attention");
    case "code":
      return effects("breaking", "breaking", "attention");
    case "column":
    case "table":
      return effects(null, "breaking", "attention");
    case "rule":
      // A return that was refused by it is now right: whoever goes on refusing it is wrong.
      return effects("attention", "attention", isError ? "breaking" : "attention");
    case "reference table":
      return LOOK;
    case "cohort":
    case "indicator":
      return effects("attention", null, "attention");
    case "question":
      return WORDS;
    default:
      return SYSTEMS;
  }
}

function renamedEffects(kind: ChangeKind): Effects {
  switch (kind) {
    case "code":
      return effects("breaking", "breaking", "breaking");
    case "item":
    case "rule":
      return NAMES_BREAK;
    case "column":
    case "table":
      return effects(null, "breaking", "breaking");
    case "code set":
    case "type":
    case "reference table":
    case "reference column":
    case "definition":
    case "group":
      return SYSTEMS;
    default:
      return WORDS;
  }
}

function movedEffects(kind: ChangeKind): Effects {
  if (kind === "item") return effects(null, "breaking", "breaking");
  return kind === "column" ? SYSTEMS : effects(null, "wording", null);
}

function changedEffects(difference: Difference<ChangeKind>, context: EffectContext): Effects {
  const { kind, field, before, after, name } = difference;
  if (kind === "rule" && field === "severity") return severityEffects(before, after);
  if (kind === "rule" && field !== null && DEMANDING.has(field)) return ruleEffects(context.comparison(name), severityOf(context, name));
  if (field === "occurs" || field === "rows") return occursEffects(kind, before, after);
  if (kind === "item" && field === "type") return BY_DIRECTION[compareTypes(before ?? "", after ?? "", context.before, context.after)];
  if (kind === "type" && field === "is") return BY_DIRECTION[compareTypes(before ?? "", after ?? "", context.before, context.after)];
  if (kind === "item" && field === "empty") return BY_DIRECTION[after === null ? "narrower" : "wider"];
  if (kind === "column" && field === "required") return after === null ? effects(null, "attention", "breaking") : effects(null, "breaking", "attention");
  if (kind === "item" && field === "derived") {
    if (before === null) return BY_DIRECTION.narrower;
    return after === null ? effects("breaking", "breaking", "breaking") : SYSTEMS;
  }
  return FIELDS[kind]?.[field ?? ""] ?? LOOK;
}

function severityOf(context: EffectContext, name: string): string {
  return context.after.rules.find(({ id }) => id === name)?.severity ?? "error";
}

function severityEffects(before: string | null, after: string | null): Effects {
  if (after === "error") return BY_DIRECTION.narrower;
  return before === "error" ? BY_DIRECTION.wider : LOOK;
}

/** A rule that lets less through breaks those who send, one that lets more through those who still refuse it; queries and warnings refuse nothing. */
function ruleEffects(comparison: RuleComparison | null, severity: string): Effects {
  if (comparison === null || comparison.relation === "none-found" || comparison.relation === "not-testable" || severity !== "error") {
    return comparison?.relation === "same" ? FOR_READERS : LOOK;
  }
  if (comparison.relation === "same") return FOR_READERS;
  return BY_DIRECTION[comparison.relation === "stricter" ? "narrower" : comparison.relation === "looser" ? "wider" : "different"];
}

function occursEffects(kind: ChangeKind, before: string | null, after: string | null): Effects {
  const direction = compareOccurs(before ?? "1", after ?? "1");
  const isNewlyAsked = !isMandatory({ occurs: before }) && isMandatory({ occurs: after });
  if (kind === "item" && isNewlyAsked) return { ...BY_DIRECTION[direction], authority: "breaking" };
  return BY_DIRECTION[direction];
}

function isMandatory({ occurs }: Fields): boolean {
  return !(occurs ?? "1").startsWith("0");
}

/** The worst effect on any of some audiences; null when none of them is concerned. */
export function worstEffect(of: Effects, audiences: readonly Audience[]): Effect | null {
  return EFFECTS.find((effect) => audiences.some((audience) => of[audience] === effect)) ?? null;
}
