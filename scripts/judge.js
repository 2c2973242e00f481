// Runs every test at full size, with the third-party judges. Works in bash, cmd and PowerShell, which set variables in different ways.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, "run", "--testTimeout=1800000", "--hookTimeout=1800000", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, JUDGE: "1" },
});
process.exitCode = status ?? 1;
