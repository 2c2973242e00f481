import type { Release } from "../../specification/model.ts";
import { emitModule } from "../../typescript/emit.ts";
import { noticeLines } from "../notice.ts";
import { chainToChild } from "./child-chain.ts";
import type { MainTypes } from "./types-module.ts";

/** The module that users import: everything is exported from it. */
export function indexModule(release: Release, { whole, head, child }: MainTypes): string {
  const { holders, child: record } = chainToChild(release);
  const childNames = [...holders.slice(1), record].map(({ name }) => name);
  return emitModule(noticeLines(release), [
    'import { type Binding, createBinding } from "./dist/runtime/bindings/binding.js";',
    'import type { XmlSource } from "./dist/runtime/bindings/xml-source.js";',
    'import type { Parser, ParserHandlers } from "./dist/runtime/bindings/parse.js";',
    'import type { Parsed, ParsedChild } from "./dist/runtime/bindings/parsed.js";',
    'import type { SerialiseOptions, Serialiser } from "./dist/runtime/bindings/serialise.js";',
    'import { startValidation, type ValidateOptions, validateWhole } from "./dist/runtime/bindings/validate.js";',
    'import type { Finding } from "./dist/runtime/findings/finding.js";',
    'import type { Validation } from "./dist/runtime/validator/generated-validator.js";',
    'import * as validator from "./dist/validator/validator.js";',
    'import { layout } from "./layout.js";',
    `import type { ${[child, head, whole].toSorted((a, b) => (a < b ? -1 : 1)).join(", ")} } from "./types.js";`,
    'export { codes } from "./codes.js";',
    'export { release } from "./release.js";',
    'export type * from "./types.js";',
    'export type { XmlSource } from "./dist/runtime/bindings/xml-source.js";',
    'export type { Parser, ParserHandlers } from "./dist/runtime/bindings/parse.js";',
    'export type { Parsed, ParsedChild, ReadingProblem, Unchecked } from "./dist/runtime/bindings/parsed.js";',
    'export type { SerialiseOptions, Serialiser } from "./dist/runtime/bindings/serialise.js";',
    'export type { ValidateOptions } from "./dist/runtime/bindings/validate.js";',
    'export { WritingError, type WritingProblem } from "./dist/runtime/bindings/writing-problem.js";',
    'export type { ReferenceTable } from "./dist/runtime/validator/context.js";',
    'export type { Finding, Location, Severity } from "./dist/runtime/findings/finding.js";',
    'export type { Validation } from "./dist/runtime/validator/generated-validator.js";',
    `const binding: Binding<${whole}, ${head}, ${child}> = createBinding(layout, ${JSON.stringify(childNames)});`,
    `/**
 * Reads a return as a whole. \`value\` is typed when \`valid\` is true; otherwise it is what could be read, and \`problems\` says what is wrong and where.
 * Rules are not checked: \`validate\` does that.
 */
export function parse(xml: XmlSource): Parsed<${whole}> {
  return binding.parse(xml);
}`,
    `/**
 * Reads a return child by child; memory is bounded by one child and a piece of the file.
 * @param chunks bytes of the file: \`createReadStream(path)\`, a web stream, the parts of an upload
 * @param handlers told of what stands around the children, and of problems outside of them
 */
export function parseChildren(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handlers: Omit<ParserHandlers<${head}, ${child}>, "child"> = {},
): AsyncGenerator<ParsedChild<${child}>, void, undefined> {
  return binding.parseChildren(chunks, handlers);
}`,
    `/** The same without waiting: hand over the bytes with \`write\`, then call \`end\`; the handlers are told of each child. */
export function createParser(handlers: ParserHandlers<${head}, ${child}>): Parser {
  return binding.createParser(handlers);
}`,
    `/**
 * Writes a return as an XML document, to be saved as UTF-8.
 * @throws {WritingError} with the path of each problem, when the document would not be valid
 */
export function serialise(value: ${whole}, options: SerialiseOptions = {}): string {
  return binding.serialise(value, options);
}`,
    `/**
 * Writes a return child by child, as pieces of text. What was given before a child that cannot be written is no whole document.
 * @throws {WritingError} for the head or a child that cannot be written
 */
export function serialiseChildren(
  head: ${head},
  children: AsyncIterable<${child}> | Iterable<${child}>,
  options: SerialiseOptions = {},
): AsyncGenerator<string, void, undefined> {
  return binding.serialiseChildren(head, children, options);
}`,
    `/** The same without waiting: \`start\`, then \`child\` for each one, then \`end\` give the pieces of the document. */
export function createSerialiser(head: ${head}, options: SerialiseOptions = {}): Serialiser<${child}> {
  return binding.createSerialiser(head, options);
}`,
    `/** Checks structure and all rules of a return; an empty list says that nothing was found. */
export function validate(xml: XmlSource, options: ValidateOptions = {}): readonly Finding[] {
  return validateWhole(validator, xml, options);
}`,
    `/** The same for a file in pieces: hand over the bytes with \`write\`, then call \`end\`; \`give\` is told of each finding. */
export function createValidation(options: ValidateOptions, give: (finding: Finding) => void): Validation {
  return startValidation(validator, options, give);
}`,
  ]);
}

/** What the package was made from. */
export function releaseModule(release: Release, hash: string): string {
  const { name, id, collection, period, version, status, title, start, end, referenceDate } = release;
  const facts = { name, id, collection, period, version, status, title, start, end, referenceDate, specification: hash };
  const fields = Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)},`);
  return emitModule(noticeLines(release), [
    `/** The release that the package was made from; \`specification\` is the SHA-256 of its \`specification/specification.json\`. */\nexport const release = {\n${fields.join("\n")}\n} as const;`,
  ]);
}

/** Declarations of the main module of the validator, as far as the package uses it. */
export const VALIDATOR_DECLARATIONS = `import type { ValidatorModule } from "../runtime/bindings/validate.js";
export declare const validate: ValidatorModule["validate"];
export declare const readEarlier: ValidatorModule["readEarlier"];
`;
