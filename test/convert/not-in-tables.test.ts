import { expect, test } from "vitest";
import { targetContext } from "../../generators/cli/target-context.ts";
import { formatsChecked } from "../../generators/rules/rule-needs.ts";
import { checkReleaseRules } from "../../generators/rules/release-rules.ts";
import { Diagnostics, formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { guidanceTarget } from "../../generators/targets/guidance/guidance-target.ts";
import { mappingOf } from "../../generators/targets/tables/mapping.ts";
import { tableFiles } from "../../generators/targets/tables/table-files.ts";
import { toTables, toXml } from "../support/convert-returns.ts";
import { findingsOf, loadGenerated } from "../support/generated-validator.ts";
import { textOfFile, toyFiles, toyWith } from "../wrong-input/toy.ts";

const FOLDER = "specs/quarter/2014-15-q1";
const WHY = "The tables were agreed before contacts had a kind.";

/** The quarterly count with XML as well, in which the kind of a contact is, and nothing else is, missing from the tables. */
function specificationWithout(): Specification {
  const text = (file: string): string => textOfFile(toyFiles(), `${FOLDER}/${file}`);
  return new Specification(
    toyWith({
      [`${FOLDER}/release.yaml`]: text("release.yaml").replace("formats: [csv]", "formats: [csv, xml]"),
      [`${FOLDER}/tables.yaml`]: text("tables.yaml").replace("    KIND: {item: Kind}\n", ""),
      [`${FOLDER}/items.yaml`]: text("items.yaml").replace("type: code(kind), ", `type: code(kind), not-in-tables: ${WHY}, `),
      [`${FOLDER}/rules/all.yaml`]: [rule("1", "present(Kind)", "{}", "{Kind: absent}"), rule("2", "ContactDate >= Born", "{}", "{Born: end}")].join(""),
    }),
  );
}

function rule(id: string, check: string, passes: string, fails: string): string {
  return `"${id}":
  title: A trial
  severity: error
  for: Contact
  check: ${check}
  message: This is wrong.
  remedy: Put it right.
  passes: {right: ${passes}}
  fails: {wrong: ${fails}}
`;
}

const specification = specificationWithout();
const { release, diagnostics } = specification.release("quarter/2014-15-q1");
if (release === null || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));

const RETURN = `<?xml version="1.0" encoding="UTF-8"?>
<Quarter>
  <Person>
    <PersonId>X1</PersonId>
    <Born>01/05/2010</Born>
    <Contact>
      <ContactDate>01/05/2014</ContactDate>
      <Kind>V</Kind>
    </Contact>
    <Contact>
      <ContactDate>02/05/2014</ContactDate>
      <Kind>C</Kind>
    </Contact>
  </Person>
</Quarter>
`;

test("an item that is declared not to be in the tables is told when it does not come along", async () => {
  const module = await loadGenerated(specification, release);
  const { output, notes, rejects } = toTables(module, RETURN, "rows");
  expect(output.get("Contacts")).toBe("\uFEFFID,BORN,DATE\r\nX1,01/05/2010,01/05/2014\r\nX1,01/05/2010,02/05/2014\r\n");
  expect([notes, rejects]).toEqual([["Not carried: Kind of Contact, for which the tables have no column. (2 times)"], []]);
  expect(toXml(module, output).output).toBe(RETURN.replaceAll(/ *<Kind>.*\n/g, ""));
  expect(toTables(module, RETURN.replaceAll(/ *<Kind>.*\n/g, ""), "rows").notes).toEqual([]);
});

test("a rule that looks at it is checked in XML only", async () => {
  const found = new Diagnostics();
  const rules = checkReleaseRules(specification, release, found);
  expect(found.sorted.map(formatDiagnostic)).toEqual([]);
  expect(rules.rules.map((one) => [one.rule.id, formatsChecked(rules, one)])).toEqual([
    ["1", ["xml"]],
    ["2", ["csv", "xml"]],
  ]);
  const module = await loadGenerated(specification, release);
  expect(findingsOf(module, RETURN.replace("<Kind>V</Kind>", "<Kind></Kind>")).map(({ rule: id }) => id)).toContain("1");
});

test("guidance says why it is in no table", () => {
  const { files } = guidanceTarget.build(release, targetContext(specification, release));
  const page = files.find(({ path }) => path.toLowerCase().endsWith("/kind.html") && path.includes("items/"))?.content ?? "";
  expect(page).toContain("The tables have no column for it: it is submitted in XML only.");
  expect(page).toContain(WHY);
});

test("the mapping and what is shown say that it is declared, and why", () => {
  expect(mappingOf(tableFiles(release), release)).toMatchObject({
    notInTables: [{ item: "Quarter/Person/Contact/Kind", xml: "/Quarter/Person/Contact/Kind", why: WHY }],
  });
});
