import { describe, expect, test } from "@jest/globals";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import { dueAt, transition, type AttemptEvent, type AttemptPhase } from "./attempt-phase.ts";

const limits = { startTimeoutSeconds: 100, deadlineSeconds: 1000 };
const starting: AttemptPhase = { name: "starting", since: 0, reason: null };
const exit: InfrastructureExit = {
  kind: "exited",
  timestamp: new Date(0),
  exitCode: 0,
  cause: "exited",
  message: "It exited.",
};

/** The phase after events at times, each `[at, event]`. */
function after(...events: readonly (readonly [number, AttemptEvent])[]): AttemptPhase {
  return events.reduce<AttemptPhase>((phase, [at, event]) => transition(phase, event, at, limits), starting);
}

const sign = { kind: "sign" } as const;
const cancelled = { kind: "cancelled" } as const;
const passed = { kind: "time-passed" } as const;
const confirmed = { kind: "confirmed" } as const;
const exited = { kind: "exited", exit } as const;

describe("an attempt", () => {
  test("starts until its runner shows itself, and then runs", () => {
    expect(after([5, sign])).toEqual({ name: "running", since: 5 });
    expect(after([5, sign], [9, sign])).toEqual({ name: "running", since: 5 });
  });

  test("that never shows itself is ended with what the platform last said", () => {
    const waiting = (reason: string): AttemptEvent => ({ kind: "waiting", reason });
    const phase = after([1, waiting("pulling")], [2, waiting("no node fits")], [100, passed]);
    expect(phase).toMatchObject({ name: "ending", since: 100, graceSeconds: 0, isConfirmed: false });
    expect(phase).toMatchObject({
      verdict: {
        by: "infrastructure",
        end: {
          cause: "start-timeout",
          exitCode: null,
          message: expect.stringMatching(/within 100 s.*no node fits\.$/),
        },
      },
    });
  });

  test("is not held to its start time once it runs, nor to its run time while it starts", () => {
    expect(after([5, sign], [100, passed])).toEqual({ name: "running", since: 5 });
    expect(after([99, passed])).toBe(starting);
  });

  test("that outlives its flow's own limits is ended", () => {
    const phase = after([5, sign], [1005, passed]);
    expect(phase).toMatchObject({ name: "ending", verdict: { end: { cause: "deadline" } } });
  });

  test("without limits may run for ever", () => {
    const unlimited = { ...limits, deadlineSeconds: null };
    const running = { name: "running", since: 0 } as const;
    expect(dueAt(running, unlimited)).toBeNull();
    expect(transition(running, passed, 1e9, unlimited)).toBe(running);
  });

  test.each([
    ["starts", []],
    ["runs", [[1, sign]]],
  ] as const)("that is cancelled while it %s gets a grace, and is over once it has exited", (_, before) => {
    const ending = after(...before, [10, cancelled]);
    expect(ending).toMatchObject({ name: "ending", verdict: { by: "cancellation" }, graceSeconds: 30 });
    expect(transition(ending, exited, 11, limits)).toEqual({ name: "ended", verdict: { by: "cancellation" }, exit });
  });

  test("ends by the first verdict on it", () => {
    const phase = after([100, passed], [101, cancelled]);
    expect(phase).toMatchObject({ name: "ending", since: 100, verdict: { end: { cause: "start-timeout" } } });
  });

  test("whose runner has told its outcome can no longer be cancelled, and is left alone for a while", () => {
    const leaving = after([1, sign], [5, { kind: "told" }], [6, cancelled]);
    expect(leaving).toEqual({ name: "leaving", since: 5 });
    expect(transition(leaving, passed, 14, limits)).toBe(leaving);
    expect(transition(leaving, passed, 15, limits)).toMatchObject({ name: "ended", verdict: null });
    expect(transition(leaving, exited, 6, limits)).toEqual({ name: "ended", verdict: null, exit });
  });

  test("whose end the platform confirms is over soon after, even where nobody sees it exit", () => {
    const ending = after([10, cancelled], [20, confirmed]);
    expect(dueAt(ending, limits)).toBe(35);
    expect(transition(ending, passed, 35, limits)).toMatchObject({ name: "ended", exit: { cause: "stopped" } });
  });

  test("whose end the platform never confirms is given up as lost", () => {
    const ending = after([10, cancelled]);
    expect(dueAt(ending, limits)).toBe(100);
    expect(transition(ending, passed, 99, limits)).toBe(ending);
    expect(transition(ending, passed, 100, limits)).toMatchObject({ name: "ended", exit: { cause: "lost" } });
  });

  test("that has ended stays as it ended", () => {
    const ended = after([1, exited]);
    expect(ended).toEqual({ name: "ended", verdict: null, exit });
    for (const event of [sign, cancelled, passed, confirmed, exited]) {
      expect(transition(ended, event, 1e9, limits)).toBe(ended);
    }
  });

  test("is due at some time in every phase but where nothing limits it", () => {
    expect(dueAt(starting, limits)).toBe(100);
    expect(dueAt(after([1, sign]), limits)).toBe(1001);
    expect(dueAt(after([1, exited]), limits)).toBeNull();
  });
});
