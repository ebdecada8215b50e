import { expect, test } from "@jest/globals";
import { withoutOwnFrames } from "./own-frames.ts";

const own = [
  "    at loadResult (file:///app/node_modules/prefect-core/dist/load-run-result.js:28:25)",
  "    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
  "    at async call (file:///app/node_modules/prefect-core/dist/index.js:215:34)",
];
const callers = ["    at async report (file:///app/report.ts:4:78)", "    at async file:///app/main.ts:15:1"];
const code = "file:///app/node_modules/prefect-core/";
const message = "CrashedRunError: Aborted.\nLast output:\n  at the gate";

test("a stack begins with the caller's frames", () => {
  expect(withoutOwnFrames([message, ...own, ...callers].join("\n"), code)).toBe([message, ...callers].join("\n"));
});

test.each([
  ["of this package alone", [message, ...own]],
  ["without frames", [message]],
  ["of the caller alone", [message, ...callers]],
])("a stack %s stays", (_, lines) => {
  expect(withoutOwnFrames(lines.join("\n"), code)).toBe(lines.join("\n"));
});
