import { createProfile } from "../../../runtime/profile/profile.ts";
import { type NamedProfile, profileText } from "../../../runtime/profile/profile-text.ts";
import { nameUnseen } from "../../../runtime/findings/readable.ts";
import { dateFormOf } from "../../../runtime/validator/tables.ts";
import { type Console, EXIT, type ExitCode, UsageError } from "../console.ts";
import { InputProblem } from "../inputs/input.ts";
import { openInputs } from "../inputs/open-inputs.ts";
import { countingReport, readReturn } from "../read-return.ts";
import { loadValidator } from "../validator-module.ts";

export interface ProfileOptions {
  /** One for all inputs, or one for each in their order. */
  readonly release: readonly string[];
  readonly format: "json" | "text";
}

/** `profile INPUT… --release R…`: what returns hold, side by side: records, items, codes, blanks, ranges of dates. Nothing is judged. */
export async function runProfile(root: string, paths: readonly string[], options: ProfileOptions, console: Console): Promise<ExitCode> {
  const { release: releases } = options;
  if (releases.length !== 1 && releases.length !== paths.length)
    throw new UsageError(`Give --release once for all inputs, or once for each: these are ${paths.length} inputs and ${releases.length} releases.`);
  const all: NamedProfile[] = [];
  for (const [index, path] of paths.entries()) {
    const loaded = await loadValidator(root, releases[index] ?? releases[0] ?? "", console);
    if (loaded === null) return EXIT.failed;
    const { facts, module } = loaded;
    const layout = { ...module.validator, release: facts.name };
    const [input] = await openInputs([path], dateFormOf(layout.root));
    if (input === undefined) throw new UsageError(`${nameUnseen(path)}: There is nothing to read.`);
    const sink = createProfile(layout);
    const report = countingReport();
    const result = await readReturn(input, layout, facts, sink, report, false).catch((error: unknown) => {
      if (error instanceof InputProblem) return { problem: error.message };
      throw error;
    });
    if ("problem" in result) {
      console.say(`${nameUnseen(path)}: ${result.problem}\n`);
      return EXIT.misuse;
    }
    all.push({ input: path, profile: sink.profile(), rejects: report.count() });
  }
  console.data(
    options.format === "text"
      ? profileText(all)
      : `${JSON.stringify({ inputs: all.map(({ input, profile, rejects }) => ({ input, rejects, ...profile })) }, null, 2)}\n`,
  );
  return EXIT.passed;
}
