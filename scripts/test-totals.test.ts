import { expect, test } from "@jest/globals";
import { sumReports, withFailedCommands } from "./test-totals.ts";

const report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 1,
};

test("a test file that cannot be run counts as a failure", () => {
  expect(sumReports([report, report])).toEqual({ passed: 6, failed: 4, skipped: 6 });
});

test("a command that failed without a failed test is not lost", () => {
  const totals = { passed: 6, failed: 0, skipped: 0 };
  expect(withFailedCommands(totals, 1)).toEqual({ passed: 6, failed: 1, skipped: 0 });
});
