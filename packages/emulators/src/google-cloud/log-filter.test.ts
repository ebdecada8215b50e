import { expect, test } from "@jest/globals";
import { parseLogFilter } from "./log-filter.ts";

const entry = {
  insertId: "1",
  timestamp: "2026-11-24T00:00:00.123456789Z",
  severity: "INFO",
  logName: "projects/p/logs/run.googleapis.com%2Fstdout",
  textPayload: "hello",
  labels: { "run.googleapis.com/execution_name": "hello-1" },
  resource: { type: "cloud_run_job", labels: { job_name: "hello" } },
};

test.each([
  ["", true],
  ['resource.type="cloud_run_job" AND resource.labels.job_name="hello"', true],
  ['labels."run.googleapis.com/execution_name"="hello-1"', true],
  ['labels."run.googleapis.com/execution_name"=("a" OR "hello-1")', true],
  ['labels."run.googleapis.com/execution_name"="hello-2"', false],
  ['timestamp>="2026-11-24T00:00:00.123Z"', true],
  ['timestamp>="2026-11-24T00:00:00.124Z"', false],
  ['severity="ERROR" OR (NOT severity="ERROR" AND textPayload:"ell")', true],
])("a filter matches what Cloud Logging's would: %s", (filter, isMatch) => {
  expect(parseLogFilter(filter)(entry)).toBe(isMatch);
});

test.each(["severity=", "(severity=INFO", "severity=INFO )"])(
  "a filter that cannot be read is refused: %s",
  (filter) => {
    expect(() => parseLogFilter(filter)(entry)).toThrow("The filter cannot be read");
  },
);
