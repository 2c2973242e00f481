import { defineConfig } from "vitest/config";
import SlowFirstSequencer from "./test/support/slow-first-sequencer.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // Files share what they import, the toolkit above all: to load it anew for each of them would take a sixth of the time. No test changes a module.
    // At full size the time is nothing beside that of the tests, and what they keep would add up.
    isolate: process.env["JUDGE"] === "1",
    sequence: { sequencer: SlowFirstSequencer },
    maxWorkers: 2,
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
  },
});
