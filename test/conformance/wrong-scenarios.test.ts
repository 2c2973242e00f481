import { describe, expect, test } from "vitest";
import { checkScenarios } from "../../generators/scenarios/check-scenarios.ts";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT } from "../support/returnspec.ts";

const tree = readSpecificationFiles(PROJECT);
const FOLDER = "conformance/scenarios";
const FILE = `${FOLDER}/cin/001-no-further-action.yaml`;

/** What is said of the scenarios when one file is another text; null: when it is not there. */
function saidOf(path: string, change: (text: string) => string | null): string {
  const changed = new Map(tree);
  const text = change(new TextDecoder().decode(tree.get(path)));
  if (text === null) changed.delete(path);
  else changed.set(path, new TextEncoder().encode(text));
  const specification = new Specification(changed);
  return [...specification.library.diagnostics.sorted, ...checkScenarios(specification, ["cin/2026-27"])].map(formatDiagnostic).join("\n");
}

describe("a mistake in a scenario is told with its place and what to do", () => {
  test.each([
    [
      "a name that no release has",
      (text: string) => text.replace("UPNunknown:", "UPNunknwon:"),
      /:\d+:\d+: RS1602: UPNunknwon is no item or record of any release\. Did you mean UPNunknown\?\n/,
    ],
    ["a code that the year does not have", (text: string) => text.replace("1B", "1Z"), /RS1602: 1Z is no value that ReferralSource may have in cin\/2026-27\./],
    [
      "a text that is no date",
      (text: string) => text.replace("CINreferralDate: 14 June", "CINreferralDate: 14 Junne"),
      /RS1602: 14 Junne is no value that CINreferralDate may have/,
    ],
    ["a word that YAML reads as something else", (text: string) => text.replace('"true"', "true"), /RS1009: .*Write "true", in quotes\./],
    ["a key that is none", (text: string) => text.replace("purpose:", "porpoise:"), /RS1101: .*porpoise.*Did you mean purpose\?/],
    ["a part that is not there", (text: string) => text.replace("UPN: absent", "use: nobody"), /RS1602: There is no part of this name\./],
  ])("%s", (_, change, message) => {
    const said = saidOf(FILE, change);
    expect(said).toContain(`${FILE}:`);
    expect(said).toMatch(message);
    expect(said).toContain("> ");
  });

  test("ids are entered, are not used twice, and do not disappear", () => {
    const registry = `${FOLDER}/registry.yaml`;
    const entry = "  001-no-further-action: {title: A referral with no further action}\n";
    expect(saidOf(registry, (text) => text.replace(entry, ""))).toMatch(/The scenario 001-no-further-action is not in conformance\/scenarios\/registry\.yaml/);
    expect(saidOf(registry, (text) => text.replace(entry, `${entry}  001-another: {title: Another}\n`))).toMatch(
      /The number 001 was given to 001-no-further-action/,
    );
    expect(saidOf(FILE, () => null)).toMatch(/There is no scenario 001-no-further-action any more/);
    const retired = entry.replace("}", ", retired: It said the same as 034.}");
    expect(saidOf(registry, (text) => text.replace(entry, retired))).toMatch(/001-no-further-action is retired: a new scenario takes a new number/);
  });
});
