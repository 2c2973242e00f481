import { countWords, groupDigits } from "../../runtime/findings/message.ts";
import { byId } from "./dom.ts";
import { createLocalChecker } from "./local-checker.ts";
import { type Checker, CheckProblem, type CheckRequest, CheckStopped, type Progress, type ReleaseFacts, type ValidatorModule } from "./protocol.ts";
import { showResults } from "./results.ts";
import { acceptDrops } from "./drop-files.ts";
import { createWorkerChecker, serveChecker } from "./worker-checker.ts";

/** The script of the page is also that of the worker: one copy of the validator, and one hash in the content policy. */
export function start(module: ValidatorModule, facts: ReleaseFacts): void {
  const checker = createLocalChecker(module, facts);
  if (typeof document === "undefined") serveChecker(checker, globalThis);
  else startPage(document.currentScript?.textContent ?? "", checker, module, facts);
}

type Engine = { readonly checker: Checker; readonly stop: (() => void) | null };

function startPage(source: string, local: Checker, { validator }: ValidatorModule, facts: ReleaseFacts): void {
  const form = byId("form", HTMLFormElement);
  const needs = new Set(validator.rules.flatMap((rule) => rule.needs));
  const makeEngine = async (): Promise<Engine> => (await createWorkerChecker(source)) ?? { checker: local, stop: null };
  let engine = makeEngine();
  let isBusy = false;

  byId("last-group", HTMLElement).hidden = !needs.has("last_return");
  byId("last-rules", HTMLElement).textContent = countWords(validator.rules.filter((rule) => rule.needs.includes("last_return")).length, "rule");
  byId("authority-group", HTMLElement).hidden = !needs.has("authority");
  byId("no-script", HTMLElement).hidden = true;
  form.hidden = false;
  acceptDrops(form);

  const check = async (): Promise<void> => {
    clearProblems();
    const request = readForm();
    if (request === null || isBusy) return;
    isBusy = true;
    byId("results", HTMLElement).hidden = true;
    const { checker, stop } = await engine;
    showProgress(true, stop !== null);
    try {
      const outcome = await checker.check(request, tellProgress);
      showProgress(false, false);
      document.title = `${countWords(outcome.counts.error, "error")} in ${outcome.input}: ${facts.title}`;
      await showResults(checker, outcome, facts);
    } catch (error) {
      showProgress(false, false);
      if (error instanceof CheckStopped) {
        byId("progress-said", HTMLElement).textContent = "The check was stopped.";
        byId("check", HTMLButtonElement).focus();
      } else if (error instanceof CheckProblem) showProblem(error.field, error.message);
      else
        showProblem("file", `The checker failed; that is a fault of the checker, not of your file. ${error instanceof Error ? error.message : String(error)}`);
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

function readForm(): CheckRequest | null {
  const file = byId("file", HTMLInputElement).files?.[0];
  if (file === undefined) {
    showProblem("file", "Choose the XML file of the return.");
    return null;
  }
  const authority = byId("authority", HTMLInputElement).value.trim();
  return { file, last: byId("last", HTMLInputElement).files?.[0] ?? null, authority: authority === "" ? null : authority };
}

function showProblem(field: CheckProblem["field"], message: string): void {
  const input = byId(field, HTMLInputElement);
  const problem = byId(`${field}-problem`, HTMLElement);
  problem.textContent = message;
  problem.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

function clearProblems(): void {
  byId("progress-said", HTMLElement).textContent = "";
  for (const field of ["file", "last"]) {
    byId(`${field}-problem`, HTMLElement).hidden = true;
    byId(field, HTMLInputElement).removeAttribute("aria-invalid");
  }
}

function showProgress(isOn: boolean, canStop: boolean): void {
  byId("progress", HTMLElement).hidden = !isOn;
  byId("stop", HTMLButtonElement).hidden = !canStop;
  byId("check", HTMLButtonElement).setAttribute("aria-disabled", String(isOn));
  byId("progress-said", HTMLElement).textContent = isOn ? "Reading the file." : "";
}

function tellProgress({ name, read, size, counts }: Progress): void {
  const bar = byId("progress-bar", HTMLProgressElement);
  bar.max = Math.max(1, size);
  bar.value = read;
  byId("progress-counts", HTMLElement).textContent =
    `${name}: ${groupDigits(Math.floor(read / 1_000_000))} of ${groupDigits(Math.ceil(size / 1_000_000))} MB read, ${countWords(counts.error + counts.query + counts.warning, "finding")} so far.`;
}
