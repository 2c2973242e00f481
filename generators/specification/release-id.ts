import { compareText } from "./diagnostics.ts";

/** `cin/2013-14`: a collection and a period. */
export interface ReleaseName {
  readonly collection: string;
  readonly period: string;
}

/** A release as the user or another release names it: with or without a version. */
export interface ReleaseReference extends ReleaseName {
  /** null: the newest version. */
  readonly version: string | null;
}

const REFERENCE = /^([a-z][a-z0-9-]*)\/(\d{4}-\d{2}(?:-q[1-4])?)(?:@(\d+\.\d+))?$/;

/** Reads `cin/2013-14` or `cin/2013-14@1.0`; null when the text is neither. */
export function parseReleaseReference(text: string): ReleaseReference | null {
  const [, collection, period, version] = REFERENCE.exec(text) ?? [];
  return collection === undefined || period === undefined ? null : { collection, period, version: version ?? null };
}

export function formatReleaseName({ collection, period }: ReleaseName): string {
  return `${collection}/${period}`;
}

/** Orders versions by number: 1.9 before 1.10. */
export function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}

/** Orders releases by collection, then period. */
export function compareReleaseNames(a: ReleaseName, b: ReleaseName): number {
  return compareText(a.collection, b.collection) || compareText(a.period, b.period);
}
