import type { Content, Suite } from "../../../conformance/suite.ts";
import type { Coverage } from "../../scenarios/coverage.ts";
import { csvText } from "./csv.ts";

/** The case records as JSON and as a CSV file for each kind of record, for products that can load them. */
export function caseFiles({ scenarios, release }: Suite): readonly (readonly [string, string])[] {
  const tables = new Map<string, { readonly columns: Set<string>; readonly rows: Record<string, string>[] }>();
  let number = 0;
  const take = (content: Content, scenario: string, child: string, within: number | null): void => {
    number += 1;
    const own = number;
    const table = tables.get(content.record) ?? { columns: new Set<string>(), rows: [] };
    tables.set(content.record, table);
    for (const item of Object.keys(content.items)) table.columns.add(item);
    const items = Object.fromEntries(Object.entries(content.items).map(([item, texts]) => [item, texts.join(" ")]));
    table.rows.push({ ...items, scenario, child, number: String(own), within: within === null ? "" : String(within) });
    for (const inner of content.records) take(inner, scenario, child, own);
  };
  for (const { id, children } of scenarios) for (const { key, keyed } of children) take(keyed, id, key, null);
  const json = {
    release,
    scenarios: scenarios.map(({ id, title, story, children }) => ({ id, title, story, children: children.map(({ key, keyed }) => ({ key, record: keyed })) })),
  };
  return [
    ["cases/cases.json", `${JSON.stringify(json, null, 1)}\n`],
    ...[...tables].map(
      ([record, { columns, rows }]) => [`cases/${record.toLowerCase()}.csv`, csvText(["scenario", "child", "number", "within", ...columns], rows)] as const,
    ),
  ];
}

/** Which scenarios use which item and code. */
export function coverageFile(coverage: readonly Coverage[]): string {
  const rows = coverage.map(({ item, code, scenarios, exempt }) => ({
    item: item.name,
    label: item.label,
    code: code ?? "",
    scenarios: scenarios.join(" "),
    "not needed because": scenarios.length === 0 ? (exempt ?? "") : "",
  }));
  return `\uFEFF${csvText(["item", "label", "code", "scenarios", "not needed because"], rows)}`;
}
