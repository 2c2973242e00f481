import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { RecordLayout } from "../../runtime/bindings/layout.ts";
import type { Content } from "../suite.ts";
import { type ExportPlan, exportReturn, type Period } from "./export.ts";
import { PLANS } from "./plans.ts";
import { openStore } from "./store.ts";

/** The generated bindings of a release, as far as an exporter needs them. */
export interface Bindings {
  readonly layout: RecordLayout;
  readonly period: Period;
  readonly serialise: (value: unknown) => string;
}

/** @param folder `generated/<collection>/<period>/typescript` */
export async function loadBindings(folder: string): Promise<Bindings> {
  const load = async (name: string): Promise<Readonly<Record<string, unknown>>> => import(pathToFileURL(join(folder, "dist", name)).href);
  const [index, { layout }] = [await load("index.js"), await load("layout.js")];
  const { start, end } = index["release"] as Period;
  return { layout: layout as RecordLayout, period: { start, end }, serialise: index["serialise"] as Bindings["serialise"] };
}

/** Keys the case records into a store and takes the return out of it, before it is written. */
export function returnFromCases(
  collection: string,
  { layout, period }: Pick<Bindings, "layout" | "period">,
  cases: readonly Content[],
  plan = planOf(collection),
): unknown {
  const store = openStore((record, item) => isList(layout, record, item));
  for (const record of cases) store.add(record);
  const found = exportReturn(store, layout, plan, period);
  store.close();
  return found;
}

export function planOf(collection: string): ExportPlan {
  const plan = PLANS[collection];
  if (plan === undefined) throw new Error(`The reference supplier has no export for ${collection}.`);
  return plan;
}

function isList(layout: RecordLayout, record: string, item: string): boolean {
  return layout.contains.some((inner) =>
    inner.kind === "record" ? isList(inner, record, item) : layout.name === record && inner.name === item && inner.maximum !== 1,
  );
}
