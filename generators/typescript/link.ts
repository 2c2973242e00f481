import { posix } from "node:path";
import { ts } from "ts-morph";

/** What a module takes from others and gives to them, and its text without the words that say so. */
interface Parsed {
  readonly imports: readonly { readonly from: string; readonly names: readonly Pair[] }[];
  readonly exports: readonly Pair[];
  readonly body: string;
}

/** A name in the module, and what the other side calls it. */
interface Pair {
  readonly own: string;
  readonly other: string;
}

/**
 * Joins ES modules into one classic script: each becomes a function that is called once, those that it imports before it. Only the forms that our
 * own modules use are known: named imports and exports, nothing that may be given another value later, and the default of a library.
 * @param modules JavaScript by path; imports are relative to the path
 * @param libraries CommonJS modules that import nothing, by name
 * @returns a script that runs `entry` and whatever it needs; other modules are left out
 * @throws for a module that is not there, modules that import each other, and every other form of import and export
 */
export function linkModules(modules: ReadonlyMap<string, string>, entry: string, libraries: ReadonlyMap<string, string> = new Map()): string {
  const order = new Map<string, number>();
  const texts: string[] = [];
  const open: string[] = [];
  const add = (path: string, text: string): number => {
    const number = texts.length;
    texts.push(`// ${path}\nconst $module${number} = (() => {\n${text}})();\n`);
    order.set(path, number);
    return number;
  };
  const visitLibrary = (name: string): number =>
    order.get(name) ??
    add(name, `const module = { exports: {} };\nconst { exports } = module;\n${libraries.get(name)?.trim()}\nreturn { default: module.exports };\n`);
  const visit = (path: string): number => {
    const known = order.get(path);
    if (known !== undefined) return known;
    if (open.includes(path)) throw new Error(`Modules import each other: ${[...open.slice(open.indexOf(path)), path].join(" -> ")}.`);
    const text = modules.get(path);
    if (text === undefined) throw new Error(`There is no module ${path}, which ${open.at(-1) ?? "somebody"} imports.`);
    open.push(path);
    const { imports, exports, body } = parse(path, text, new Set(libraries.keys()));
    const taken = imports.map(({ from, names }) => {
      const number = libraries.has(from) ? visitLibrary(from) : visit(posix.join(posix.dirname(path), from));
      return names.length === 0 ? "" : `const { ${names.map(({ own, other }) => `${other}: ${own}`).join(", ")} } = $module${number};\n`;
    });
    open.pop();
    const given = exports.map(({ own, other }) => `${other}: ${own}`).join(", ");
    return add(path, `${taken.join("")}${body.trim()}\nreturn { ${given} };\n`);
  };
  visit(entry);
  return `"use strict";\n(() => {\n${texts.join("")}})();\n`;
}

function parse(path: string, text: string, libraries: ReadonlySet<string>): Parsed {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const imports: Parsed["imports"][number][] = [];
  const exports: Pair[] = [];
  const cuts: { readonly start: number; readonly end: number }[] = [];
  const refuse = (node: ts.Node): never => {
    throw new Error(`${path}: the linker does not know this form: ${node.getText(file).slice(0, 80)}`);
  };
  const visitInner = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ImportKeyword || ts.isMetaProperty(node)) refuse(node);
    ts.forEachChild(node, visitInner);
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.push(importOf(statement, libraries, refuse));
      cuts.push({ start: statement.getStart(file), end: statement.end });
    } else if (ts.isExportDeclaration(statement)) {
      exports.push(...exportOf(statement, refuse));
      cuts.push({ start: statement.getStart(file), end: statement.end });
    } else if (ts.isExportAssignment(statement)) refuse(statement);
    else {
      const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
      const word = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) refuse(statement);
      if (word !== undefined) {
        exports.push(...declaredNames(statement, refuse).map((name) => ({ own: name, other: name })));
        cuts.push({ start: word.getStart(file), end: word.end });
      }
      ts.forEachChild(statement, visitInner);
    }
  }
  const body = cuts.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return { imports, exports, body };
}

function importOf(statement: ts.ImportDeclaration, libraries: ReadonlySet<string>, refuse: (node: ts.Node) => never): Parsed["imports"][number] {
  const { importClause: clause, moduleSpecifier } = statement;
  if (!ts.isStringLiteral(moduleSpecifier)) return refuse(statement);
  const from = moduleSpecifier.text;
  if (libraries.has(from) && clause?.name !== undefined && clause.namedBindings === undefined)
    return { from, names: [{ own: clause.name.text, other: "default" }] };
  if (!from.startsWith(".")) return refuse(statement);
  if (clause === undefined) return { from, names: [] };
  const { namedBindings: bindings } = clause;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return refuse(statement);
  return { from, names: bindings.elements.map(({ name, propertyName }) => ({ own: name.text, other: (propertyName ?? name).text })) };
}

function exportOf(statement: ts.ExportDeclaration, refuse: (node: ts.Node) => never): readonly Pair[] {
  const { exportClause: clause } = statement;
  if (statement.moduleSpecifier !== undefined || clause === undefined || !ts.isNamedExports(clause)) return refuse(statement);
  return clause.elements.map(({ name, propertyName }) => ({ own: (propertyName ?? name).text, other: name.text }));
}

function declaredNames(statement: ts.Statement, refuse: (node: ts.Node) => never): readonly string[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined) return [statement.name.text];
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return refuse(statement);
  return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : refuse(statement)));
}
