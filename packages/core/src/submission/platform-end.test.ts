import { beforeEach, describe, expect, test } from "@jest/globals";
import { readOutcome, sealAttempt } from "../bundle/outcome-store.ts";
import type { InfrastructureExit } from "../contracts/launcher.ts";
import type { Storage } from "../contracts/storage.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { concludeAttempt } from "./conclude-attempt.ts";
import { readRefinedOutcome, toCrash } from "./platform-end.ts";

const flowRunId = "11111111-1111-4111-8111-111111111111";
const exit = { kind: "exited", timestamp: new Date(0), exitCode: 137 } as const;
const preempted: InfrastructureExit = { ...exit, cause: "preempted", message: "Spot capacity was taken back." };
let storage: Storage;

beforeEach(async () => {
  storage = createMemoryStorage();
  // What a runner writes that felt a signal and cannot know why.
  const felt = toCrash({ cause: "signal", exitCode: 143, message: "The runner got SIGTERM." }, flowRunId);
  await sealAttempt(storage, { flowRunId, attempt: 1, ...felt });
});

const conclude = (seen: InfrastructureExit) =>
  concludeAttempt({ storage, flowRunId, attempt: 1 }, { verdict: null, exit: seen }, []);

describe("an attempt whose runner felt a signal that its platform explains", () => {
  test("has the platform's cause for its first caller and for whoever attaches later", async () => {
    const told = await conclude(preempted);
    expect(told.infrastructure).toMatchObject({ cause: "preempted", exitCode: 137 });
    expect(told.state.message).toContain("Spot capacity was taken back");
    expect(await readRefinedOutcome(storage, flowRunId, 1)).toEqual(told);
  });

  test("keeps the outcome as its runner wrote it", async () => {
    const before = await readOutcome(storage, flowRunId, 1);
    await conclude(preempted);
    expect(await readOutcome(storage, flowRunId, 1)).toEqual(before);
  });

  test("keeps the first cause, whoever looks once more and sees another", async () => {
    const told = await conclude(preempted);
    expect(await conclude({ ...exit, cause: "node-lost", message: "The machine is gone." })).toEqual(told);
  });

  test("has the runner's own words where the platform knows no better", async () => {
    const told = await conclude({ ...exit, cause: "signal", message: "SIGKILL" });
    expect(told.infrastructure?.message).toBe("The runner got SIGTERM.");
    expect(await readRefinedOutcome(storage, flowRunId, 1)).toEqual(told);
  });
});
