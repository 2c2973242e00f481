import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** Editors write a file in several steps: what they tell within this time is one change. */
const TOGETHER = 20;

/**
 * Watches a folder and all folders in it, new ones too. Folders are watched rather than files: many editors put a new file in the place of the old.
 * @param changed called some milliseconds after something may have changed
 * @returns ends it
 */
export function watchFolders(folder: string, changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      watchAll();
      changed();
    }, TOGETHER);
  };
  const watchAll = (): void => {
    const present = new Set(foldersIn(folder));
    for (const [path, watcher] of watchers) {
      if (present.has(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of present) {
      if (watchers.has(path)) continue;
      const watcher = watch(path, later);
      // A folder that is taken away is no fault: the one around it tells.
      watcher.on("error", later);
      watchers.set(path, watcher);
    }
  };
  watchAll();
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** Folders may go while they are read. */
function foldersIn(folder: string): readonly string[] {
  try {
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [folder, ...inner.flatMap(({ name }) => foldersIn(join(folder, name)))];
  } catch {
    return [];
  }
}
