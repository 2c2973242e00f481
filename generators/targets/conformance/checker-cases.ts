import { createHash } from "node:crypto";
import type { CheckerCase, Expected } from "../../../conformance/checker/case-file.ts";
import { everyElementOnce } from "../../samples/documents.ts";
import { type Mutant, mutantsOf } from "../../samples/mutants.ts";
import type { ReleaseRules } from "../../rules/release-rules.ts";
import { allNodes } from "../../specification/build-items.ts";
import type { Release } from "../../specification/model.ts";
import type { TargetContext } from "../target.ts";
import { documentCase } from "./document-case.ts";
import { hostileCases } from "./hostile-cases.ts";
import { tableCases } from "./table-cases.ts";

/** Of the mutants of a document one in so many is a case; which, the id decides, so that others come and go without touching it. */
const ONE_IN = 12;

/**
 * The cases of the validator half: the test vectors of the rules, documents with one fault in their form, and hostile ones.
 * @param document the return of all scenarios, in which nothing is wrong
 */
export function checkerCases(release: Release, context: TargetContext, document: string | null): readonly CheckerCase[] {
  const stating = statingRules(context.rules());
  const titles = new Map(context.rules().rules.map(({ rule }) => [rule.id, rule.title]));
  const vectors = context
    .vectors()
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [vectorCase(JSON.parse(line) as VectorLine, titles)]));
  const inTables = tableCases(release, context.scenarios().root, stating);
  if (!release.formats.includes("xml") || document === null) return [...vectors, ...inTables];
  return [...vectors, ...structuralCases(release, context.neighbours(), stating), ...inTables, ...hostileCases(release, document)];
}

/** A line of the vectors; the same keys, and more of them. */
type VectorLine = Omit<CheckerCase, "title"> & { readonly rule: string };

function vectorCase(
  { rule, id, document, expected, previous, beforePrevious, tables, reference, authority }: VectorLine,
  titles: ReadonlyMap<string, string>,
): CheckerCase {
  const plain = (list: readonly Expected[]): readonly Expected[] =>
    list.map(({ rule: one, count, records }) => (records === undefined ? { rule: one, count } : { rule: one, count, records }));
  return {
    id,
    title: `Rule ${rule}: ${titles.get(rule) ?? ""}`.trim(),
    document,
    expected: plain(expected),
    previous,
    beforePrevious,
    tables: tables === null ? null : { ...tables, expected: plain(tables.expected) },
    reference,
    authority,
  };
}

export function structuralCases(release: Release, neighbours: readonly Release[], stating: (item: string) => readonly string[]): readonly CheckerCase[] {
  const byTag = new Map<string, readonly string[]>();
  for (const { name, xml } of allNodes(release.root))
    if (xml.kind === "element") byTag.set(xml.tag, [...new Set([...(byTag.get(xml.tag) ?? []), ...stating(name)])]);
  const mutants = mutantsOf(release, everyElementOnce(release), neighbours);
  const kinds = new Set<string>();
  return mutants.filter((mutant) => isChosen(mutant) || isFirstOfKind(mutant, kinds)).map((mutant) => structuralCase(mutant, byTag));
}

function isChosen({ id }: Mutant): boolean {
  return Number.parseInt(createHash("sha256").update(id).digest("hex").slice(0, 8), 16) % ONE_IN === 0;
}

function isFirstOfKind({ kind, expected }: Mutant, kinds: Set<string>): boolean {
  const key = `${kind} ${expected}`;
  if (kinds.has(key)) return false;
  kinds.add(key);
  return true;
}

/** The rules that state something of the form of an item or record. */
function statingRules({ rules }: ReleaseRules): (name: string) => readonly string[] {
  return (name) => rules.filter(({ rule }) => rule.enforces.some((check) => check.startsWith(`${name} `))).map(({ rule }) => rule.id);
}

function structuralCase({ id, kind, path, xml, expected, why }: Mutant, stating: ReadonlyMap<string, readonly string[]>): CheckerCase {
  const is = expected === "refused" ? [{ rule: "structure", count: 1 }] : [];
  const title = `Form of the return, ${kind} at ${path.split("/").at(-1) ?? ""}: ${expected === "refused" ? why : "nothing is wrong"}`;
  const orRules = stating.get((path.split("/").at(-1) ?? "").replace(/\[\d+\]$/, "")) ?? [];
  return { ...documentCase(`structure/${id}`, title, is), formOnly: true, ...(orRules.length === 0 ? {} : { orRules }), document: xml };
}
