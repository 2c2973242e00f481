import { MESSAGE_LENGTH, readable } from "../../runtime/findings/readable.ts";
import type { RunVerdict } from "../verdict.ts";
import { countWords, levelWords, origins, productName } from "./words.ts";

/** A statement that a supplier can show to an authority; whoever has the same suite and the same product comes to the same. */
export function statement(verdict: RunVerdict): string {
  const { suite, levels, halves, facts, isPassed, cases } = verdict;
  const listed = cases.filter(({ expectedFailure, outcome }) => expectedFailure !== null && outcome !== "passed");
  const lines = [
    "STATEMENT OF CONFORMANCE",
    "",
    `Product: ${readable(productName(verdict), MESSAGE_LENGTH)}`,
    `Return: ${suite.title}`,
    `Result: ${isPassed ? "passed" : "not passed"}; reached: ${levelWords(verdict)}`,
    `Run: ${halves.map(({ half, form }) => `${half} half (${form.toUpperCase()})`).join(", ")}; ${countWords(verdict)}`,
    ...(facts.isComplete ? [] : ["Only some cases were run, so no level is stated."]),
    "",
    ...levels.map(({ level, name, about, outcome }) => `Level ${level}, ${name}: ${outcome} - ${about}.`),
    ...(listed.length === 0
      ? []
      : [
          "",
          `Cases that are known to fail (${listed.length}):`,
          ...listed.map(({ id, expectedFailure }) => `  ${id}: ${readable(expectedFailure ?? "", MESSAGE_LENGTH)}`),
        ]),
    "",
    ...origins(verdict).map(([name, value]) => `${name}: ${value}`),
    ...suite.notices,
    "The supplier states this; nobody but the program named above has checked it, and it is no approval by the Department for Education.",
    "",
  ];
  return lines.join("\n");
}
