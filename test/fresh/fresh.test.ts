import { describe, expect, test } from "vitest";
import { returnspec } from "../support/returnspec.ts";

/** The project itself, as its commands see it. They run beside the other tests, because each keeps one core busy for more than a minute. */
describe("the project", () => {
  test("check finds nothing in the specifications", () => {
    expect(returnspec(["check"])).toEqual({ code: 0, out: "", err: "" });
  });

  test("generate --check finds nothing stale in generated/", () => {
    expect(returnspec(["generate", "--check"])).toEqual({ code: 0, out: "", err: "" });
  }, 900_000);
});
