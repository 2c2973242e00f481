import type { ReleaseTables } from "../../../runtime/tables/row-source.ts";

function table(name: string, required: string, optional = ""): ReleaseTables["tables"][number] {
  const columns = (names: string, isRequired: boolean) =>
    names
      .split(" ")
      .filter((column) => column !== "")
      .map((column) => ({ name: column, required: isRequired, isAlternative: false }));
  return { name, columns: [...columns(required, true), ...columns(optional, false)] };
}

const header = table("Header", "CHILD SEX DOB ETHNIC UPN", "MOTHER MC_DOB");
const reviews = table("Reviews", "CHILD DOB REVIEW REVIEW_CODE");
const uasc = table("UASC", "CHILD SEX DOB", "DUC");

/** Shaped like the tables of the CLA return, and small. */
export const RELEASE: ReleaseTables = {
  release: "cla/2025-26",
  tables: [
    header,
    table("Episodes", "CHILD DECOM RNE LS", "DEC PL_POST URN"),
    uasc,
    reviews,
    table("SWEpisodes", "CHILD DOB SW_ID SW_DECOM", "SW_DEC SW_REASON"),
  ],
};

const older: ReleaseTables["tables"] = [header, table("Episodes", "CHILD DECOM RNE LS", "DEC PL_POST PL_LA PL_DISTANCE"), uasc, reviews];

/** Of other years: older episodes have no URN and two columns more, the newest return has a table more. */
export const OTHERS: readonly ReleaseTables[] = [
  { release: "cla/2026-27", tables: [...RELEASE.tables, table("DoLo", "CHILD DOB DOLO_START", "DOLO_END")] },
  { release: "cla/2014-15", tables: older },
  { release: "cla/2013-14", tables: older },
];
