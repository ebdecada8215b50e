import { expect, test } from "@jest/globals";
import { createPauseGate } from "./pause-gate.ts";

test("what an older look found does not resume a run", () => {
  const gate = createPauseGate();
  const changes: boolean[] = [];
  gate.onChange((isPaused) => changes.push(isPaused));
  const before = performance.now() - 1;
  gate.pause();
  gate.see(false, before);
  expect(gate.isPaused).toBe(true);
  gate.see(false, performance.now() + 1);
  expect([gate.isPaused, changes]).toEqual([false, [true, false]]);
});

test("whoever waits goes on once the run is resumed, and at once where it never paused", async () => {
  const gate = createPauseGate();
  await gate.resumed();
  gate.pause();
  let isOver = false;
  const waiting = gate.resumed().then(() => (isOver = true));
  expect(isOver).toBe(false);
  gate.see(false, performance.now() + 1);
  await waiting;
});
