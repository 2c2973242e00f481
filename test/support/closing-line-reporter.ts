import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with one plain line that any tool can read: how many tests passed, failed and were skipped. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((candidate) => candidate === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    process.stdout.write(`\nTests: ${count("passed")} passed, ${count("failed") + broken} failed, ${count("skipped")} skipped\n`);
  }
}
