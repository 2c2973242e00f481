import { formatMessage } from "../../../runtime/findings/message.ts";
import { findInRecord } from "../../language/resolve-name.ts";
import { type LanguageSchema, schemaOf } from "../../language/schema.ts";
import type { ReadRecord } from "../../rules/data-record.ts";
import type { Failure } from "../../rules/evaluate.ts";
import type { TextRecord } from "../../rules/record-tree.ts";
import type { Site } from "./site.ts";

/** The message of a finding with its values; null when one of them is not simply an item of the record or of one around it. */
export function exampleMessage({ rules }: Site, { part, records }: Failure): string | null {
  const [record] = records;
  if (record === undefined) return null;
  let isComplete = true;
  const text = formatMessage(part.message, (name) => {
    const value = valueAt(rules.schema, record, name);
    if (value === undefined || part.let.some((one) => one.name === name.split(".")[0])) isComplete = false;
    return value?.trim() ?? null;
  });
  const isOnRecord = part.target.kind === "record" && part.check !== null && part.report.length === 0;
  // Brackets around a value that is missing would stand twice.
  return isComplete && isOnRecord ? text.replaceAll("((not given))", "(not given)").replaceAll("((empty))", "(empty)") : null;
}

/** The text of the item that a name means on a record; undefined when it means something else, null when it is not there. */
function valueAt(schema: LanguageSchema, from: ReadRecord, name: string): string | null | undefined {
  for (let at: ReadRecord | null = from; at !== null; at = at.parent) {
    const own = schemaOf(schema, 0)?.records.get(at.path);
    const [hit, other] = own === undefined ? [] : findInRecord(schema, own, aliasOf(schema, at.path, name));
    if (hit === undefined) continue;
    if (hit.kind !== "item" || other !== undefined || hit.item.repeats) return undefined;
    let holder: TextRecord | undefined = at.text;
    for (const path of hit.via) holder = holder?.groups.get(path)?.[0];
    return holder?.items.get(hit.item.path)?.[0] ?? null;
  }
  return undefined;
}

/** A definition that is no more than another name of an item. */
function aliasOf(schema: LanguageSchema, record: string, name: string): string {
  const text = schema.definitions.get(`${record}#${name}`)?.text;
  return text !== undefined && /^\w+$/.test(text) ? text : name;
}
