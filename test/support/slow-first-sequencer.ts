import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, longest first: where one of them came last, the other core would have nothing to do. */
const SLOW = [
  "fresh/fresh",
  "rules/agreement",
  "checker/checker",
  "guidance/browser",
  "synthesis/broken",
  "writer/writer",
  "cli/commands",
  "validator/structure",
  "samples/mutants",
  "checker/tables",
];

/** Puts slow files first and leaves the others in their order. */
export default class SlowFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = SLOW.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return found === -1 ? SLOW.length : found;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
