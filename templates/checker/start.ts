import { countWords, groupDigits } from "../../runtime/findings/message.ts";
import { readable } from "../../runtime/findings/readable.ts";
import type { GeneratedValidator } from "../../runtime/validator/generated-validator.ts";
import { byId } from "./dom.ts";
import { acceptDrops } from "./drop-files.ts";
import { createFileField, type FileField } from "./file-field.ts";
import { createLocalChecker } from "./local-checker.ts";
import {
  type Checker,
  CheckProblem,
  type CheckRequest,
  CheckStopped,
  type FieldName,
  type Progress,
  type ReleaseFacts,
  type ValidatorModule,
} from "./protocol.ts";
import { showResults } from "./results.ts";
import { createWorkerChecker, serveChecker } from "./worker-checker.ts";

/** The script of the page is also that of the worker: one copy of the validator, and one hash in the content policy. */
export function start(module: ValidatorModule, facts: ReleaseFacts): void {
  const checker = createLocalChecker(module, facts);
  if (typeof document === "undefined") serveChecker(checker, globalThis);
  else startPage(document.currentScript?.textContent ?? "", checker, module, facts);
}

/** Characters of a name of a file in the title of the page and beside the bar. */
const TITLE_NAME = 60;

type Engine = { readonly checker: Checker; readonly stop: (() => void) | null };

function startPage(source: string, local: Checker, { validator }: ValidatorModule, facts: ReleaseFacts): void {
  const form = byId("form", HTMLFormElement);
  const fields = showFields(validator, facts);
  const fieldOf = (name: FieldName): FileField | undefined => fields.find((field) => field.name === name);
  const makeEngine = async (): Promise<Engine> => (await createWorkerChecker(source)) ?? { checker: local, stop: null };
  let engine = makeEngine();
  let isBusy = false;

  byId("no-script", HTMLElement).hidden = true;
  form.hidden = false;
  acceptDrops(fields);

  const check = async (): Promise<void> => {
    byId("progress-said", HTMLElement).textContent = "";
    for (const field of fields) field.clearProblem();
    const request = readForm(fields, facts);
    if (request === null)
      fieldOf("file")?.showProblem(validator.tables.length === 0 ? "Choose the XML file of the return." : "Choose the files of the return.");
    if (request === null || isBusy) return;
    isBusy = true;
    byId("results", HTMLElement).hidden = true;
    const { checker, stop } = await engine;
    showProgress(true, stop !== null);
    try {
      const outcome = await checker.check(request, tellProgress);
      showProgress(false, false);
      document.title = `${countWords(outcome.counts.error, "error")} in ${readable(outcome.input, TITLE_NAME)}: ${facts.title}`;
      await showResults(checker, outcome, facts);
    } catch (error) {
      showProgress(false, false);
      if (error instanceof CheckStopped) {
        byId("progress-said", HTMLElement).textContent = "The check was stopped.";
        byId("check", HTMLButtonElement).focus();
      } else if (error instanceof CheckProblem) fieldOf(error.field)?.showProblem(error.message);
      else {
        const reason = error instanceof Error ? error.message : String(error);
        fieldOf("file")?.showProblem(`The checker failed; that is a fault of the checker, not of your files. ${reason}`);
      }
    }
    isBusy = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  byId("stop", HTMLButtonElement).addEventListener("click", () => {
    void engine.then(({ stop }) => stop?.());
    engine = makeEngine();
  });
}

/** Shows what the rules of the release ask for, and says how many of them do. */
function showFields({ rules, earlier }: GeneratedValidator, { reference }: ReleaseFacts): readonly FileField[] {
  const needing = (need: string): number => rules.filter(({ needs }) => needs.includes(need)).length;
  const show = (name: string, isShown: boolean): void => {
    byId(`${name}-group`, HTMLElement).hidden = !isShown;
  };
  const count = (name: string, need: string): void => {
    byId(`${name}-rules`, HTMLElement).textContent = countWords(needing(need), "rule");
  };
  show("last", earlier[0] !== null);
  count("last", "last_return");
  show("before-last", earlier[1] !== null);
  show("authority", needing("authority") > 0);
  count("authority", "authority");
  for (const { name } of reference) {
    show(`reference-${name}`, needing(`reference ${name}`) > 0);
    count(`reference-${name}`, `reference ${name}`);
  }
  const names: readonly FieldName[] = ["file", "last", "before-last", ...reference.map(({ name }): FieldName => `reference-${name}`)];
  return names.map(createFileField);
}

/** @returns null when there is no return to check */
function readForm(fields: readonly FileField[], { reference }: ReleaseFacts): CheckRequest | null {
  const chosen = (name: FieldName) => fields.find((field) => field.name === name)?.chosen() ?? null;
  const given = chosen("file");
  if (given === null) return null;
  const authority = byId("authority", HTMLInputElement).value.trim();
  return {
    return: given,
    earlier: [chosen("last"), chosen("before-last")],
    reference: new Map(
      reference.flatMap(
        ({ name }) =>
          chosen(`reference-${name}`)
            ?.files.slice(0, 1)
            .map((file) => [name, file] as const) ?? [],
      ),
    ),
    authority: authority === "" ? null : authority,
  };
}

function showProgress(isOn: boolean, canStop: boolean): void {
  byId("progress", HTMLElement).hidden = !isOn;
  byId("stop", HTMLButtonElement).hidden = !canStop;
  byId("check", HTMLButtonElement).setAttribute("aria-disabled", String(isOn));
  byId("progress-said", HTMLElement).textContent = isOn ? "Reading the files." : "";
}

function tellProgress({ at, counts }: Progress): void {
  const bar = byId("progress-bar", HTMLProgressElement);
  const [done, all] = at.step === "reading" ? [at.bytes, at.of] : [at.children, at.of];
  bar.max = Math.max(1, all);
  bar.value = done;
  const said = byId("progress-said", HTMLElement);
  const step = at.step === "reading" ? "Reading the files." : "Checking the children.";
  // Said once, not ten times a second, by whatever reads the page aloud.
  if (said.textContent !== step) said.textContent = step;
  const found = `${countWords(counts.error + counts.query + counts.warning, "finding")} so far`;
  byId("progress-counts", HTMLElement).textContent =
    at.step === "reading"
      ? `${readable(at.name, TITLE_NAME)}: ${megabytes(Math.floor(done / 100_000))} of ${megabytes(Math.ceil(all / 100_000))} MB read, ${found}.`
      : `${groupDigits(done)} of ${countWords(all, "child", "children")} checked, ${found}.`;
}

/** @param tenths tenths of a megabyte */
function megabytes(tenths: number): string {
  return `${groupDigits(Math.floor(tenths / 10))}.${tenths % 10}`;
}
