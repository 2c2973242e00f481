import { expect, test } from "vitest";
import { STRUCTURE_RULES } from "../../../runtime/findings/structure-rules.ts";
import { BAD_CSV_ROWS } from "./bad-csv-rows.ts";
import { readFiles } from "./read-file.ts";

test.each(BAD_CSV_ROWS)("$what", ({ name = "reviews.csv", content, events, message }) => {
  const read = readFiles([[name, content()]]);
  expect(read.events).toEqual(events);
  if (message !== undefined) expect(read.problems[0]?.message).toMatch(message);
  for (const { kind } of read.problems) expect(STRUCTURE_RULES.map(({ id }) => id)).toContain(`structure.${kind}`);
});
