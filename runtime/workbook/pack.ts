import { strToU8, zipSync, type Zippable } from "fflate";

/** A file inside a workbook. */
export interface Part {
  readonly path: string;
  readonly text: string;
  /** Not compressed, as a mark by which the kind of file is known must be. */
  readonly isStored?: boolean;
}

/**
 * The first day that a zip can have, by the local clock that the library reads it with: no file says when it was made. Worked out when it is asked for,
 * because the zone may be another one by then.
 */
export function firstZipDay(): Date {
  return new Date(1980, 0, 1);
}

/**
 * The parts as a zip file, in their order. The same parts give the same bytes on every machine: the compressor is the one of the library, not of the
 * system, and all parts have the same day.
 */
export function packParts(parts: readonly Part[]): Uint8Array {
  const files: Zippable = {};
  for (const { path, text, isStored = false } of parts) files[path] = [strToU8(text), { mtime: firstZipDay(), level: isStored ? 0 : 9 }];
  return zipSync(files);
}
