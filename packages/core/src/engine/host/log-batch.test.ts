import { expect, test } from "@jest/globals";
import type { LogCreate } from "../../control-plane/records/log.ts";
import { createLogBatch } from "./log-batch.ts";

const settings = {
  loggingToApiEnabled: true,
  loggingToApiBatchIntervalSeconds: 60,
  loggingToApiBatchSize: 100,
  loggingToApiMaxLogSize: 1000,
};
const entry = (message: string) => ({ timestamp: new Date(0), level: 20, name: "prefect.flow_runs", message });

/** A control plane that takes a batch each time `take` is called. */
function createSlowClient() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    taken,
    take: () => waiting.shift()?.(),
    waiting: () => waiting.length,
    client: {
      async createLogs(logs: readonly LogCreate[]) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        taken.push(...logs.map(({ message }) => message));
      },
    },
  };
}

test("whoever prints faster than the control plane takes logs waits, and no line is lost", async () => {
  const slow = createSlowClient();
  const batch = createLogBatch(slow.client, "f1", settings);
  let printed = 0;
  const printing = (async () => {
    for (; printed < 20; printed += 1) {
      batch.add(entry("x".repeat(50)));
      await batch.room();
    }
  })();
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(printed).toBe(5);
  while (slow.taken.length < 20) {
    slow.take();
    await turn();
    if (printed === 20) void batch.close();
  }
  await printing;
  expect(slow.taken).toHaveLength(20);
});

test("where the control plane takes nothing, lines are left out, and the log says how many", async () => {
  const slow = createSlowClient();
  const batch = createLogBatch(slow.client, "f1", settings, { patienceSeconds: 0 });
  for (let line = 0; line < 10; line += 1) {
    batch.add(entry("x".repeat(50)));
    await batch.room();
  }
  while (slow.taken.length < 6) {
    slow.take();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  batch.add(entry("after"));
  const closed = batch.close();
  await new Promise((resolve) => void setImmediate(resolve));
  slow.take();
  await closed;
  expect(slow.taken.slice(6)).toEqual(["4 lines are missing here: the control plane took no logs.", "after"]);
});
