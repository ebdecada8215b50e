import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** How many tests ended which way. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of jest's `--json` report that is counted. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Test files that could not be run at all; each counts as one failure. */
  readonly numRuntimeErrorTestSuites: number;
}

export function sumReports(reports: readonly JestReport[]): TestTotals {
  const sum = (count: (report: JestReport) => number): number => reports.reduce((total, at) => total + count(at), 0);
  return {
    passed: sum((report) => report.numPassedTests),
    failed: sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites),
    skipped: sum((report) => report.numPendingTests + report.numTodoTests),
  };
}

/** A command that failed without a failed test, such as a build, counts as one failure. */
export function withFailedCommands(totals: TestTotals, failedCommands: number): TestTotals {
  return { ...totals, failed: Math.max(totals.failed, failedCommands) };
}

/** Reads every report that the jest runs of this directory wrote. */
export async function loadReports(directory: string): Promise<JestReport[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".json"));
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(path.join(directory, file), "utf8")) as JestReport),
  );
}
