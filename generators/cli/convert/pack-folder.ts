import { closeSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Zip, ZipDeflate } from "fflate";
import { firstZipDay } from "../../../runtime/workbook/pack.ts";
import { compareTexts } from "../../../runtime/findings/order.ts";
import { readDisk } from "../inputs/disk-file.ts";

/** How hard to try: beyond this, tables become hardly smaller. */
const LEVEL = 6;

/** Packs the files of a folder, by name, into a zip file: the same files give the same bytes. No file is in memory as a whole. */
export function packFolder(folder: string, target: string): void {
  const file = openSync(target, "w");
  try {
    const zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    });
    for (const name of readdirSync(folder).toSorted(compareTexts)) {
      const entry = new ZipDeflate(name, { level: LEVEL });
      entry.mtime = firstZipDay();
      zip.add(entry);
      // The library keeps what it is given; the chunk is only good until the next one.
      readDisk(join(folder, name), (chunk) => entry.push(chunk.slice()));
      entry.push(new Uint8Array(), true);
    }
    zip.end();
  } finally {
    closeSync(file);
  }
}
