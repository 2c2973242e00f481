import { type MethodDeclarationStructure, StructureKind } from "ts-morph";
import type { ItemType } from "../../specification/item-type.ts";
import type { ItemNode, RecordNode, Release, TreeNode } from "../../specification/model.ts";
import { tableOfRecord } from "../../rules/table-layout.ts";
import { asciiPattern } from "../../specification/pattern.ts";
import type { Statement } from "../../typescript/emit.ts";
import type { ValidatorNames } from "./names.ts";

/**
 * The classes and tables of the records of a release.
 * @param year 0: the period checked, 1: the one before, 2: the one before that
 */
export function recordStatements(release: Release, names: ValidatorNames, year: 0 | 1 | 2): readonly Statement[] {
  return [
    'import type { Unreadable, Value } from "./runtime/rules/logic.js";',
    'import type { DataRecord, ItemTable, RecordTable, ValueType } from "./runtime/validator/tables.js";',
    ...codeSetStatements(release),
    ...names.records.map((record) => classStatement(record, names)),
    ...tableStatements(release, names, year),
  ];
}

/** What can be submitted, in XML or in tables. Rules may name derived items too: they are computed, not read. */
function submitted(record: RecordNode): readonly TreeNode[] {
  return record.contains.filter((child) => child.kind === "record" || child.derived === null);
}

function classStatement(record: RecordNode, names: ValidatorNames): Statement {
  const parentPath = record.path.includes("/") ? record.path.slice(0, record.path.lastIndexOf("/")) : null;
  const parent = parentPath === null ? "null" : names.className(parentPath);
  const self = names.className(record.path);
  const property = (name: string, type: string, initializer: string, docs: readonly string[] = []) => ({ name, type, initializer, docs: [...docs] });
  const fields = record.contains.flatMap((child) => {
    const field = names.field(child.path);
    const docs = [`${child.label}. ${child.definition}`];
    if (child.kind === "record") {
      const type = names.className(child.path);
      const count = property(`${field}$count`, "number", "0");
      return child.occurs.maximum === 1 ? [property(field, `${type} | null`, "null", docs), count] : [property(field, `${type}[]`, "[]", docs), count];
    }
    const type = `${scalarType(child.type)} | null | Unreadable`;
    if (child.occurs.maximum === 1) {
      return [
        property(field, type, "null", docs),
        property(`${field}$text`, "string | null", "null"),
        property(`${field}$place`, "number", "0"),
        property(`${field}$invalid`, "boolean", "false"),
      ];
    }
    return [
      property(field, `(${type})[]`, "[]", docs),
      property(`${field}$text`, "string[]", "[]"),
      property(`${field}$place`, "number[]", "[]"),
      property(`${field}$invalid`, "boolean[]", "[]"),
    ];
  });
  const content = record.contains.map((child) => {
    const field = names.field(child.path);
    if (child.kind === "record")
      return child.occurs.maximum === 1 ? `(this.${field}?.hasContent() ?? false)` : `this.${field}.some((record) => record.hasContent())`;
    return child.occurs.maximum === 1 ? `this.${field} !== null` : `this.${field}.some((value) => value !== null)`;
  });
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: self,
    implements: ["DataRecord"],
    docs: [`${record.label}. ${record.definition}`],
    ctors: [{ parameters: [{ name: "parent", type: "DataRecord | null" }], statements: [`this.parent = parent as ${parent};`] }],
    properties: [
      { name: "[field: string]", type: "unknown" },
      property("parent", parent, ""),
      property("previous", `${self} | null`, "null"),
      property("next", `${self} | null`, "null"),
      property("hasPlace", "boolean", "true"),
      property("line", "number", "0"),
      property("column", "number", "0"),
      property("position", "number", "1"),
      ...fields,
    ].map((one) => ("initializer" in one && one.initializer === "" ? { name: one.name, type: one.type } : one)),
    methods: [
      { name: "table", returnType: "RecordTable", statements: [`return ${tableName(record.path, names)};`] },
      { name: "hasContent", returnType: "boolean", statements: [`return ${content.join("\n || ") || "false"};`] },
      ...fillingMethods(record, names),
    ],
  };
}

/** The methods by which the reader fills a record: a case for each thing that may stand in it, at the slot that it has in the table. */
function fillingMethods(record: RecordNode, names: ValidatorNames): MethodDeclarationStructure[] {
  const [items, groups, counts]: [string[], string[], string[]] = [[], [], []];
  for (const [slot, child] of submitted(record).entries()) {
    const field = names.field(child.path);
    const isSingle = child.occurs.maximum === 1;
    if (child.kind === "item") {
      const value = `value as ${scalarType(child.type)} | null | Unreadable`;
      items.push(
        isSingle
          ? `case ${slot}:\nif (this.${field}$place !== 0) return;\nthis.${field} = ${value};\nthis.${field}$text = text;\nthis.${field}$place = place;\nthis.${field}$invalid = isInvalid;\nreturn;`
          : `case ${slot}:\nthis.${field}.push(${value});\nthis.${field}$text.push(text);\nthis.${field}$place.push(place);\nthis.${field}$invalid.push(isInvalid);\nreturn;`,
      );
    } else {
      const inner = `record as ${names.className(child.path)}`;
      groups.push(`case ${slot}:\n${isSingle ? `this.${field} ??= ${inner};` : `this.${field}.push(${inner});`}\nreturn;`);
      counts.push(`case ${slot}:\nreturn (this.${field}$count += 1);`);
    }
  }
  const method = (name: string, parameters: readonly (readonly [string, string])[], returnType: string, cases: readonly string[], rest: string) => ({
    kind: StructureKind.Method as const,
    name,
    parameters: cases.length === 0 ? [] : parameters.map(([parameter, type]) => ({ name: parameter, type })),
    returnType,
    statements: [...(cases.length === 0 ? [] : [`switch (slot) {\n${cases.join("\n")}\n}`]), ...(rest === "" ? [] : [rest])],
  });
  const read = [
    ["slot", "number"],
    ["value", "Value"],
    ["text", "string"],
    ["place", "number"],
    ["isInvalid", "boolean"],
  ] as const;
  return [
    method("setItem", read, "void", items, ""),
    method(
      "addRecord",
      [
        ["slot", "number"],
        ["record", "DataRecord"],
      ],
      "void",
      groups,
      "",
    ),
    method("nextPosition", [["slot", "number"]], "number", counts, "return 1;"),
  ];
}

function scalarType(type: ItemType): string {
  switch (type.kind) {
    case "date":
    case "integer":
    case "decimal":
    case "year":
      return "number";
    case "boolean":
      return "boolean";
    case "partial-date":
      return "number | string";
    default:
      return "string";
  }
}

function tableName(path: string, names: ValidatorNames): string {
  const name = names.className(path);
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}Table`;
}

function setName(name: string): string {
  return `codesOf_${name.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
}

/** One set per code set that a submitted item uses; a code that only the public schema has is no code of the specification. */
function codeSetStatements(release: Release): readonly Statement[] {
  return [...release.codeSets.values()].map((set) => {
    const codes = set.codes.filter((code) => code.inSpecification).map((code) => JSON.stringify(code.code));
    return `/** ${set.label}. */\nexport const ${setName(set.name)}: ReadonlySet<string> = new Set([${codes.join(", ")}]);`;
  });
}

/** Tables stand innermost first, so that each is there when it is needed. */
function tableStatements(release: Release, names: ValidatorNames, year: 0 | 1 | 2): readonly Statement[] {
  return names.records.toReversed().map((record) => {
    const children = submitted(record).map((child) => (child.kind === "record" ? tableName(child.path, names) : itemTable(child, release)));
    const ordered = record.orderedBy.map(
      (key) =>
        `[${(/^first_present\((.+)\)$/.exec(key)?.[1] ?? key)
          .split(",")
          .map((name) => JSON.stringify(name.trim()))
          .join(", ")}]`,
    );
    return `export const ${tableName(record.path, names)}: RecordTable = {
  kind: "record", name: ${JSON.stringify(names.field(record.path))}, tag: ${JSON.stringify(record.xml.kind === "element" ? record.xml.tag : "")}, inline: ${record.xml.kind === "inline"}, label: ${JSON.stringify(record.label)}, path: ${JSON.stringify(record.path)},
  minimum: ${record.occurs.minimum}, maximum: ${record.occurs.maximum ?? "Number.POSITIVE_INFINITY"},
  inXml: ${record.xml.kind !== "none"}, in: ${["null", '"last_return"', '"return_before_last"'][year]}, csv: ${csvTable(record, release)},
  create: (parent) => new ${names.className(record.path)}(parent),
  orderedBy: [${ordered.join(", ")}], lasts: ${JSON.stringify(record.lasts)},
  children: [
${children.map((child) => `    ${child},`).join("\n")}
  ],
};`;
  });
}

/** The table whose rows a record is, or that has columns for what is in it, with its place among the tables of the release. */
function csvTable(record: RecordNode, release: Release): string {
  const table = tableOfRecord(record.path, release);
  return table === null ? "null" : `{ name: ${JSON.stringify(table.name)}, rank: ${release.tables.indexOf(table)} }`;
}

function itemTable(item: ItemNode, release: Release): string {
  const tag = item.xml.kind === "element" ? item.xml.tag : "";
  const parts = [
    `kind: "item"`,
    `name: ${JSON.stringify(item.name)}`,
    `tag: ${JSON.stringify(tag)}`,
    `label: ${JSON.stringify(item.label)}`,
    `path: ${JSON.stringify(item.path)}`,
    `minimum: ${item.occurs.minimum}`,
    `maximum: ${item.occurs.maximum ?? "Number.POSITIVE_INFINITY"}`,
    `type: ${valueType(item.type, release)}`,
    `emptyAllowed: ${item.emptyAllowed}`,
    `inXml: ${item.xml.kind !== "none"}`,
  ];
  return `{ ${parts.join(", ")} } satisfies ItemTable`;
}

function valueType(type: ItemType, release: Release): string {
  const bound = (value: number | string | null, none: string): string => (value === null ? none : String(value));
  switch (type.kind) {
    case "date":
      return `{ kind: "date", form: ${JSON.stringify(release.lexical.date)} }`;
    case "text":
      return `{ kind: "text", minimum: ${type.minimum}, maximum: ${bound(type.maximum, "Number.POSITIVE_INFINITY")} }`;
    case "postcode":
      return `{ kind: "text", minimum: 1, maximum: 8 }`;
    case "integer":
      return `{ kind: "integer", minimum: ${bound(type.minimum, "Number.NEGATIVE_INFINITY")}, maximum: ${bound(type.maximum, "Number.POSITIVE_INFINITY")} }`;
    case "decimal": {
      const limit = (text: string | null, none: string): string => (text === null ? none : String(Math.round(Number(text) * 1000)));
      return `{ kind: "decimal", minimum: ${limit(type.minimum, "Number.NEGATIVE_INFINITY")}, maximum: ${limit(type.maximum, "Number.POSITIVE_INFINITY")}, places: ${type.places ?? "Number.POSITIVE_INFINITY"} }`;
    }
    case "code":
      return `{ kind: "code", set: ${JSON.stringify(release.codeSets.get(type.set)?.label ?? type.set)}, codes: ${setName(type.set)} }`;
    case "pattern":
      return `{ kind: "pattern", name: ${JSON.stringify(release.types.get(type.name)?.label ?? type.name)}, pattern: /^(?:${asciiPattern(type.pattern).replaceAll("/", "\\/")})$/u }`;
    case "one-of":
      return `{ kind: "one-of", options: [${type.options.map((option) => valueType(option, release)).join(", ")}] } satisfies ValueType`;
    case "partial-date":
    case "datetime":
    case "year":
    case "boolean":
      return `{ kind: ${JSON.stringify(type.kind)} }`;
  }
}
