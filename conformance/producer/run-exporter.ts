import type { CaseResult, HalfResult } from "../case-result.ts";
import type { Adapter } from "../checker/adapter.ts";
import { readReturn } from "../returns/read-return.ts";
import type { Form } from "../suite.ts";
import type { SupplierInput } from "../supplier-input.ts";
import { judgeReturn, resultOf } from "./judge-return.ts";
import { factsOf, notesOf, type ProducerRun } from "./run-producer.ts";

/** Hands a program the case records of each scenario and judges the return that it answers with. */
export async function runExporter(adapter: Adapter, form: Form, run: Omit<ProducerRun, "open">): Promise<HalfResult> {
  const { suite, module, levels, scenarios, previous, now } = run;
  const facts = factsOf(run, false);
  const cases: CaseResult[] = [];
  for (const scenario of scenarios) {
    const started = now();
    const children = scenario.children.map(({ key, keyed }) => ({ key, record: keyed }));
    const found = await adapter.ask({ kind: "export", release: suite.release, authority: suite.authority, form, children });
    const base = resultOf(scenario, [], levels, now() - started);
    if ("problem" in found) {
      cases.push({ ...base, outcome: "error", reason: found.problem });
      continue;
    }
    const declined = (["not-implemented", "skipped", "error"] as const).find((outcome) => typeof found.answer[outcome] === "string");
    if (declined !== undefined) {
      cases.push({ ...base, outcome: declined, reason: String(found.answer[declined]).slice(0, 500) });
      continue;
    }
    const input = inputOf(found.answer);
    if (input === null) {
      cases.push({ ...base, outcome: "error", reason: "The answer has neither a document nor tables." });
      continue;
    }
    const earlier = (await previous?.in(input.kind === "tables" ? "csv" : "xml")) ?? null;
    const read = await readReturn(input, module, { authority: suite.authority, previous: earlier, reference: new Map(), tables: suite.tables });
    const { faults } = judgeReturn(read, [scenario], suite.whole, facts);
    cases.push(resultOf(scenario, [...(faults.get(scenario.id) ?? []), ...(faults.get(suite.whole.id) ?? [])], levels, now() - started));
  }
  return { half: "producer", form, cases, notRun: [], notes: notesOf(run) };
}

/** The return in an answer: `document` as text, or `tables` with the text of each CSV file by its name. */
function inputOf(answer: Readonly<Record<string, unknown>>): SupplierInput | null {
  const file = (name: string, text: string) => ({ name, read: async (take: (chunk: Uint8Array) => void) => take(new TextEncoder().encode(text)) });
  const { document, tables } = answer;
  if (typeof document === "string") return { name: "answer", kind: "xml", file: file("answer", document) };
  if (typeof tables !== "object" || tables === null || Array.isArray(tables)) return null;
  const files = Object.entries(tables).flatMap(([name, text]) => (typeof text === "string" ? [file(name, text)] : []));
  return files.length === 0 ? null : { name: "answer", kind: "tables", files };
}
