import { PERIOD, prose } from "./entity-fields.ts";
import type { ObjectShape, Shape } from "./shapes.ts";

const VALUE = { kind: "anything" } as const;

/** The items and records of a child or of the return, by name; checked by whoever reads them, against each release. */
function body(about: string): Shape {
  return { ...VALUE, about };
}

/**
 * The shape of `conformance/scenarios/<collection>/<number>-<name>.yaml`: what happened to one or a few invented children, as it is keyed into a
 * system, and what the return of the period must hold of it.
 */
export const SCENARIO_FILE: ObjectShape = {
  kind: "object",
  about: "a scenario of the conformance suite",
  fields: {
    title: prose("the scenario in a line"),
    from: { kind: "text", about: "the first period that it is told of", form: PERIOD },
    to: { kind: "text", about: "the last period that it is told of", form: PERIOD },
    purpose: prose("why it is in the suite: the mistake that it finds"),
    asked: prose("who asked the question that it answers, and where"),
    story: prose("what happened, in words that a case worker recognises"),
    "look-at": prose("what to look at in the system when it fails"),
    return: body("facts of the return itself"),
    "left-open": { kind: "map", about: "items that a return may give as it likes, with the reason", of: prose("why") },
    "never-returned": { kind: "map", about: "codes that no right return holds, as `ITEM CODE`, with the reason", of: prose("why") },
    defaults: { kind: "map", about: "what records of a name hold in all scenarios that do not say otherwise", of: body("items by name") },
    parts: { kind: "map", about: "items and records that several scenarios have alike, by name", of: body("items and records by name") },
    "last-year": {
      kind: "object",
      about: "how the return of the year before follows from what is keyed in",
      fields: {
        "child-has": { kind: "text", about: "the record without which a child was not in that return" },
        "of-the-year": { kind: "list", about: "records that say something of one year: that return had others", of: { kind: "text", about: "a record" } },
        foreseen: { kind: "list", about: "dates that are known before they come", of: { kind: "text", about: "an item" } },
        "known-with": {
          kind: "map",
          about: "items that are only known once a date has come, and that date",
          of: { kind: "text", about: "an item with a date" },
        },
        others: prose("why children of other ids were in that return too, of whom nothing is keyed in: the same stories, told a year earlier"),
      },
      required: ["child-has"],
    },
    children: {
      kind: "list",
      about: "the children",
      of: {
        kind: "object",
        about: "a child",
        fields: {
          has: body("what is keyed in of the child, and what the return must hold of it"),
          "not-returned": prose("why the return must not have this child at all"),
          "last-year": body(
            "what the return of the year before had of the child, where that does not follow from what is keyed in; not-returned: it did not have the child",
          ),
        },
        required: ["has"],
      },
    },
  },
  required: ["title", "purpose", "story"],
};

/** Ids of scenarios are for ever: `conformance/scenarios/registry.yaml` lists all there ever were, by collection. */
export const SCENARIO_REGISTRY_FILE: Shape = {
  kind: "map",
  about: "all scenarios that there ever were, by collection",
  keyForm: { pattern: /^[a-z][a-z0-9-]*$/, words: "the short name of a collection" },
  of: {
    kind: "map",
    about: "scenarios by id",
    keyForm: { pattern: /^\d{3}-[a-z0-9-]+$/, words: "a number of three digits and a short name" },
    of: {
      kind: "object",
      about: "a scenario",
      fields: {
        title: prose("its title when it was entered"),
        retired: prose("why it is no longer in the suite"),
      },
      required: ["title"],
    },
  },
};
