import { referenceShapes } from "../../generators/rules/reference-shapes.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import type { ReferenceShape } from "../../runtime/reference/shape.ts";
import { createReferenceLoader, type LoadedReference } from "../../runtime/reference/reference-table.ts";
import { PROJECT } from "../support/returnspec.ts";

/** The specifications of one collection alone. */
export const CLA_FILES = new Map([...readSpecificationFiles(PROJECT)].filter(([path]) => /^specs\/(cla|common)\//.test(path)));

const specification = new Specification(CLA_FILES);

/** A reference table of a release of CLA. */
export function shapeOf(table: string, release = "cla/2024-25"): ReferenceShape {
  const model = specification.release(release).release;
  const shape = model === null ? undefined : referenceShapes(model).find(({ name }) => name === table);
  if (shape === undefined) throw new Error(`${release} has no reference table ${table}`);
  return shape;
}

/** A table read from lines whose cells are separated by `|`, the first of them its headings. */
export function loaded(shape: ReferenceShape, lines: readonly string[]): LoadedReference {
  const result = tried(shape, lines);
  if ("problem" in result) throw new Error(result.problem);
  return result;
}

/** The same, when it may not be one. */
export function tried(shape: ReferenceShape, lines: readonly string[]): LoadedReference | { readonly problem: string } {
  const loader = createReferenceLoader(shape);
  const [head, ...rest] = lines;
  if (head !== undefined && loader.header(head.split("|"))) for (const [index, line] of rest.entries()) loader.row(line.split("|"), index + 1);
  return loader.end();
}
