import { PERIOD, expression, names, prose } from "./entity-fields.ts";
import type { ObjectShape, Shape } from "./shapes.ts";

const VALUE = { kind: "anything" } as const;

/** The items and records of a record by name; checked by whoever tells the stories, against the releases they are told for. */
function body(about: string): Shape {
  return { ...VALUE, about };
}

/**
 * The shape of `specs/<collection>/stories.yaml`: life stories of invented children, from which `synthesise` makes returns of any release of the
 * collection. Stories are no part of a release, so no release changes with them.
 */
export const STORIES_FILE: ObjectShape = {
  kind: "object",
  about: "life stories of invented children",
  fields: {
    about: prose("what the stories cover and what they leave out"),
    files: {
      kind: "text",
      about: "how the files of tables are called; {year} is the year in which the period ends, {table} the name of the table",
      form: { pattern: /^[A-Za-z0-9_-]*\{year\}[A-Za-z0-9_-]*\{table\}[A-Za-z0-9_-]*\.csv$/, words: "a name such as {year}_{table}.csv" },
    },
    return: body("facts of the return itself"),
    pools: {
      kind: "map",
      about: "things that many children share, such as homes and providers",
      of: {
        kind: "object",
        about: "a pool",
        fields: {
          count: { ...VALUE, about: "how many rows it has" },
          table: names("the reference tables that its rows are written to"),
          row: body("the columns of a row"),
        },
        required: ["count", "row"],
      },
    },
    parts: { kind: "map", about: "items that several records use, by name", of: body("a part of a record") },
    views: {
      kind: "map",
      about: "what a return sees of the records of a life",
      of: {
        kind: "object",
        about: "a view",
        fields: {
          shown: expression("whether a return shows the record"),
          known: { kind: "map", about: "items that a return only knows when something is true", of: expression("when it knows the item") },
          foreseen: names("dates that are known before they come"),
          follows: {
            kind: "object",
            about: "that each record lasts until the next one begins",
            fields: {
              start: { kind: "text", about: "the item with the beginning" },
              end: { kind: "text", about: "the item with the end" },
              set: body("items set with the end; they may look at the next record"),
              last: body("items of the last record"),
              keeps: names("items that a record has from the one before"),
            },
            required: ["start", "end"],
          },
        },
      },
    },
    anchors: { kind: "map", about: "how many years before the newest return stories take place, with weights", of: { ...VALUE, about: "a weight" } },
    child: body("what every child has"),
    "each-year": body("what each return has besides for a child that is in it"),
    stories: {
      kind: "map",
      about: "the stories",
      of: {
        kind: "object",
        about: "a story",
        fields: {
          about: prose("the life in a sentence"),
          from: { kind: "text", about: "the first period that it is told of", form: PERIOD },
          to: { kind: "text", about: "the last period that it is told of", form: PERIOD },
          weight: { ...VALUE, about: "how often it is told, beside the weights of the others" },
          let: body("names that it gives"),
          has: body("the items and records of the child"),
        },
        required: ["about", "weight", "has"],
      },
      keyForm: { pattern: /^[a-z][a-z0-9-]*$/, words: "a short name in small letters" },
    },
  },
  required: ["about", "anchors", "child", "stories"],
};
