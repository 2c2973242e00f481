import { CODE_ENTRY, CODE_SET, CROSSWALK_STEP, ITEM, SECTIONS } from "./entities.ts";
import { CODE, NAME, prose } from "./entity-fields.ts";
import { RULE } from "./rule-entities.ts";
import { COLUMN, REFERENCE_COLUMN, REFERENCE_TABLE, TABLE } from "./table-entities.ts";
import type { ObjectShape, Shape, TextForm } from "./shapes.ts";

/** Shapes of the edits of a change file, derived from the shapes of what they edit. */

const ENTRY_NAME: Shape = { kind: "text", about: "a name" };
/** A path such as Section47/DateOfInitialCPC. */
const PATH: TextForm = { pattern: /^[A-Za-z_][\w.-]*(\/[A-Za-z_][\w.-]*)*$/, words: "a name, or a path such as Section47/DateOfInitialCPC" };

const PLACEMENT = {
  after: { kind: "text", about: "the sibling it stands behind" },
  before: { kind: "text", about: "the sibling it stands before" },
} as const satisfies Record<string, Shape>;
const IN_RECORD = { in: { kind: "text", about: "the record at whose end it stands" } } as const satisfies Record<string, Shape>;

const ONE_PLACE = (
  [
    ["after", "before"],
    ["after", "in"],
    ["before", "in"],
  ] as const
).map((keys) => ({ keys, why: "Say one place." }));

/** The fields `set` may change: all but the named parts; what is not required also takes null, which removes it. */
function settable(entry: ObjectShape, parts: Readonly<Record<string, string>>): Shape {
  const fields = Object.entries(entry.fields).filter(([name]) => !Object.hasOwn(parts, name));
  const required = new Set(entry.required ?? []);
  return {
    kind: "object",
    about: "new values of fields; null removes one",
    fields: Object.fromEntries(
      fields.map(([name, shape]) => [name, required.has(name) ? shape : ({ kind: "nullable", about: shape.about, of: shape } satisfies Shape)]),
    ),
    exclusive: entry.exclusive ?? [],
    elsewhere: parts,
  };
}

function named(of: Shape, added: Shape, placed: Readonly<Record<string, Shape>> | null, keyForm: TextForm): ObjectShape {
  return {
    kind: "object",
    about: "verbs, or names of entries to edit",
    fields: {
      add: { kind: "map", about: "new entries", of: added, keyForm },
      remove: { kind: "list", about: "entries to take out", of: ENTRY_NAME },
      rename: { kind: "map", about: "old names and new ones", of: ENTRY_NAME },
      ...(placed === null
        ? {}
        : {
            move: { kind: "map", about: "entries and their new places", of: { kind: "object", about: "the new place", fields: placed, exclusive: ONE_PLACE } },
          }),
    },
    others: of,
  };
}

function withPlacement(entry: ObjectShape, placement: Readonly<Record<string, Shape>>): ObjectShape {
  return { ...entry, fields: { ...placement, ...entry.fields }, exclusive: [...ONE_PLACE, ...(entry.exclusive ?? [])] };
}

const LIST_EDIT: ObjectShape = {
  kind: "object",
  about: "what comes into the list and what goes",
  fields: {
    add: { kind: "list", about: "what comes in", of: ENTRY_NAME },
    remove: { kind: "list", about: "what goes", of: ENTRY_NAME },
  },
};

const codeEdits = named(
  { kind: "object", about: "an edit of a code", fields: { set: settable(CODE_ENTRY, {}) }, required: ["set"] },
  { kind: "choice", about: "a label or the fields of a code", options: [prose("a label"), withPlacement(CODE_ENTRY, PLACEMENT)] },
  PLACEMENT,
  CODE,
);

const CODE_SET_EDIT: ObjectShape = {
  ...codeEdits,
  about: "an edit of a code set: its codes, groups, ranges and fields",
  fields: {
    ...codeEdits.fields,
    set: settable(CODE_SET, {
      codes: "Codes are added, removed and edited one by one, below the name of the set.",
      groups: "Groups are edited one by one, under groups below the name of the set.",
      ranges: "Ranges are added and removed one by one, under ranges below the name of the set.",
    }),
    ranges: LIST_EDIT,
    groups: named(LIST_EDIT, { kind: "list", about: "codes", of: { kind: "text", about: "a code", form: CODE } }, null, { pattern: /\S/, words: "a name" }),
  },
};

function tableEdit(table: ObjectShape, column: ObjectShape): ObjectShape {
  return {
    kind: "object",
    about: "an edit of a table",
    fields: {
      set: settable(table, { columns: "Columns are edited one by one, under columns below the name of the table." }),
      columns: named(
        { kind: "object", about: "an edit of a column", fields: { set: settable(column, {}) }, required: ["set"] },
        withPlacement(column, PLACEMENT),
        PLACEMENT,
        NAME,
      ),
    },
  };
}

const EXAMPLES_EDIT = named(
  { kind: "anything", about: "examples are replaced as a whole: remove the old one, add the new" },
  { kind: "anything", about: "an example" },
  null,
  {
    pattern: /^[a-z0-9][a-z0-9-]*$/,
    words: "a short name in small letters",
  },
);

const RULE_EDIT: ObjectShape = {
  kind: "object",
  about: "an edit of a rule",
  fields: {
    set: settable(RULE, {
      "first-id": "It is part of the permanent ids of the cases and stays as it is.",
      passes: "Examples are added and removed one by one, under passes.",
      fails: "Examples are added and removed one by one, under fails.",
    }),
    passes: EXAMPLES_EDIT,
    fails: EXAMPLES_EDIT,
  },
};

const ITEM_EDIT: ObjectShape = {
  kind: "object",
  about: "an edit of an item",
  fields: { set: settable(ITEM, { contains: "Items are added, removed and moved one by one, under items." }) },
  required: ["set"],
};

function plainSection(entry: ObjectShape): Shape {
  return named({ kind: "object", about: "an edit", fields: { set: settable(entry, {}) }, required: ["set"] }, entry, null, NAME);
}

/** The map under `edits`. */
export const EDITS: Readonly<Record<string, Shape>> = {
  items: named(ITEM_EDIT, withPlacement(ITEM, { ...PLACEMENT, ...IN_RECORD }), { ...PLACEMENT, ...IN_RECORD }, PATH),
  codesets: named(CODE_SET_EDIT, SECTIONS.codesets.entry, null, NAME),
  types: plainSection(SECTIONS.types.entry),
  tables: named(tableEdit(TABLE, COLUMN), TABLE, null, NAME),
  "reference-tables": named(tableEdit(REFERENCE_TABLE, REFERENCE_COLUMN), REFERENCE_TABLE, null, NAME),
  definitions: plainSection(SECTIONS.definitions.entry),
  cohorts: plainSection(SECTIONS.cohorts.entry),
  indicators: plainSection(SECTIONS.indicators.entry),
  questions: plainSection(SECTIONS.questions.entry),
  rules: named(RULE_EDIT, RULE, null, { pattern: /^[A-Za-z0-9]+$/, words: "the id of a rule (letters and digits)" }),
  crosswalks: {
    kind: "map",
    about: "last period's codes and this period's, per code set",
    of: { kind: "map", about: "old codes and new ones", of: CROSSWALK_STEP, keyForm: CODE },
    keyForm: NAME,
  },
};
