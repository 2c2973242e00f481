import { join } from "node:path";
import { readSpecificationFiles } from "../../specification/disk.ts";
import { Specification } from "../../specification/specification.ts";
import { type Console, EXIT, type ExitCode } from "../console.ts";
import { requireName } from "../open-specification.ts";
import { checkLater } from "../watch/check-later.ts";
import { createPreview } from "../watch/preview.ts";
import { servePreview } from "../watch/serve.ts";
import { watchFolders } from "../watch/watch-folders.ts";

/**
 * `watch [RELEASE…]`: shows the guidance as it is being written, until it is ended.
 * @param root the folder that holds `specs/`
 * @param port 0: any that is free
 */
export async function runWatch(root: string, releases: readonly string[], port: number, console: Console): Promise<ExitCode> {
  const specification = new Specification(readSpecificationFiles(root));
  const names = releases.map((text) => requireName(specification, text));
  const preview = createPreview(root, names);
  const server = await servePreview(preview, port, () => check.start());
  const check = checkLater(root, preview, server.push);
  const stop = watchFolders(join(root, "specs"), () => {
    if (!preview.update()) return;
    server.push();
    check.restart();
  });
  console.say(`Preview of the guidance: ${server.address}\nPages change when files below ${join(root, "specs")} do. Ctrl-C ends it.\n`);
  // The first page takes longest: whoever has just started it should not wait for it.
  for (const name of names) preview.text(`${name}/index.html`);
  check.restart();
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  check.end();
  stop();
  await server.close();
  console.say("The preview has ended.\n");
  return EXIT.passed;
}
