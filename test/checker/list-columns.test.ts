import { expect, test } from "vitest";
import { createLocalChecker } from "../../templates/checker/local-checker.ts";
import { loadGenerated } from "../support/generated-validator.ts";
import { specification } from "../support/specification.ts";

const CHILDREN = "LAchildID,PersonBirthDate,Sex,Ethnicity,UPNunknown";

/** What the page says of each table after these files were chosen. */
async function tablesOf(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string | null>>> {
  const { release } = specification.release("cin/2025-26");
  if (release === null) throw new Error("cin/2025-26");
  const module = await loadGenerated(specification, release);
  const facts = { name: release.name, title: release.title, rules: [], tables: [], reference: [] };
  const chosen = { folder: null, files: Object.entries(files).map(([name, text]) => new File([text], name)), inner: [] };
  const outcome = await createLocalChecker(module, facts).check(
    { return: chosen, earlier: [null, null], reference: new Map(), authority: null },
    () => undefined,
  );
  return Object.fromEntries(
    (outcome.tables ?? []).map(({ table, file, inColumnsOf }) => [table, file?.name ?? (inColumnsOf === null ? null : `in ${inColumnsOf}`)]),
  );
}

test("a table whose rows stand in columns of another is not said to be missing", async () => {
  expect(await tablesOf({ "c.csv": `${CHILDREN},DisabilityList\nX1,2015-05-01,M,WBRI,UN3,HAND\n` })).toMatchObject({
    Children: "c.csv",
    Disabilities: "in Children",
    Reviews: null,
  });
  expect(await tablesOf({ "c.csv": `${CHILDREN},Disability_HAND\nX1,2015-05-01,M,WBRI,UN3,1\n` })).toMatchObject({ Disabilities: "in Children" });
  expect(await tablesOf({ "c.csv": `${CHILDREN}\nX1,2015-05-01,M,WBRI,UN3\n` })).toMatchObject({ Disabilities: null });
});
