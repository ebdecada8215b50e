import { expect, test } from "@jest/globals";
import { toNotices } from "./interruption.ts";

test("a Ctrl-C says what it cancels, and how to leave at once", () => {
  expect(toNotices(2, [])).toEqual(["Interrupted: cancelling 2 flow runs. Press Ctrl-C again to leave at once."]);
});

test("a Ctrl-C says what goes on, and how to watch it", () => {
  expect(toNotices(0, ["a"])).toEqual([
    "Interrupted: 1 flow run that was submitted goes on without this process. Watch with:",
    "  npx prefect-core flow-run watch a",
  ]);
});

test("a Ctrl-C waits for what is being launched, and says so", () => {
  expect(toNotices(0, ["a"], 1).at(-1)).toBe(
    "Waiting until 1 flow run is launched. Press Ctrl-C again to leave at once.",
  );
});

test("a Ctrl-C does not name hundreds of runs", () => {
  const ids = Array.from({ length: 200 }, (_, index) => `run-${index}`);
  const notices = toNotices(0, ids);
  expect(notices).toHaveLength(7);
  expect(notices.at(-1)).toBe("  and 195 more: npx prefect-core flow-run ls");
});
