/** The names of the targets in the order of `all-targets.ts`, for help and documentation, without loading what makes them. */
export const TARGET_NAMES = [
  "specification",
  "xsd",
  "json-schema",
  "rules-table",
  "tables",
  "validator",
  "typescript",
  "vectors",
  "checker",
  "guidance",
  "changes",
  "conformance",
] as const;
