import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { FlowRunRecord } from "../../control-plane/records/flow-run.ts";
import { watchCancellation } from "./watch-cancellation.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A control plane that calls these runs cancelled or paused, and counts how often it was asked. */
function createClient() {
  const cancelled = new Set<string>();
  const paused = new Set<string>();
  const asked: string[][] = [];
  const client: Pick<PrefectClient, "filterFlowRuns"> = {
    async filterFlowRuns(filter) {
      const ids = filter?.flow_runs?.id?.any_ ?? [];
      asked.push([...ids]);
      const toRun = (id: string, name: string): FlowRunRecord =>
        ({ id, state_name: name, state_type: name.toUpperCase() }) as FlowRunRecord;
      return ids.flatMap((id) => [
        ...(cancelled.has(id) ? [toRun(id, "Cancelling")] : []),
        ...(paused.has(id) ? [toRun(id, "Paused")] : []),
      ]);
    },
  };
  return { client, cancelled, paused, asked };
}

const afterOnePoll = (): Promise<void> => jest.advanceTimersByTimeAsync(2100);

test("everybody who watches a run hears of its cancellation", async () => {
  const { client, cancelled } = createClient();
  const watches = [1, 2].map(() => watchCancellation(client, "a", () => "run"));
  cancelled.add("a");
  await afterOnePoll();
  expect(watches.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

test("a run is heard of as paused, and as resumed", async () => {
  const { client, paused } = createClient();
  const looks: boolean[] = [];
  const watch = watchCancellation(
    client,
    "a",
    () => "run",
    (isPaused) => looks.push(isPaused),
  );
  paused.add("a");
  await afterOnePoll();
  paused.delete("a");
  await afterOnePoll();
  watch.end();
  expect([looks, watch.signal.aborted]).toEqual([[true, false], false]);
});

test("a watch that ends takes no other one's along, and nobody is asked after the last", async () => {
  const { client, cancelled, asked } = createClient();
  const [first, second] = [1, 2].map(() => watchCancellation(client, "a", () => "run"));
  first?.end();
  cancelled.add("a");
  await afterOnePoll();
  expect([first?.signal.aborted, second?.signal.aborted]).toEqual([false, true]);
  second?.end();
  await afterOnePoll();
  expect(asked).toEqual([["a"]]);
});
