import { targetContext } from "../../generators/cli/target-context.ts";
import type { OutputFile } from "../../generators/targets/target.ts";
import { conformanceTarget } from "../../generators/targets/conformance/conformance-target.ts";
import { exampleReturns, ruleVectors } from "../../generators/targets/vectors/vectors-target.ts";
import { writeFiles } from "../bindings/packages.ts";
import { tenthOf } from "../support/chosen.ts";
import { specification } from "../support/specification.ts";

/** The pack of a release, as it is delivered; at less than full size with the cases of a tenth of the rules. */
export async function packFiles(name: string, isFull: boolean): Promise<readonly OutputFile[]> {
  const { release } = specification.release(name);
  if (release === null) throw new Error(name);
  const context = targetContext(specification, release);
  if (isFull) return (await conformanceTarget.build(release, context)).files;
  const isWanted = tenthOf(context.rules());
  const vectors = ruleVectors(
    context.rules(),
    exampleReturns(context.rules(), (rule, example) => isWanted(`${rule.rule.firstId}/${example.name}`)),
  );
  return (await conformanceTarget.build(release, { ...context, vectors: () => vectors.map((vector) => `${JSON.stringify(vector)}\n`).join("") })).files;
}

export function writeOutput(folder: string, files: readonly OutputFile[]): void {
  writeFiles(
    folder,
    files.map(({ path, content }) => [path, content] as const),
  );
}
