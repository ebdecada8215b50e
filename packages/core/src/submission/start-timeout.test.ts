import { describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import type { Storage } from "../contracts/storage.ts";
import { flow, StartTimeoutError } from "../index.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { registerStorageModule } from "../storage/open-storage.ts";
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

test("storage that never tells whether a runner was there holds the start timeout up for a moment only", async () => {
  const reference = { module: `test_silent_${randomUUID().replaceAll("-", "_")}.bundles`, arguments: {} };
  const memory = createMemoryStorage();
  const storage: Storage = {
    ...memory,
    async *list(prefix) {
      if (prefix.startsWith("runs/")) await new Promise(() => undefined);
      yield* memory.list(prefix);
    },
  };
  registerStorageModule({ specificationVersion: "v1", module: reference.module, open: async () => storage });
  const defaultStorage = () => ({ submitter: reference, runner: reference });
  const { bind } = scriptedInfrastructure({ 1: { events: [] } }, { defaultStorage });
  await expect(bind({ startTimeoutSeconds: 0.1 })(hello)()).rejects.toThrow(StartTimeoutError);
});

test("a start timeout that is no time is refused where the decorator is called", () => {
  const { bind } = scriptedInfrastructure({});
  expect(() => bind({ startTimeoutSeconds: 0 })).toThrow("must be a number of seconds above 0");
});
