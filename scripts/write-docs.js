// Writes the generated pages under docs/: the commands page and the schemas that editors use.
import { mkdirSync, writeFileSync } from "node:fs";
import { changesSchemaText } from "../dist/generators/changes/change-json.js";
import { renderCommandsPage } from "../dist/generators/cli/commands-page.js";
import { createProgram } from "../dist/generators/cli/program.js";
import { expressionSchemaText } from "../dist/generators/language/ast-schema.js";
import { findingSchemas } from "../dist/runtime/findings/schema.js";
import { editorSchemas } from "../dist/generators/specification/editor-schema.js";

const docs = new URL("../docs/", import.meta.url);
const silent = { data: () => undefined, say: () => undefined, interactive: false };
mkdirSync(new URL("schemas/", docs), { recursive: true });
writeFileSync(new URL("commands.md", docs), renderCommandsPage(createProgram(silent, () => undefined)));
for (const [file, text] of [...editorSchemas(), ...findingSchemas()]) writeFileSync(new URL(`schemas/${file}`, docs), text);
writeFileSync(new URL("schemas/expression.schema.json", docs), expressionSchemaText());
writeFileSync(new URL("schemas/changes.schema.json", docs), changesSchemaText());
