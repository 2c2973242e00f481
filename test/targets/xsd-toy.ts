import type { Release } from "../../generators/specification/model.ts";
import { Specification } from "../../generators/specification/specification.ts";

const facts = `collection: toy
period: 2020-21
start: 2020-04-01
end: 2021-03-31
reference-date: 2021-03-31
status: draft
versions: {"1.0": {date: 2021-01-01, what: First edition}}
title: Toy return
`;

/**
 * A release made of a few lines.
 * @param parts YAML of `release.yaml` beyond its usual facts, and of the other files
 * @throws when the YAML is wrong
 */
export function toyRelease(parts: { readonly release: string; readonly items: string; readonly codesets?: string; readonly types?: string }): Release {
  const files = {
    "release.yaml": facts + parts.release.trimStart(),
    "items.yaml": parts.items.trimStart(),
    ...(parts.codesets === undefined ? {} : { "codesets.yaml": parts.codesets.trimStart() }),
    ...(parts.types === undefined ? {} : { "types.yaml": parts.types.trimStart() }),
    "sources.yaml": "PAPER: A sheet of paper\n",
  };
  const tree = new Map(Object.entries(files).map(([name, text]) => [`specs/toy/2020-21/${name}`, new TextEncoder().encode(text)]));
  const result = new Specification(tree).release("toy/2020-21");
  if (result.release === null || result.diagnostics.length > 0) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result.release;
}
