import { describe, expect, it } from "vitest";
import type { Release } from "../../generators/specification/model.ts";
import { changeWith, codesOf, editedToy, namesIn, nodeOf, problemsOf, releaseOf, toyFiles, toyWith } from "../wrong-input/toy.ts";

/** Every verb of a change file: what is written, and what the release then says. The toy before: test/wrong-input/toy. */

describe("items", () => {
  it("are added behind, before, or at the end of a record", () => {
    const release = editedToy(`
items:
  add:
    Title: {before: ChildId, occurs: "1", type: text, label: Title, definition: A title.}
    Age: {after: Sex, occurs: "1", type: year, label: Age, definition: An age.}
    Last: {in: Child, occurs: "1", type: boolean, label: Last, definition: The last.}
`);
    expect(namesIn(release, "Child")).toEqual(["Title", "ChildId", "Sex", "Age", "Number", "Visit", "Review", "Last"]);
  });

  it("are added with a whole record", () => {
    const release = editedToy(`
items:
  add:
    Plan:
      after: Visit
      occurs: 0..*
      label: Plan
      definition: A plan.
      contains:
        PlanDate: {occurs: "1", type: date, label: Date, definition: A date.}
`);
    expect(namesIn(release, "Child")).toEqual(["ChildId", "Sex", "Number", "Visit", "Plan", "Review"]);
    expect(nodeOf(release, "PlanDate").path).toBe("Return/Child/Plan/PlanDate");
    expect(nodeOf(release, "PlanDate")).toMatchObject({ source: ["LETTER"], basis: "seen" });
  });

  it("are removed, alone or with everything inside", () => {
    const release = editedToy("items: {remove: [Number, Review]}");
    expect(namesIn(release, "Child")).toEqual(["ChildId", "Sex", "Visit"]);
  });

  it("are renamed where they stand", () => {
    const release = editedToy("items: {rename: {Sex: Gender}}");
    expect(namesIn(release, "Child")).toEqual(["ChildId", "Gender", "Number", "Visit", "Review"]);
    expect(nodeOf(release, "Gender").label).toBe("Sex");
  });

  it("are moved inside their record and into another", () => {
    const release = editedToy("items: {move: {Sex: {after: Number}, Minutes: {in: Visit}}}");
    expect(namesIn(release, "Child")).toEqual(["ChildId", "Number", "Sex", "Visit", "Review"]);
    expect(namesIn(release, "Visit")).toEqual(["VisitDate", "Place", "Remark", "Minutes"]);
    expect(namesIn(release, "Review")).toEqual(["Place"]);
  });

  it("get new values of fields; null takes a field away", () => {
    const release = editedToy(`
items:
  Sex: {set: {label: Sex at birth, occurs: 0..1, guidance: Ask the child.}}
  Visit: {set: {ordered-by: null}}
`);
    expect(nodeOf(release, "Sex")).toMatchObject({ label: "Sex at birth", occurs: { minimum: 0, maximum: 1 }, guidance: "Ask the child." });
    expect(nodeOf(release, "Visit")).toMatchObject({ orderedBy: [] });
  });

  it("are named by more of the path where a name stands twice", () => {
    const release = editedToy("items: {Visit/Place: {set: {label: Room}}, remove: [Review/Place]}");
    expect(nodeOf(release, "Visit/Place").label).toBe("Room");
    expect(namesIn(release, "Review")).toEqual(["Minutes"]);
  });
});

describe("codes", () => {
  it("are added at the end, behind and before", () => {
    const release = editedToy("codesets: {place: {add: {POOL: In a pool, SHOP: {before: SCHOOL, label: In a shop}, BUS: {after: HOME, label: On a bus}}}}");
    expect(codesOf(release, "place")).toEqual(["HOME At home", "BUS On a bus", "SHOP In a shop", "SCHOOL At school", "PARK In a park", "POOL In a pool"]);
  });

  it("are removed, renamed and moved", () => {
    const release = editedToy("codesets: {place: {remove: [HOME], rename: {PARK: GARDEN}, move: {SCHOOL: {after: GARDEN}}}}");
    expect(codesOf(release, "place")).toEqual(["GARDEN In a park", "SCHOOL At school"]);
  });

  it("get new fields, also those that were written as a label alone", () => {
    const release = editedToy('codesets: {sex: {"1": {set: {label: Boy, use-when: He says so.}}, "2": {set: {note: null}}}}');
    expect(release.codeSets.get("sex")?.codes[1]).toMatchObject({ code: "1", label: "Boy", useWhen: "He says so." });
    expect(release.codeSets.get("sex")?.codes[2]).toMatchObject({ code: "2", label: "Female", note: null });
  });

  it("come with a new set and go with an old one", () => {
    const release = editedToy("codesets: {add: {mood: {label: Mood, codes: {G: Good, B: Bad}}}, remove: [band]}");
    expect(codesOf(release, "mood")).toEqual(["G Good", "B Bad"]);
    expect(release.codeSets.has("band")).toBe(false);
  });

  it("are added and removed as ranges", () => {
    const release = editedToy('codesets: {band: {ranges: {add: ["500", 010-011], remove: ["420"]}}}');
    expect(codesOf(release, "band")).toEqual(["001", "002", "003", "500", "010", "011"]);
  });

  it("get into groups and out of them; groups come, go and get new names", () => {
    const release = editedToy(`
codesets:
  sex: {groups: {known: {add: ["0"], remove: ["2"]}, add: {second: ["2"]}}}
  place: {groups: {add: {outside: [PARK], inside: [HOME]}}}
`);
    expect(release.codeSets.get("sex")?.groups).toEqual(
      new Map([
        ["known", ["1", "0"]],
        ["second", ["2"]],
      ]),
    );
    const renamed = editedToy("codesets: {sex: {groups: {rename: {known: stated}}}}");
    expect([...(renamed.codeSets.get("sex")?.groups.keys() ?? [])]).toEqual(["stated"]);
    const removed = editedToy("codesets: {sex: {groups: {remove: [known]}}}");
    expect(removed.codeSets.get("sex")?.groups.size).toBe(0);
  });

  it("say what became of last period's codes, for one step only", () => {
    const release = releaseOf(toyFiles(), "toy/2015-16");
    expect(release.crosswalks.get("sex")?.steps).toMatchObject([
      { from: "1", to: ["M"] },
      { from: "2", to: ["F"] },
    ]);
    expect(releaseOf(toyFiles(), "toy/2014-15").crosswalks.size).toBe(0);
    const split = editedToy(
      "codesets: {place: {remove: [PARK], add: {WOOD: In a wood}}}\ncrosswalks: {place: {PARK: {to: [WOOD, HOME], default: HOME, note: Ask.}, SCHOOL: []}}",
    );
    expect(split.crosswalks.get("place")?.steps).toMatchObject([
      { from: "PARK", to: ["WOOD", "HOME"], default: "HOME", note: "Ask." },
      { from: "SCHOOL", to: [], default: null },
    ]);
  });
});

function editedQuarter(edits: string): Release {
  const change = changeWith(edits).replace("LETTER", "MEMO");
  return releaseOf(toyWith({ "specs/quarter/2014-15-q2/changes/trial.yaml": change }), "quarter/2014-15-q2");
}

function columnsOf(edits: string, table: string): readonly string[] | undefined {
  return editedQuarter(edits)
    .tables.find(({ name }) => name === table)
    ?.columns.map(({ name }) => name);
}

describe("tables and columns", () => {
  it("are edited column by column", () => {
    expect(columnsOf("tables: {Contacts: {columns: {add: {SEEN: {before: KIND, copies: ContactDate}}, remove: [BORN]}}}", "Contacts")).toEqual([
      "ID",
      "DATE",
      "SEEN",
      "KIND",
    ]);
    expect(columnsOf("tables: {Contacts: {columns: {rename: {KIND: SORT}, move: {DATE: {after: SORT}}}}}", "Contacts")).toEqual(["ID", "BORN", "SORT", "DATE"]);
  });

  it("get new fields", () => {
    const release = editedQuarter("tables: {People: {set: {label: All people}, columns: {BORN: {set: {required: null}}}}}");
    expect(release.tables[0]).toMatchObject({ label: "All people", columns: [{ required: true }, { required: false }] });
  });

  it("come with the item that they hold", () => {
    const release = editedQuarter(`
items: {add: {Phone: {in: Person, occurs: 0..1, type: text, label: Phone, definition: A number.}}}
tables: {add: {Phones: {label: Phones, record: Person, rows: 0..1, columns: {ID: {item: PersonId}, PHONE: {item: Phone}}}}}
`);
    expect(release.tables.map(({ name }) => name)).toEqual(["People", "Contacts", "Phones"]);
  });

  it("go with the items that they held", () => {
    const release = editedQuarter("items: {remove: [Contact]}\ntables: {remove: [Contacts]}");
    expect(release.tables.map(({ name }) => name)).toEqual(["People"]);
  });
});

describe("types, definitions, indicators, cohorts and questions", () => {
  it("are added, removed, renamed and edited", () => {
    const release = editedToy(`
types: {add: {four: {pattern: '\\d{4}', label: Four digits}}, number: {set: {pattern: '[A-Z]\\d{6}'}}}
definitions: {rename: {in_year: within}, within: {set: {is: "d >= collection.start"}}, add: {seen: {label: Seen, is: present(Visit)}}}
indicators: {remove: [visits]}
cohorts: {visited: {set: {label: Seen children}}}
questions: {add: {two-visits: {question: Which visit?}}, no-visit: {set: {answer: null}}}
`);
    expect([...release.types.keys()]).toEqual(["three-digits", "number", "four"]);
    expect(nodeOf(release, "Number")).toMatchObject({ type: { pattern: "[A-Z]\\d{6}" } });
    expect(release.definitions).toMatchObject([
      { name: "within", is: "d >= collection.start" },
      { name: "seen", is: "present(Visit)" },
    ]);
    expect(release.indicators).toEqual([]);
    expect(release.cohorts).toMatchObject([{ name: "visited", label: "Seen children" }]);
    expect(release.questions).toMatchObject([
      { name: "no-visit", answer: null },
      { name: "two-visits", question: "Which visit?" },
    ]);
  });
});

describe("an edit that goes wrong", () => {
  it("leaves the rest of the change in force, so that every mistake is shown in one run", () => {
    expect(
      problemsOf("items: {remove: [Nothing], Sxe: {set: {label: A}}}\ncodesets: {place: {remove: [BEACH]}}").map((text) => /RS\d{4}/.exec(text)?.[0]),
    ).toEqual(["RS1301", "RS1301", "RS1301"]);
  });

  it("does not reach the release that it started from", () => {
    const tree = toyWith({ "specs/toy/2015-16/changes/trial.yaml": changeWith("codesets: {place: {remove: [PARK]}}\nitems: {Sex: {set: {label: Gender}}}") });
    expect(codesOf(releaseOf(tree, "toy/2014-15"), "place")).toEqual(["HOME At home", "SCHOOL At school", "PARK In a park"]);
    expect(nodeOf(releaseOf(tree, "toy/2014-15"), "Sex").label).toBe("Sex");
  });
});
