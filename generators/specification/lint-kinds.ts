import type { DiagnosticCode } from "./diagnostics.ts";

/** Likely mistakes in rules, by the name under which a rule states that one is meant. */
export const RULE_LINTS = {
  "never-applies": "RS1701",
  "never-fails": "RS1702",
  "no-difference": "RS1703",
  "exists-with-missing-item": "RS1704",
  "unknown-alternative": "RS1705",
  "same-with-absent-record": "RS1706",
} as const satisfies Record<string, DiagnosticCode>;

/** Those in definitions. */
export const DEFINITION_LINTS = {
  "undecided-definition": "RS1707",
  "unused-definition": "RS1708",
} as const satisfies Record<string, DiagnosticCode>;

export const LINTS = { ...RULE_LINTS, ...DEFINITION_LINTS };
export type LintKind = keyof typeof LINTS;

export function isLintKind(text: string): text is LintKind {
  return Object.hasOwn(LINTS, text);
}
