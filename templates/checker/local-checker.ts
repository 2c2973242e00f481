import { STRUCTURE_RULES } from "../../runtime/findings/structure-rules.ts";
import type { Run } from "../../runtime/findings/writer.ts";
import { createReturnReader } from "../../runtime/inputs/read-tables.ts";
import type { ValidationOptions } from "../../runtime/validator/generated-validator.ts";
import { EARLIER_FIELDS, readEarlierReturn } from "./earlier-return.ts";
import { createFindingStore, type FindingStore } from "./finding-store.ts";
import { type ChosenReturn, openChosen } from "./open-chosen.ts";
import type { Checker, Chosen, Outcome, ReleaseFacts, ValidatorModule } from "./protocol.ts";
import { createMeter, type Meter } from "./read-files.ts";
import { createReferenceFiles } from "./reference-files.ts";

/** A checker that works where it is made: in the worker, or in the page of a browser that allows none. */
export function createLocalChecker(module: ValidatorModule, facts: ReleaseFacts): Checker {
  let store: FindingStore = createFindingStore(runOf(facts));
  const references = createReferenceFiles(facts.reference);
  const openEarlier = async (chosen: Chosen | null, year: 1 | 2): Promise<ChosenReturn | null> =>
    chosen === null ? null : openChosen(chosen, EARLIER_FIELDS[year], (module.validator.earlier[year - 1]?.tables.length ?? 0) > 0);
  return {
    check: async ({ return: chosen, earlier: [last, beforeLast], reference: files, authority }, tell) => {
      const fresh = createFindingStore(runOf(facts));
      const input = await openChosen(chosen, "file", module.validator.tables.length > 0);
      const earlierInputs = [await openEarlier(last, 1), await openEarlier(beforeLast, 2)] as const;
      const returns = [input, ...earlierInputs].flatMap((one) => one?.files ?? []);
      const meter = createMeter(
        returns.reduce((sum, { size }) => sum + size, references.sizeOf(files)),
        fresh,
        tell,
      );
      const reference = await references.load(files, meter);
      const earlier = [
        await readEarlierReturn(module, facts, 1, earlierInputs[0], meter),
        await readEarlierReturn(module, facts, 2, earlierInputs[1], meter),
      ] as const;
      const options: ValidationOptions = { input: input.name, authority, earlier, reference: reference.tables, stage: "all", asAt: null };
      const checked =
        input.kind === "xml" ? await checkXml(module, input, options, fresh, meter) : await checkTables(module, facts, input, options, fresh, meter);
      store = fresh;
      return { ...checked, input: input.name, counts: fresh.counts(), reference: reference.read, notes: input.notes, rules: fresh.rules() };
    },
    findings: (query) => store.findings(query),
    children: async (query) => store.children(query),
    save: (format) => store.save(format),
  };
}

/** What the writers of findings are told. The hash of the specification is in none of the formats that the page writes. */
function runOf({ name, title, rules }: ReleaseFacts): Run {
  return { tool: { name: "returnspec", version: "" }, release: name, title, specification: "", rules: [...rules, ...STRUCTURE_RULES], notices: [] };
}

type Checked = Pick<Outcome, "children" | "problem" | "tables">;

async function checkXml(module: ValidatorModule, { files }: ChosenReturn, options: ValidationOptions, store: FindingStore, meter: Meter): Promise<Checked> {
  const validation = module.validate(options, store.add);
  for (const file of files) await meter.read(file, "file", validation.write);
  validation.end();
  return { children: validation.children(), problem: validation.problem(), tables: null };
}

async function checkTables(
  module: ValidatorModule,
  facts: ReleaseFacts,
  { files }: ChosenReturn,
  options: ValidationOptions,
  store: FindingStore,
  meter: Meter,
): Promise<Checked> {
  const { tables } = module.validator;
  const validation = module.validateTables(options, store.add);
  const reader = createReturnReader({ release: facts.name, tables }, facts.tables, validation);
  for (const file of files) {
    const sink = reader.open(file.name);
    await meter.read(file, "file", sink.write);
    sink.end();
  }
  await meter.run(validation.endInSteps());
  const read = new Map(reader.tables().map(({ table, file, rows }) => [table.name, { name: file, rows }]));
  const inColumns = new Map(
    reader
      .tables()
      .flatMap(({ table: host, positions }) =>
        (tables.find(({ name }) => name === host.name)?.columns ?? []).flatMap(({ list }, index) =>
          list === null || positions[index] === -1 ? [] : [[list.table, host.name] as const],
        ),
      ),
  );
  const tablesRead = tables.map(({ name }) => ({ table: name, file: read.get(name) ?? null, inColumnsOf: inColumns.get(name) ?? null }));
  return { children: validation.children(), problem: null, tables: tablesRead };
}
