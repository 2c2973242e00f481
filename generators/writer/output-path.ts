/** Names that Windows keeps for devices, with any ending: no file may have them. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;

/**
 * Why a path cannot be written on every system that suppliers and authorities use; null when it can.
 * The contract: relative, at most 120 characters, `[a-z0-9._-]` between forward slashes, no Windows device name.
 */
export function outputPathProblem(path: string): string | null {
  if (path.length > 120) return "it is longer than 120 characters";
  for (const part of path.split("/")) {
    if (!/^[a-z0-9._-]+$/.test(part)) return `"${part}" holds something other than a-z, 0-9, dot, _ and -`;
    if (part.startsWith(".") || part.endsWith(".")) return `"${part}" starts or ends with a dot`;
    if (DEVICE.test(part)) return `"${part}" is the name of a device on Windows`;
  }
  return null;
}
