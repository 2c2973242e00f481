#!/usr/bin/env node
import { existsSync } from "node:fs";

const compiled = new URL("../dist/generators/cli/main.js", import.meta.url);
if (existsSync(compiled)) {
  const { main } = await import(compiled.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write("returnspec is not built yet. Run: npm run build\n");
  process.exitCode = 2;
}
