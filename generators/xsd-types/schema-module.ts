import type { SchemaCode } from "./schema-code.ts";

const COMMENT = "/** The schema as data: types and elements refer to each other by their number. */";

/**
 * The module that holds the schema as data, for reading and writing: TypeScript, JavaScript and declarations. It is printed as it is, because to
 * parse so much data only to print it again takes as long as all the rest.
 */
export function schemaModules({ table }: SchemaCode, header: readonly string[]): Readonly<Record<".ts" | ".js" | ".d.ts", string>> {
  const list = (items: readonly unknown[]): string => items.map((item, index) => `    /* ${index} */ ${JSON.stringify(item)},\n`).join("");
  const comment = header.map((line) => `// ${line}\n`).join("");
  const type = 'import type { SchemaTable } from "./runtime/xsd-types/table.js";';
  const value = [
    "{",
    `  prefixes: ${JSON.stringify(table.prefixes)},`,
    `  roots: ${JSON.stringify(table.roots)},`,
    `  elements: [\n${list(table.elements)}  ],`,
    `  types: [\n${list(table.types)}  ],`,
    "};",
  ].join("\n");
  return {
    ".ts": `${comment}\n${type}\n\n${COMMENT}\nexport const schema: SchemaTable = ${value}\n`,
    ".js": `${comment}\n${COMMENT}\nexport const schema = ${value}\n`,
    ".d.ts": `${type}\n${COMMENT}\nexport declare const schema: SchemaTable;\n`,
  };
}
