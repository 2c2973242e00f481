import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JUDGE, PROJECT, returnspec } from "../support/returnspec.ts";
import { specification } from "../support/specification.ts";

interface Manifest {
  readonly files: readonly { readonly target: string; readonly committed: boolean }[];
}

/** The project itself, as its commands see it. */
describe("the project", () => {
  test("check finds nothing in the specifications", () => {
    expect(returnspec(["check"])).toEqual({ code: 0, out: "", err: "" });
  });

  test("generate --check finds nothing stale among what is committed (the judge, and .ci/run: nothing at all)", () => {
    const targets = JUDGE ? [] : ["--target", ...committedTargets()];
    expect(returnspec(["generate", "--check", ...targets])).toEqual({ code: 0, out: "", err: "" });
  }, 900_000);
});

/** The targets with a committed file. To make all of them takes minutes. */
function committedTargets(): ReadonlySet<string> {
  const { liveNames } = specification;
  const manifests = liveNames.map((name) => JSON.parse(readFileSync(join(PROJECT, "generated", name, "manifest.json"), "utf8")) as Manifest);
  return new Set(manifests.flatMap(({ files }) => files.filter(({ committed }) => committed).map(({ target }) => target)));
}
