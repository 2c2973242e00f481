import { expect, test } from "vitest";
import { readNumber } from "../../runtime/xsd-types/numbers.ts";

test.each([
  ["1.50", 1.5],
  ["+007", 7],
  ["-0.0", 0],
  [".5", 0.5],
  ["100", 100],
  ["0.000000100", 1e-7],
])("%s is the number %d", (text, value) => {
  expect(readNumber(text, "decimal")).toEqual({ value });
});

test.each(["0.1000000000000000055", `1.${"0".repeat(500_000)}1`])("what a number does not hold exactly is refused, however long it is", (text) => {
  expect(readNumber(text, "decimal")).toEqual({ problem: expect.stringMatching(/more digits than a number holds exactly/) });
});
