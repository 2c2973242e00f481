import { createBinding } from "../../runtime/bindings/binding.ts";
import type { RecordLayout } from "../../runtime/bindings/layout.ts";
import type { HalfResult } from "../../conformance/case-result.ts";
import { runOutputs } from "../../conformance/producer/run-producer.ts";
import type { SuiteValidator } from "../../conformance/returns/read-return.ts";
import type { Content, Suite } from "../../conformance/suite.ts";
import type { SupplierInput } from "../../conformance/supplier-input.ts";
import { targetContext } from "../../generators/cli/target-context.ts";
import type { Release } from "../../generators/specification/model.ts";
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
  readonly judge: (input: SupplierInput) => Promise<HalfResult>;
}

export async function openSuite(name: string): Promise<OpenSuite> {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const suite = buildSuite(release, targetContext(specification, release));
  const module = await loadGenerated(specification, release);
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
    judge: (input) =>
      runOutputs("in memory", {
        suite,
        module,
        ids: new Map(),
        levels: [1, 2, 3],
        scenarios: suite.scenarios,
        isWholeWanted: true,
        previous: null,
        open: async () => input,
        now: () => 0,
      }),
  };
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
