import type { Audience } from "../changes/effects.ts";

export const DIFF_FORMATS = ["text", "md", "json", "html"] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

export interface DiffOptions {
  readonly format: DiffFormat;
  /** All when empty. */
  readonly audience: readonly Audience[];
  /** Ask that every breaking change of a published version is approved. */
  readonly requireApproval: boolean;
}
