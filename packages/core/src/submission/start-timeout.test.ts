import { describe, expect, test } from "@jest/globals";
import { flow, StartTimeoutError } from "../index.ts";
import { scriptedInfrastructure } from "./fixtures/scripted-infrastructure.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

useTemporaryHome();
const hello = flow({ name: "hello" }, async () => "hello");
const waiting = (reason: string) => ({ kind: "starting", timestamp: new Date(), reason }) as const;

describe("infrastructure that never starts its command", () => {
  test("is ended, and the error says what its platform waited for", async () => {
    const { bind, requests } = scriptedInfrastructure({
      1: { events: [waiting("pulling the image"), waiting("no node has a GPU")] },
    });
    const failure: unknown = await bind({ startTimeoutSeconds: 0.2 })(hello)().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartTimeoutError);
    expect(failure).toMatchObject({
      exitCause: "start-timeout",
      message: expect.stringMatching(
        /within 0\.2 s of its launch; the platform last said: no node has a GPU\..*startTimeoutSeconds/s,
      ),
    });
    expect(requests.killed).toEqual([{ attempt: 1, graceSeconds: 0 }]);
    expect(requests.cleaned).toEqual([1]);
  });

  test("is told as what it was by whoever finds the run later, and to whoever reads its state", async () => {
    const { bind } = scriptedInfrastructure({ 1: { events: [waiting("no node has a GPU")] } });
    const bound = bind({ startTimeoutSeconds: 0.1 })(hello);
    const future = await bound.submit();
    const state = await future.wait();
    expect(state).toMatchObject({ type: "CRASHED", message: expect.stringContaining("no node has a GPU") });
    await expect(bound.attach(future.flowRunId).result()).rejects.toThrow(StartTimeoutError);
  });
});

test("a launch that the platform never answers is given up in time", async () => {
  const { bind } = scriptedInfrastructure({ 1: { isHanging: true } });
  await expect(bind({ startTimeoutSeconds: 0.1 })(hello)()).rejects.toThrow(StartTimeoutError);
});

test("a start timeout that is no time is refused where the decorator is called", () => {
  const { bind } = scriptedInfrastructure({});
  expect(() => bind({ startTimeoutSeconds: 0 })).toThrow("must be a number of seconds above 0");
});
