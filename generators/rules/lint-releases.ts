import { type Diagnostic, type DiagnosticCode, Diagnostics, messageOf } from "../specification/diagnostics.ts";
import { LINTS } from "../specification/lint-kinds.ts";
import type { Definition, MeantLint, Release, Rule } from "../specification/model.ts";
import { describePlace, type Span } from "../specification/source.ts";
import type { Specification } from "../specification/specification.ts";
import { unusedDefinition } from "./lint-definitions.ts";
import { LintMemory } from "./lint-memory.ts";
import type { Finding, Lint } from "./lint-parts.ts";
import { lintRules } from "./lints.ts";
import { checkReleaseRules } from "./release-rules.ts";

/**
 * Warnings of likely mistakes in the rules and definitions of releases that have no other problems. What is stated to be meant is left out; where
 * such a statement is needed in no release, that is a warning too. A definition is unused when no release of its collection uses it.
 * @param names releases to look at; all when empty
 */
export function lintReleases(specification: Specification, names: readonly string[]): readonly Diagnostic[] {
  const warnings = new Warnings();
  const memory = new LintMemory();
  const doubts = new Doubts();
  const wanted = names.length === 0 ? specification.names : names;
  for (const name of wanted) {
    const { release } = specification.release(name);
    if (release === null) continue;
    const lints = lintRules(checkReleaseRules(specification, release, new Diagnostics()), memory);
    doubts.raise(release, lints);
    doubts.settle(release, lints);
    for (const lint of lints) if (lint.kind !== "unused-definition" && statementOf(lint) === null) warnings.add(lint, release);
  }
  // Whether another year uses what these leave unused only that year knows. It is asked when there is a doubt.
  for (const name of specification.names.filter((one) => !wanted.includes(one))) {
    const collection = name.slice(0, name.indexOf("/"));
    if (!doubts.concern(collection)) continue;
    const { release, diagnostics } = specification.release(name);
    const problems = new Diagnostics();
    const rules = release === null || diagnostics.length > 0 ? null : checkReleaseRules(specification, release, problems);
    if (release === null || rules === null || !problems.isEmpty) doubts.drop(collection);
    else doubts.settle(release, lintRules(rules, memory));
  }
  for (const { definition, release } of doubts.unused) {
    const finding = unusedDefinition(definition, `any release of ${release.collection}`);
    if (statementOf({ ...finding, owner: definition }) === null) warnings.add(finding, release);
  }
  for (const { statement, release } of doubts.needless) warnings.addNeedless(statement, release);
  return warnings.sorted;
}

/** Warnings, each place once: for the first release in which it is found. */
class Warnings {
  readonly #diagnostics = new Diagnostics();
  readonly #told = new Set<string>();

  add({ kind, message, span }: Finding, release: Release): void {
    this.#add(LINTS[kind], message, span, release, `If it is meant, say why, under meant: ${kind}.`);
  }

  addNeedless({ kind, span }: MeantLint, release: Release): void {
    this.#add("RS1709", messageOf("RS1709", { lint: kind }), span, release, null);
  }

  #add(code: DiagnosticCode, message: string, span: Span, release: Release, suggestion: string | null): void {
    const place = `${code} ${describePlace(span)}`;
    if (this.#told.has(place)) return;
    this.#told.add(place);
    const writtenHere = span.file.path.startsWith(`specs/${release.name}/`);
    this.#diagnostics.addAll([{ code, message: writtenHere ? message : `${message} (in ${release.name})`, span, suggestion }]);
  }

  get sorted(): readonly Diagnostic[] {
    return this.#diagnostics.sorted;
  }
}

/** What one release cannot decide: whether a definition that it leaves unused, or a statement that it does not need, serves another. */
class Doubts {
  readonly #definitions = new Map<string, { readonly definition: Definition; readonly release: Release }>();
  readonly #statements = new Map<string, { readonly statement: MeantLint; readonly owner: Rule | Definition; readonly release: Release }>();
  readonly #settled = new Set<string>();

  raise(release: Release, lints: readonly Lint[]): void {
    for (const definition of unusedBy(lints)) {
      const key = keyOfDefinition(definition, release);
      if (!this.#definitions.has(key)) this.#definitions.set(key, { definition, release });
    }
    for (const owner of [...release.rules, ...release.definitions]) {
      for (const statement of owner.meant) {
        const key = describePlace(statement.span);
        if (!this.#statements.has(key)) this.#statements.set(key, { statement, owner, release });
      }
    }
  }

  settle(release: Release, lints: readonly Lint[]): void {
    const unused = new Set(unusedBy(lints));
    for (const definition of release.definitions) if (!unused.has(definition)) this.#settled.add(keyOfDefinition(definition, release));
    for (const lint of lints) {
      const statement = statementOf(lint);
      if (statement !== null && lint.kind !== "unused-definition") this.#settled.add(describePlace(statement.span));
    }
  }

  /** Releases with mistakes cannot say what they use: nothing is said of their collection. */
  drop(collection: string): void {
    for (const doubts of [this.#definitions, this.#statements])
      for (const [key, { release }] of doubts) if (release.collection === collection) doubts.delete(key);
  }

  concern(collection: string): boolean {
    return [...this.unused, ...this.needless].some(({ release }) => release.collection === collection);
  }

  get unused(): readonly { readonly definition: Definition; readonly release: Release }[] {
    return [...this.#definitions].flatMap(([key, doubt]) => (this.#settled.has(key) ? [] : [doubt]));
  }

  get needless(): readonly { readonly statement: MeantLint; readonly release: Release }[] {
    const unused = new Set(this.unused.map(({ definition, release }) => keyOfDefinition(definition, release)));
    return [...this.#statements].flatMap(([key, { statement, owner, release }]) => {
      const isNeeded = statement.kind === "unused-definition" ? unused.has(keyOfDefinition(owner, release)) : this.#settled.has(key);
      return isNeeded ? [] : [{ statement, release }];
    });
  }
}

function unusedBy(lints: readonly Lint[]): readonly Definition[] {
  return lints.flatMap(({ kind, owner }) => (kind === "unused-definition" && "expression" in owner ? [owner] : []));
}

/** Stays the same through renames. */
function keyOfDefinition(definition: Rule | Definition, release: Release): string {
  return `${release.collection} ${definition.identity}`;
}

function statementOf({ kind, owner }: Lint): MeantLint | null {
  return owner.meant.find((statement) => statement.kind === kind) ?? null;
}
