import { type Checking, fail, startSentence } from "./check-context.ts";
import { useDefinition } from "./check-definitions.ts";
import { access, neighbour } from "./check-names.ts";
import { findInRecord, namesInRecord, recordOf, throughGroups } from "./resolve-name.ts";
import { schemaOf } from "./schema.ts";
import { hint } from "./suggest.ts";
import type { Expression, Range } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { DATE, listOf, TEXT, type Type, type Year } from "./types.ts";

/** A name behind a dot, where it stands, and what is given to it in parentheses. */
export interface Member {
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly given: readonly Expression[];
}

/** `object.name` */
export function member(node: Expression & { kind: "member" }, checking: Checking): Typed {
  const { object, name, nameRange, range } = node;
  if (object.kind === "name" && object.name === "collection" && !checking.variables.has("collection"))
    return collectionFact(name, checking.scope.year, nameRange, range);
  if (object.kind === "member" && object.name === "collection") return collectionFact(name, yearOf(object.object, checking), nameRange, range);
  if (object.kind === "name" && object.name === "reference") return fail(`Write reference.${name}(key), or key in reference.${name}.`, range);
  return memberOf(checking.check(object, checking), { name, nameRange, range, given: [] }, checking);
}

function yearOf(node: Expression, checking: Checking): Year {
  const { type } = checking.check(node, checking);
  if (type.kind !== "record") return fail(`${startSentence(type)} has no collection: only a return has one.`, node.range);
  return type.year;
}

function collectionFact(name: string, year: Year, nameRange: Range, range: Range): Typed {
  if (name === "start" || name === "end" || name === "reference_date") return { op: "collection", field: name, year, type: DATE, range };
  if (name === "authority") return { op: "collection", field: name, year, type: TEXT, range };
  return fail(`The collection has no ${name}.${hint(name, ["start", "end", "reference_date", "authority"])}`, nameRange);
}

/** What a name behind a dot means for a record, a row, or every element of a list. */
export function memberOf(object: Typed, named: Member, checking: Checking): Typed {
  const { type } = object;
  const { name, nameRange, range } = named;
  if (type.kind === "record") return memberOfRecord(object, type, named, checking);
  if (type.kind === "row") return cell(object, type.table, named, checking);
  if (type.kind !== "list") return fail(`${startSentence(type)} has nothing inside, so no ${name}.`, nameRange);
  const owned = listDefinition(type, name, checking);
  if (owned !== null) return useDefinition(owned, object, named.given, range, checking);
  const variable = `#${checking.depth}${range.start}`;
  const element: Typed = { op: "variable", name: variable, type: type.of, range };
  const body = memberOf(element, named, checking);
  const of = body.type.kind === "list" ? body.type.of : body.type;
  const stream = type.stream || (body.type.kind === "list" && body.type.stream);
  return { op: "collect", list: object, variable, body, type: listOf(of, stream), range };
}

function cell(row: Typed, table: string, { name, nameRange, range }: Member, { scope }: Checking): Typed {
  const columns = scope.schema.tables.get(table);
  const type = columns?.get(name);
  return type === undefined
    ? fail(`The table ${table} has no column ${name}.${hint(name, [...(columns?.keys() ?? [])])}`, nameRange)
    : { op: "cell", row, column: name, type, range };
}

/** The key of a definition that belongs to lists of these records; null when there is none of that name. */
export function listDefinition(type: Type & { kind: "list" }, name: string, { scope }: Checking): string | null {
  if (type.of.kind !== "record") return null;
  const key = `${type.of.record}*#${name}`;
  return schemaOf(scope.schema, type.of.year)?.definitions.has(key) === true ? key : null;
}

function memberOfRecord(object: Typed, type: Type & { kind: "record" }, named: Member, checking: Checking): Typed {
  const { name, nameRange, range } = named;
  if (name === "previous" || name === "next") return neighbour(object, name, range, checking);
  const found = recordOf(checking.scope.schema, type);
  if (found === null) return fail(`${type.record.split("/").at(-1)} did not exist in that return.`, nameRange);
  const hits = findInRecord(found.schema, found.record, name);
  if (hits.length === 0) {
    const known = [...namesInRecord(found.schema, found.record), "previous", "next"];
    return fail(`${found.record.name} has no ${name}.${hint(name, known)}`, nameRange);
  }
  const [first] = hits;
  if (first?.kind === "definition" && hits.length === 1)
    return useDefinition(first.name, throughGroups(object, first.via, range, type.year), named.given, range, checking);
  return access(hits, object, name, range, checking);
}
