import { IndentationText, NewLineKind, Project, QuoteKind, type StatementStructures, ts, type WriterFunction } from "ts-morph";

/** Only this folder knows ts-morph. Modules are handed over whole, as structures, because editing them piece by piece is quadratic. */
const project = new Project({
  useInMemoryFileSystem: true,
  manipulationSettings: { indentationText: IndentationText.TwoSpaces, newLineKind: NewLineKind.LineFeed, quoteKind: QuoteKind.Double },
});

export type Statement = StatementStructures | string | WriterFunction;

/**
 * The text of a TypeScript module.
 * @param header lines of the comment at its top, without a marker
 */
export function emitModule(header: readonly string[], statements: readonly Statement[]): string {
  const file = project.createSourceFile("module.ts", { statements: [...statements] }, { overwrite: true });
  const text = file.getFullText();
  project.removeSourceFile(file);
  const comment = header.map((line) => `// ${line}\n`).join("");
  return `${comment}\n${indent(text)}`;
}

/** Indents by brackets. The formatter of the compiler is not used: on long modules it was seen to garble text. */
function indent(text: string): string {
  let depth = 0;
  const lines = text.split("\n").map((line) => {
    const bare = line.trim();
    const code = bare.replaceAll(/"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*.*?\*\/|^\/?\*.*$|\/\/.*$/g, "");
    const opening = code.match(/[{[(]/g)?.length ?? 0;
    const closing = code.match(/[}\])]/g)?.length ?? 0;
    const leading = /^[}\])]+/.exec(code)?.[0].length ?? 0;
    const level = Math.max(0, depth - leading);
    depth += opening - closing;
    return bare === "" ? "" : `${"  ".repeat(level)}${bare.startsWith("*") ? " " : ""}${bare}`;
  });
  return `${lines.join("\n").trimEnd()}\n`;
}

/** The module as JavaScript; types are dropped, nothing is checked. */
export function toJavaScript(text: string): string {
  return ts
    .transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: false, newLine: ts.NewLineKind.LineFeed },
    })
    .outputText.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"');
}

/**
 * The declarations of the module. Types are not inferred: every export must say its own.
 * @throws when one does not
 */
export function toDeclarations(text: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, isolatedDeclarations: true, newLine: ts.NewLineKind.LineFeed },
  });
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`A generated module has no declarations: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`);
  return outputText;
}
