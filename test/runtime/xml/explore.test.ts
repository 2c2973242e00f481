import { test } from "vitest";
import { mutateDocument, createPicker } from "./mutate.ts";
import { askLibxml2, askSaxes } from "./judges.ts";
import { readEvents, describeProblem } from "./read-events.ts";
test("explore", async () => {
  const pick = createPicker(Number(process.env.SEED ?? 1));
  const counts = { both: 0, bad: 0, lib: 0, sax: 0, text: 0 };
  const seen = new Map<string, number>();
  for (let b = 0; b < 5; b++) {
    const docs = Array.from({ length: 2000 }, () => mutateDocument(pick));
    const lib = await askLibxml2(docs);
    docs.forEach((d, i) => {
      const r = readEvents(d, undefined, false);
      const p = describeProblem(r);
      const sax = askSaxes(d);
      const show = (w: string, k: string) => {
        const n = seen.get(w + k) ?? 0;
        seen.set(w + k, n + 1);
        if (n < 2) console.log(w, JSON.stringify(new TextDecoder("latin1").decode(d)), "\n  OURS", p, "\n  LIB ", lib[i], "\n  SAX ", sax.problem);
      };
      if ((lib[i] === undefined) !== (p === undefined)) {
        counts.lib++;
        show("LIB", r.problem?.kind ?? lib[i]?.replace(/\d+/g, "").slice(0, 80) ?? "");
      } else p ? counts.bad++ : counts.both++;
      if ((sax.problem === undefined) !== (p === undefined)) {
        counts.sax++;
        show("SAX", r.problem?.kind ?? sax.problem?.replace(/\d+/g, "").slice(0, 80) ?? "");
      } else if (p === undefined && sax.events.join() !== r.events.join()) {
        counts.text++;
        show("TEXT", "");
        console.log(sax.events.join(), r.events.join());
      }
    });
  }
  console.log(counts, [...seen]);
});
