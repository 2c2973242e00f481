import { expect, test } from "vitest";
import { type DefinitionLookup, itemsRead, needsOf } from "../../generators/language/reads.ts";
import type { Typed } from "../../generators/language/typed.ts";
import { checkedPart, LABELS } from "./sentence-schema.ts";

const definitionOf: DefinitionLookup = (name, year) => {
  const found = LABELS.definition(name, year);
  return found === null ? null : { body: found.body, optional: [] };
};

function typed(record: string, check: string): Typed {
  const { check: result } = checkedPart({ for: record, check });
  if (result === null) throw new Error(check);
  return result;
}

const items = (record: string, check: string): readonly string[] =>
  itemsRead([typed(record, check)], definitionOf).map(({ path, year }) => `${year} ${path.replace("Return/Child", "")}`);

test.each([
  ["Child/Stay", "End >= Start", ["0 /Stay/End", "0 /Stay/Start"]],
  ["Child/Stay", "End == End || End > Birth", ["0 /Birth", "0 /Stay/End"]],
  ["Child/Stay", "short_break", ["0 /Stay/Place"]],
  ["Child/Stay", "ends <= collection.end", ["0 /Stay/End"]],
  ["Child/Stay", "Start >= turns(18)", ["0 /Birth", "0 /Stay/Start"]],
  ["Child", "spells.exists(p, p.began <= Birth)", ["0 /Birth", "0 /Stay/End", "0 /Stay/Start"]],
  ["Child", "Stay.Plan.count(p, absent(p.Ended)) <= 1", ["0 /Stay/Plan/Ended"]],
  ["Child", 'Disability.contains("NONE")', ["0 /Disability"]],
  ["Child", "same(Sex, last_return.Sex)", ["0 /Sex", "1 /Sex"]],
  ["Child", "last_return.not_known", ["1 /Sex"]],
  ["Child", "present(Stay)", []],
])("items of %s: %s", (record, check, expected) => {
  expect(items(record, check)).toEqual(expected);
});

const needs = (record: string, check: string, optional: readonly string[] = []) => needsOf([typed(record, check)], optional, definitionOf);
const NOTHING = { lastReturn: false, returnBeforeLast: false, tables: [], places: false, authority: false, records: [] };

test("a comparison of items needs nothing else", () => {
  expect(needs("Child/Stay", "End >= Start")).toEqual(NOTHING);
});

test("last year's return, the one before, tables and the authority are found, also in definitions", () => {
  expect(needs("Child", "last_return.not_known")).toEqual({ ...NOTHING, lastReturn: true });
  expect(needs("Child", "same(Sex, return_before_last.Sex)")).toEqual({ ...NOTHING, returnBeforeLast: true });
  expect(needs("Child/Stay", "Urn in reference.providers")).toEqual({ ...NOTHING, tables: ["providers"] });
  expect(needs("Child/Stay", "present(reference.providers(Urn))")).toEqual({ ...NOTHING, tables: ["providers"] });
  expect(needs("Child/Stay", "Urn == collection.authority")).toEqual({ ...NOTHING, authority: true });
});

test("groups are named with their return", () => {
  expect(needs("Child", "present(Stay) || present(last_return.Stay.Plan)")).toEqual({
    ...NOTHING,
    lastReturn: true,
    records: [
      { path: "Return/Child/Stay", year: 0 },
      { path: "Return/Child/Stay", year: 1 },
      { path: "Return/Child/Stay/Plan", year: 1 },
    ],
  });
});

test("what is optional is not needed, nor what is read in an optional return", () => {
  expect(needs("Child", "present(last_return.Stay)", ["last_return"])).toEqual(NOTHING);
  expect(needs("Child", "present(Stay)", ["Stay"])).toEqual(NOTHING);
  expect(needs("Child/Stay", "Urn in reference.providers", ["providers"])).toEqual(NOTHING);
});

const withOptionalStay: DefinitionLookup = (name, year) => {
  const found = definitionOf(name, year);
  return found === null ? null : { ...found, optional: ["Stay"] };
};

test("a definition may have optional sources of its own", () => {
  expect(needsOf([typed("Child", "present(spells)")], [], withOptionalStay)).toEqual(NOTHING);
});
