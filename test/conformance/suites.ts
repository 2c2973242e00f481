import { createBinding } from "../../runtime/bindings/binding.ts";
import type { RecordLayout } from "../../runtime/bindings/layout.ts";
import type { HalfResult } from "../../conformance/case-result.ts";
import { type ProducerRun, runOutputs } from "../../conformance/producer/run-producer.ts";
import type { SuiteValidator } from "../../conformance/returns/read-return.ts";
import { type PreviousReturn, readPrevious, underIds } from "../../conformance/returns/read-previous.ts";
import type { Content, Form, Suite } from "../../conformance/suite.ts";
import type { SupplierInput } from "../../conformance/supplier-input.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import { writeTables } from "../../generators/rules/table-rows.ts";
import { returnInXml } from "../../generators/rules/xml-form.ts";
import type { LastYear } from "../../generators/scenarios/scenario.ts";
import type { Release } from "../../generators/specification/model.ts";
import { csvText } from "../../generators/targets/conformance/csv.ts";
import { buildSuite } from "../../generators/targets/conformance/suite.ts";
import { chainToChild } from "../../generators/targets/typescript/child-chain.ts";
import { returnLayout } from "../../generators/targets/typescript/layout-module.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { specification } from "../support/specification.ts";

/** The suite of a release, ready to judge returns in memory. */
export interface OpenSuite {
  readonly release: Release;
  readonly suite: Suite;
  readonly module: SuiteValidator;
  readonly layout: RecordLayout;
  readonly serialise: (value: unknown) => string;
  /** What is keyed in, of all children. */
  readonly cases: readonly Content[];
  readonly judge: (input: SupplierInput, wishes?: Partial<Pick<ProducerRun, "levels" | "ids" | "previous">>) => Promise<HalfResult>;
}

export async function openSuite(name: string): Promise<OpenSuite> {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const context = targetContext(specification, release);
  const suite = buildSuite(release, context);
  const module = await loadGenerated(specification, release);
  const lastYear = context.lastYear();
  const previous = (ids: ReadonlyMap<string, string>): PreviousReturn | null => previousIn(module, suite, lastYear, ids);
  const layout = returnLayout(release);
  const { holders, child } = chainToChild(release);
  const binding = createBinding<unknown, unknown, unknown>(
    layout,
    [...holders.slice(1), child].map(({ name: one }) => one),
  );
  return {
    release,
    suite,
    module,
    layout,
    serialise: (value) => binding.serialise(value, {}),
    cases: suite.scenarios.flatMap(({ children }) => children.map(({ keyed }) => keyed)),
    judge: (input, wishes = {}) =>
      runOutputs("in memory", {
        suite,
        module,
        ids: new Map(),
        levels: suite.twoYearRules.length === 0 ? [1, 2, 3] : [1, 2, 3, 5],
        scenarios: suite.scenarios,
        isWholeWanted: true,
        previous: previous(wishes.ids ?? new Map()),
        open: async () => input,
        now: () => 0,
        ...wishes,
      }),
  };
}

/** The return of the year before that the pack has; null where no rule asks for it. */
function previousIn(module: SuiteValidator, suite: Suite, lastYear: LastYear | null, ids: ReadonlyMap<string, string>): PreviousReturn | null {
  if (lastYear === null || suite.twoYearRules.length === 0) return null;
  const { release, root } = lastYear;
  const input = (form: Form): SupplierInput => {
    if (form === "xml") return xmlInput(returnInXml(root).document);
    const { tables } = writeTables(root, release);
    return tablesInput(
      new Map(
        release.tables.map(({ name, columns }) => [
          `${name}.csv`,
          csvText(
            columns.map((column) => column.name),
            tables.get(name) ?? [],
          ),
        ]),
      ),
    );
  };
  return { in: async (form) => underIds(await readPrevious("last year", module, suite.tables, async () => input(form)), ids), hasAll: true };
}

export function xmlInput(document: string | Uint8Array): SupplierInput {
  const bytes = typeof document === "string" ? new TextEncoder().encode(document) : document;
  return { name: "return.xml", kind: "xml", file: { name: "return.xml", read: async (take) => take(bytes) } };
}

export function tablesInput(files: ReadonlyMap<string, string>): SupplierInput {
  const encoder = new TextEncoder();
  return {
    name: "tables",
    kind: "tables",
    files: [...files].map(([name, text]) => ({ name, read: async (take: (chunk: Uint8Array) => void) => take(encoder.encode(text)) })),
  };
}

/** Whether every case passed. */
export function isPassed({ cases }: HalfResult): boolean {
  return cases.length > 0 && cases.every(({ outcome }) => outcome === "passed");
}

/** What is wrong, in lines. */
export function faultLines({ cases }: HalfResult): readonly string[] {
  return cases.flatMap(({ id, outcome, reason, faults }) =>
    outcome === "passed" ? [] : [`${id} ${outcome} ${reason ?? ""}`, ...faults.map(({ child, message, at }) => `  ${child ?? ""} ${at ?? ""}: ${message}`)],
  );
}
