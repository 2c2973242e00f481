import type { ReferenceTable, Table } from "../../specification/model.ts";
import { formatView } from "./format-view.ts";
import { evidenceOf, historyOf } from "./history.ts";
import { occursView } from "./item-page.ts";
import { checkEntry, differencesOf, itemEntry, type Page, type PageSource, ruleEntry, rulesThat, type Site } from "./site.ts";

/** Pages of the CSV tables of a return, and of the reference tables that rules look things up in. */
export function tablePages(site: Site): readonly PageSource[] {
  const { release, addresses } = site;
  return [
    ...release.tables.map((table) => ({ path: addresses.table(table.name), make: () => tablePage(site, table) })),
    ...release.referenceTables.map((table) => ({ path: addresses.referenceTable(table.name), make: () => referencePage(site, table) })),
  ];
}

const CRUMBS = [{ label: "Tables", href: "tables.html" }] as const;

function tablePage(site: Site, table: Table): Page {
  const { addresses, marks } = site;
  const path = addresses.table(table.name);
  return {
    path,
    template: "table",
    title: `${table.label} (CSV table ${table.name})`,
    section: "tables",
    crumbs: CRUMBS,
    data: {
      name: table.name,
      label: table.label,
      mark: marks.of("table", table.name),
      definition: table.definition === null ? [] : site.prose(table.definition, path),
      record: itemEntry(site, table.record.path),
      rows: occursView({ ...table.record, occurs: table.rows }),
      columns: table.columns.map((column, index) => ({
        number: String(index + 1),
        name: column.name,
        mark: marks.of("column", `${table.name}/${column.name}`),
        item: column.item === null ? null : itemEntry(site, column.item.path),
        copies: column.copies === null ? null : itemEntry(site, column.copies.path),
        identifies: column.identifies === null ? null : itemEntry(site, column.identifies.path),
        required: column.required,
        format: column.item === null ? null : formatView(column.item.type, site.release, addresses),
      })),
      instead: table.instead,
      isOfficial: site.release.formats.includes("csv"),
      implied: table.implied.map(({ item, value }) => ({ item: itemEntry(site, item.path), value })),
      checks: site.checks.filter((check) => check.table === table.name).map((check) => checkEntry(site, check)),
      header: table.columns.map(({ name }) => name).join(","),
      differences: differencesOf(site, "table", table.name),
      previous: site.previous?.period ?? null,
      history: historyOf(table, addresses),
      evidence: evidenceOf(table, site),
    },
  };
}

function referencePage(site: Site, table: ReferenceTable): Page {
  const { addresses, marks, release } = site;
  const path = addresses.referenceTable(table.name);
  return {
    path,
    template: "reference-table",
    title: table.label,
    section: "tables",
    crumbs: CRUMBS,
    data: {
      name: table.name,
      label: table.label,
      mark: marks.of("reference table", table.name),
      definition: site.prose(table.definition, path),
      guidance: table.guidance === null ? [] : site.prose(table.guidance, path),
      key: table.key.name,
      columns: table.columns.map((column) => ({
        name: column.name,
        label: column.label,
        definition: column.definition === null ? [] : site.prose(column.definition, path),
        isKey: column === table.key,
        isOptional: column.isOptional,
        isList: column.type.isList,
        format: formatView(column.type.item, release, addresses),
        headings: column.headings,
        hasDigits: column.headings.some((heading) => heading.includes("#")),
        values: column.values,
        mark: marks.of("reference column", `${table.name}/${column.name}`),
      })),
      rules: rulesThat(site, (_, { tables }) => tables.has(table.name)).map(({ rule }) => ruleEntry(site, rule)),
      differences: differencesOf(site, "reference table", table.name),
      previous: site.previous?.period ?? null,
      history: historyOf(table, addresses),
      evidence: evidenceOf(table, site),
    },
  };
}
