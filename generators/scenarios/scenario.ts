import type { TextRecord } from "../rules/record-tree.ts";
import type { Release } from "../specification/model.ts";

/** A scenario as one release tells it. */
export interface ReleaseScenario {
  /** `cin-012-referred-twice`, for ever. */
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly asked: string | null;
  readonly story: string;
  /** What to look at in the system when it fails. */
  readonly lookAt: string | null;
  readonly children: readonly ScenarioChild[];
}

/** An invented child of a scenario. */
export interface ScenarioChild {
  /** The child's id in the return of a system that can take it over. */
  readonly key: string;
  /** What is keyed in. */
  readonly keyed: TextRecord;
  /** What the return must hold of the child; null: the return must not have the child. */
  readonly returned: TextRecord | null;
  /** Why something that is keyed in is not in the return, or in another form. */
  readonly reasons: readonly string[];
}

/** The scenarios of a release. */
export interface ReleaseScenarios {
  readonly scenarios: readonly ReleaseScenario[];
  /** The scenario that stands for the return itself; null where there is none. */
  readonly whole: ReleaseScenario | null;
  /** Items that a return may give as it likes, with the reason. */
  readonly leftOpen: ReadonlyMap<string, string>;
  /** Codes that no right return holds, as `<item> <code>`, with the reason. */
  readonly neverReturned: ReadonlyMap<string, string>;
  /** The return that holds all of them, as it must be. */
  readonly root: TextRecord;
  /** The returning authority. */
  readonly authority: string;
}

/** The return of the year before that goes with the scenarios of a release. */
export interface LastYear {
  readonly release: Release;
  readonly root: TextRecord;
}

/** No authority has it. */
export const AUTHORITY = "998";
