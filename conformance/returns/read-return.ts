import type { Finding } from "../../runtime/findings/finding.ts";
import { createReturnReader, type RowTarget } from "../../runtime/inputs/read-tables.ts";
import type { ReleaseTables } from "../../runtime/tables/row-source.ts";
import type { EarlierReturn, ReferenceTable } from "../../runtime/validator/context.ts";
import type { EarlierReader, EarlierTablesReader } from "../../runtime/validator/earlier.ts";
import type { GeneratedValidator, Validation, ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import { createStructureReader, tagsOf } from "../../runtime/validator/structure-reader.ts";
import { IGNORE_FAULTS } from "../../runtime/validator/table-records.ts";
import { createTableStore } from "../../runtime/validator/table-store.ts";
import type { TablesValidation } from "../../runtime/validator/tables-validation.ts";
import { type DataRecord, type RecordTable, tableAt } from "../../runtime/validator/tables.ts";
import type { XmlReader } from "../../runtime/xml/handler.ts";
import { XmlProblem } from "../../runtime/xml/problem.ts";
import { createXmlReader } from "../../runtime/xml/reader.ts";
import type { Content, Form } from "../suite.ts";
import type { SupplierInput } from "../supplier-input.ts";
import { contentOf } from "./content.ts";

/** The generated validator of the release. */
export interface SuiteValidator {
  readonly validator: GeneratedValidator;
  readonly validate: (options: ValidationOptions, give: (finding: Finding) => void) => Validation;
  readonly validateTables: (options: ValidationOptions, give: (finding: Finding) => void) => TablesValidation;
  readonly readEarlier: (year: 1 | 2) => EarlierReader;
  readonly readEarlierTables: (year: 1 | 2) => EarlierTablesReader | null;
}

export interface ReadChild {
  /** As it stands in the return; empty where there is none. */
  readonly id: string;
  readonly content: Content;
  /** `line 12`; empty in tables. */
  readonly place: string;
}

/** A return that was read: what is wrong with it, and what it holds. */
export interface ReadReturn {
  readonly form: Form;
  readonly findings: readonly Finding[];
  /** The return around the children; null in tables, which have no place for it. */
  readonly whole: Content | null;
  readonly children: readonly ReadChild[];
  /** Why it, or the rest of it, could not be read. */
  readonly problem: string | null;
}

export interface ReadingFacts {
  readonly authority: string;
  /** The return of the period before, where there is one. */
  readonly previous: EarlierReturn | null;
  readonly reference: ReadonlyMap<string, ReferenceTable>;
  readonly tables: readonly ReleaseTables[];
}

/** Reads a return, checks it, and keeps what it holds. */
export async function readReturn(input: SupplierInput, module: SuiteValidator, facts: ReadingFacts): Promise<ReadReturn> {
  const findings: Finding[] = [];
  const give = (finding: Finding): void => void findings.push(finding);
  const options: ValidationOptions = {
    input: input.name,
    authority: facts.authority,
    earlier: [facts.previous, null],
    reference: facts.reference,
    stage: "all",
    asAt: null,
  };
  if (input.kind === "refused") return { form: "xml", findings, whole: null, children: [], problem: input.message };
  if (input.kind === "xml") {
    const validation = module.validate(options, give);
    const content = createContentReader(module.validator);
    await input.file.read((chunk) => {
      validation.write(chunk);
      content.write(chunk);
    });
    validation.end();
    const { whole, children } = content.end();
    return { form: "xml", findings, whole, children, problem: validation.problem()?.message ?? null };
  }
  const validation = module.validateTables(options, give);
  const store = createTableStore(module.validator);
  const target: RowTarget = {
    open: (name, header) => {
      const takeRow = validation.open(name, header);
      const layout = module.validator.tables.find((table) => table.name === name);
      const keep = layout === undefined ? null : store.open(layout, header);
      return (cells, row) => {
        takeRow(cells, row);
        keep?.(cells, row);
      };
    },
    problem: validation.problem,
  };
  const reader = createReturnReader({ release: module.validator.release, tables: module.validator.tables }, facts.tables, target);
  for (const file of input.files) {
    const sink = reader.open(file.name);
    await file.read((chunk) => sink.write(chunk));
    sink.end();
  }
  validation.end();
  const children = [...store.children(IGNORE_FAULTS)].flatMap(({ record }) => childOf(record, module.validator) ?? []);
  return { form: "csv", findings, whole: null, children, problem: reader.tables().length === 0 ? "No table of the release was recognised." : null };
}

/** What is in a document, as far as it can be read. */
function createContentReader(validator: GeneratedValidator): {
  readonly write: (chunk: Uint8Array) => void;
  readonly end: () => Pick<ReadReturn, "whole" | "children">;
} {
  const children: ReadChild[] = [];
  let root: DataRecord | null = null;
  let isStopped = false;
  const closed = (record: DataRecord, table: RecordTable): void => {
    if (table.path === validator.child.path) {
      const child = childOf(record, validator);
      if (child !== null) children.push(child);
    }
    if (record.parent === null) root = record;
  };
  let reader: XmlReader | null = null;
  const handler = createStructureReader(
    validator.root,
    {
      problem: () => undefined,
      otherRoot: () => {
        isStopped = true;
      },
      closed,
    },
    (index) => reader?.nameOf(index) ?? "",
  );
  reader = createXmlReader(handler, { names: tagsOf(validator.root) });
  const attempt = (step: () => void): void => {
    if (isStopped) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error;
      isStopped = true;
    }
  };
  return {
    write: (chunk) => attempt(() => reader.write(chunk)),
    end: () => {
      attempt(() => reader.end());
      return { whole: root === null ? null : contentOf(root, validator.root, validator.child.path), children };
    },
  };
}

function childOf(record: DataRecord, { root, child }: GeneratedValidator): ReadChild | null {
  const table = tableAt(root, child.path);
  if (table === null) return null;
  const content = contentOf(record, table) ?? { record: table.name, items: {}, records: [] };
  return { id: idOf(content, child.key), content, place: record.column === 0 ? "" : `line ${record.line}` };
}

/** @param way names of the records to the item with the id, and that of the item */
export function idOf(content: Content, way: readonly string[]): string {
  const [name = "", ...rest] = way;
  if (rest.length === 0) return content.items[name]?.[0] ?? "";
  const inner = content.records.find(({ record }) => record === name);
  return inner === undefined ? "" : idOf(inner, rest);
}
