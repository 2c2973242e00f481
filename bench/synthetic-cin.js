/**
 * A synthetic return of the children in need census 2025-26. Every child in it is invented: identifiers are counted up, dates and codes drawn from a
 * fixed sequence of pseudo-random numbers, the authority is 998, which is no real one. The same size gives the same bytes.
 *
 *   node bench/synthetic-cin.js [megabytes, 20 when not given] [file]
 *
 * Most children have one episode of need with an assessment or two and their factors; some have section 47 enquiries, a child protection plan with
 * reviews, child in need plans, disabilities: 2 to 3.5 KB a child. With `FEW_FACTORS` there are two factors for each episode, as in the largest
 * authority's return, and 1.5 KB a child. Values are valid and rules pass, but for one child in a hundred, which breaks one.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Synthetic data. Every child in this return is invented. -->
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2026</Year>
      <ReferenceDate>2026-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>998</LEA>
      <SoftwareCode>Synthetic &amp; Sons</SoftwareCode>
      <Release>1.0</Release>
      <SerialNo>001</SerialNo>
      <DateTime>2026-04-30T09:30:00</DateTime>
    </Source>
  </Header>
  <Children>
`;
const TAIL = "  </Children>\n</Message>\n";
const DAY = 86_400_000;
const START = Date.UTC(2025, 3, 1) / DAY;
const END = Date.UTC(2026, 2, 31) / DAY;
const CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";
const ETHNICITIES = ["WBRI", "WBRI", "WBRI", "WOTH", "MWBC", "MWAS", "AIND", "APKN", "BCRB", "BAFR", "CHNE", "NOBT"];
const DISABILITIES = ["MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"];
const SOURCES = ["1A", "1B", "1D", "2A", "3A", "3D", "4", "5A", "6", "7", "8", "10"];
const FACTORS = ["1A", "1B", "2B", "3A", "3B", "4A", "4B", "5A", "6A", "8B", "10A", "14A", "16A", "17A", "22A", "24A"];
const ABUSES = ["NEG", "PHY", "SAB", "EMO", "MUL"];

/** How many assessments of ten episodes are followed by a second one, and how many factors an assessment has. */
const MANY_FACTORS = { second: 7, factors: (pick) => 2 + pick(4) };
export const FEW_FACTORS = { second: 0, factors: () => 2 };

/**
 * Writes a return to a file, a batch of children at a time.
 * @param until stops once this many bytes, or this many children, have been written
 * @returns how many children it has
 */
export function writeSyntheticReturn(file, until, shape = MANY_FACTORS) {
  const { bytes = Number.POSITIVE_INFINITY, children: wanted = Number.POSITIVE_INFINITY } = until;
  const pick = createPicker(20_260_331);
  const descriptor = openSync(file, "w");
  let written = writeSync(descriptor, HEAD) + TAIL.length;
  let children = 0;
  while (written < bytes && children < wanted) {
    let batch = "";
    for (let index = 0; index < 50 && children < wanted; index += 1) batch += writeElement(["Child", childTree(pick, (children += 1), shape)], 2);
    written += writeSync(descriptor, batch);
  }
  writeSync(descriptor, TAIL);
  closeSync(descriptor);
  return children;
}

/** One child with very many enquiries, each with its own dates: what a program that has lost its way might write. */
export function writeChildOfManyGroups(file, groups) {
  const descriptor = openSync(file, "w");
  const pick = createPicker(1);
  const enquiries = times(groups, (index) => enquiry(START + (index % 300), START + (index % 300) + 10));
  const episode = [["CINreferralDate", iso(START)], ["ReferralSource", "1A"], ["PrimaryNeedCode", "N1"], ...enquiries, ["ReferralNFA", "false"]];
  writeSync(descriptor, `${HEAD}${writeElement(["Child", [identifiers(pick, 1, START - 3000), characteristics(pick), ["CINdetails", episode]]], 2)}${TAIL}`);
  closeSync(descriptor);
}

/** Children without anything that must be there, so that a given number of findings comes out many times over. */
export function writeBrokenReturn(file, children) {
  const descriptor = openSync(file, "w");
  writeSync(descriptor, HEAD);
  const child = writeElement(
    [
      "Child",
      [
        [
          "ChildIdentifiers",
          [
            ["UPN", "a1"],
            ["Sex", "9"],
          ],
        ],
        ["CINdetails", [["PrimaryNeedCode", "X"]]],
      ],
    ],
    2,
  );
  for (let written = 0; written < children; written += 100) writeSync(descriptor, child.repeat(Math.min(100, children - written)));
  writeSync(descriptor, TAIL);
  closeSync(descriptor);
}

/** Whole numbers below a limit, the same in every run. */
function createPicker(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}

function childTree(pick, number, shape) {
  const isBroken = number % 100 === 57;
  const born = START - 400 - pick(5500);
  const referral = START + 5 + pick(40);
  const kind = pick(10);
  const first = referral + 2 + pick(5);
  const authorised = first + 20 + pick(20);
  const second = authorised + 5 + pick(10);
  const hasSecond = pick(10) < shape.second;
  const enquiryStart = second + 45;
  const conference = toWeekday(enquiryStart + 12);
  const planEnd = conference + 100 + pick(30);
  const isClosed = pick(2) === 0;
  const assessments = [assessment(pick, first, authorised, shape), ...(hasSecond ? [assessment(pick, second, second + 20 + pick(15), shape)] : [])];
  // A child in need plan ends before the enquiry from which a protection plan comes.
  const plans = kind < 4 ? [["CINPlanDates", dates("CINPlanStartDate", authorised, "CINPlanEndDate", enquiryStart - 1 - pick(10))]] : [];
  const enquiries = kind > 2 && kind < 9 ? [enquiry(enquiryStart, conference)] : [];
  const protection = kind > 4 && kind < 9 ? [protectionPlan(pick, conference, isClosed || pick(3) === 0 ? planEnd : null)] : [];
  const closure = isBroken && number % 200 === 57 ? referral - 3 : planEnd + 5 + pick(20);
  const episode = [
    ["CINreferralDate", iso(referral)],
    ["ReferralSource", isBroken && number % 200 === 157 ? "99" : SOURCES[pick(SOURCES.length)]],
    ["PrimaryNeedCode", `N${1 + pick(8)}`],
    ...(isClosed || isBroken
      ? [
          ["CINclosureDate", iso(closure)],
          ["ReasonForClosure", ["RC1", "RC3", "RC7"][pick(3)]],
        ]
      : []),
    ...assessments,
    ...plans,
    ...enquiries,
    ["ReferralNFA", pick(2) === 0 ? "false" : "0"],
    ...protection,
  ];
  return [identifiers(pick, number, born), characteristics(pick), ["CINdetails", episode]];
}

function identifiers(pick, number, born) {
  const digits = `201${String(number).padStart(8, "0")}${pick(10)}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index + 2), 0);
  return [
    "ChildIdentifiers",
    [
      ["LAchildID", `INV${String(number).padStart(9, "0")}`],
      ["UPN", `${CHECK_LETTERS[sum % 23]}${digits}`],
      ["PersonBirthDate", iso(born)],
      ["Sex", pick(2) === 0 ? "M" : "F"],
    ],
  ];
}

function characteristics(pick) {
  const first = pick(DISABILITIES.length);
  const count = pick(8) === 0 ? 1 + pick(2) : 0;
  const disabilities = count === 0 ? ["NONE"] : times(count, (index) => DISABILITIES[(first + index) % DISABILITIES.length]);
  return [
    "ChildCharacteristics",
    [
      ["Ethnicity", ETHNICITIES[pick(ETHNICITIES.length)]],
      ["Disabilities", disabilities.map((code) => ["Disability", code])],
    ],
  ];
}

function assessment(pick, start, end, shape) {
  const first = pick(FACTORS.length);
  return [
    "Assessments",
    [
      ...dates("AssessmentActualStartDate", start, "AssessmentInternalReviewDate", start + 10),
      ["AssessmentAuthorisationDate", iso(end)],
      ["FactorsIdentifiedAtAssessment", times(shape.factors(pick), (index) => ["AssessmentFactors", FACTORS[(first + index * 3) % FACTORS.length]])],
    ],
  ];
}

function enquiry(start, conference) {
  return [
    "Section47",
    [
      ...dates("S47ActualStartDate", start, "InitialCPCtarget", toWeekday(conference)),
      ["DateOfInitialCPC", iso(toWeekday(conference))],
      ["ICPCnotRequired", "false"],
    ],
  ];
}

function protectionPlan(pick, start, end) {
  const reviews = times(1 + pick(3), (index) => ["CPPreviewDate", iso(start + 30 + index * 25)]);
  return [
    "ChildProtectionPlans",
    [
      ["CPPstartDate", iso(start)],
      ...(end === null ? [] : [["CPPendDate", iso(end)]]),
      ["InitialCategoryOfAbuse", ABUSES[pick(5)]],
      ["LatestCategoryOfAbuse", ABUSES[pick(5)]],
      ["NumberOfPreviousCPP", String(pick(3))],
      ["Reviews", reviews],
    ],
  ];
}

function dates(startName, start, endName, end) {
  return [
    [startName, iso(start)],
    [endName, iso(end)],
  ];
}

function iso(day) {
  return new Date(Math.min(day, END) * DAY).toISOString().slice(0, 10);
}

/** The day, or the Monday after it. */
function toWeekday(day) {
  const weekday = (day + 3) % 7;
  return weekday < 5 ? day : day + 7 - weekday;
}

function times(count, make) {
  return Array.from({ length: count }, (_, index) => make(index));
}

function writeElement([name, content], level) {
  const indent = "  ".repeat(level);
  if (typeof content === "string") return `${indent}<${name}>${content}</${name}>\n`;
  return `${indent}<${name}>\n${content.map((child) => writeElement(child, level + 1)).join("")}${indent}</${name}>\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const megabytes = Number(process.argv[2] ?? 20);
  const file = process.argv[3] ?? join(tmpdir(), `synthetic-cin-${megabytes}.xml`);
  process.stdout.write(`${file}: ${writeSyntheticReturn(file, { bytes: megabytes * 1024 * 1024 })} invented children\n`);
}
