import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../../generators/specification/diagnostics.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { toyFiles } from "./toy.ts";
import { JUDGE } from "../support/returnspec.ts";

/** What a file suffers: bytes from other places, bytes that mean something to YAML, a cut, or a line that stands twice. */
type Damage =
  | { readonly kind: "bytes"; readonly at: number; readonly remove: number; readonly insert: Uint8Array }
  | { readonly kind: "syntax"; readonly at: number; readonly text: string }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "line"; readonly from: number; readonly to: number };

const PATHS = [...toyFiles().keys()];
const SYNTAX = [
  "\t",
  "\n",
  ": ",
  " #",
  "- ",
  "&a ",
  "*a",
  "!t ",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "|\n",
  ">-\n",
  "? ",
  "---\n",
  "<<: ",
  "%",
  "@",
  "~",
  "NO",
  "0x1",
  "null",
  "  ",
];

const place = fc.integer({ min: 0, max: 10_000 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant("bytes" as const), at: place, remove: fc.integer({ min: 0, max: 12 }), insert: fc.uint8Array({ maxLength: 6 }) }),
  fc.record({ kind: fc.constant("syntax" as const), at: place, text: fc.constantFrom(...SYNTAX) }),
  fc.record({ kind: fc.constant("cut" as const), at: place }),
  fc.record({ kind: fc.constant("line" as const), from: place, to: place }),
);

function apply(bytes: Uint8Array, hurt: Damage): Uint8Array {
  if (hurt.kind === "line") {
    const lines = new TextDecoder().decode(bytes).split("\n");
    lines.splice(hurt.to % lines.length, 0, lines[hurt.from % lines.length] ?? "");
    return new TextEncoder().encode(lines.join("\n"));
  }
  const at = hurt.at % (bytes.length + 1);
  if (hurt.kind === "cut") return bytes.slice(0, at);
  const insert = hurt.kind === "syntax" ? new TextEncoder().encode(hurt.text) : hurt.insert;
  const rest = bytes.slice(at + (hurt.kind === "bytes" ? hurt.remove : 0));
  return Uint8Array.from([...bytes.slice(0, at), ...insert, ...rest]);
}

describe("a damaged specification", () => {
  it("is never answered with an exception, and every message can be shown", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...PATHS), damage), { minLength: 1, maxLength: 3 }), (damages) => {
        const tree = toyFiles();
        for (const [path, hurt] of damages) tree.set(path, apply(tree.get(path) ?? new Uint8Array(), hurt));
        for (const diagnostic of new Specification(tree).check()) {
          const text = formatDiagnostic(diagnostic);
          expect(text).toMatch(/^specs\/[^\n]+:\d+:\d+: RS\d{4}: \S/);
        }
      }),
      { numRuns: JUDGE ? 10_000 : 1000, seed: 20_261_122 },
    );
  });
});
