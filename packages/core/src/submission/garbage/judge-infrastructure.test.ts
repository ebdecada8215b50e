import { expect, test } from "@jest/globals";
import { judgeInfrastructure, type RunStanding } from "./judge-infrastructure.ts";

const now = new Date("2030-01-10T00:00:00Z");
const expired = new Date("2030-01-09T00:00:00Z");
const valid = new Date("2030-01-11T00:00:00Z");

test.each<[string, boolean, RunStanding["run"], boolean, string]>([
  ["what runs for a run that goes on", true, "unfinished", false, "kept"],
  ["what a live process looks after, though its run has ended", true, "ended", true, "kept"],
  ["what has ended unseen", false, "unfinished", false, "concluded"],
  ["what runs on after its run has ended", true, "ended", false, "ended"],
  ["what runs on after its run was deleted", true, "deleted", false, "ended"],
  ["what an ended run left behind", false, "ended", false, "removed"],
  ["what a deleted run left behind", false, "deleted", false, "removed"],
])("%s", (_what, isRunning, run, isHeld, action) => {
  const found = { isRunning, isKept: false, expiresAt: valid };
  expect(judgeInfrastructure(found, { run, isHeld }, now).action).toBe(action);
});

test("what was asked to stay stays until it has expired", () => {
  const standing = { run: "ended", isHeld: false } as const;
  const kept = { isRunning: false, isKept: true };
  expect(judgeInfrastructure({ ...kept, expiresAt: valid }, standing, now).action).toBe("kept");
  expect(judgeInfrastructure({ ...kept, expiresAt: null }, standing, now).action).toBe("kept");
  expect(judgeInfrastructure({ ...kept, expiresAt: expired }, standing, now).action).toBe("removed");
});

test("what runs for a run that goes on is kept even past its expiry", () => {
  const found = { isRunning: true, isKept: false, expiresAt: expired };
  expect(judgeInfrastructure(found, { run: "unfinished", isHeld: false }, now).action).toBe("kept");
});
