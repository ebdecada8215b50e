import { describe, expect, test } from "@jest/globals";
import { mapFlow, type RunMappedItem } from "./map-flow.ts";

interface FakeRun {
  finish(): void;
  fail(reason: Error): void;
}

function createRuns() {
  const runs: FakeRun[] = [];
  const cancelled: string[] = [];
  let arrived: (() => void) | null = null;

  const start: RunMappedItem<string, string> = (item, _index, { signal, onStart }) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const cancel = (): void => {
      cancelled.push(item);
      reject(signal.reason);
    };
    signal.addEventListener("abort", cancel);
    const settle = (act: () => void): void => {
      signal.removeEventListener("abort", cancel);
      act();
    };
    onStart(`run-${item}`);
    runs.push({
      finish: () => settle(() => resolve(item.toUpperCase())),
      fail: (reason) => settle(() => reject(reason)),
    });
    arrived?.();
    return promise;
  };

  async function started(count: number): Promise<void> {
    while (runs.length < count) await new Promise<void>((resolve) => (arrived = resolve));
  }

  return { runs, cancelled, start, started };
}

describe("mapFlow", () => {
  test("gives results in the order of the items, however they finish", async () => {
    const { runs, start, started } = createRuns();
    const all = mapFlow(["a", "b", "c"], start).toArray();
    await started(3);
    for (const run of runs.toReversed()) run.finish();
    expect(await all).toEqual(["A", "B", "C"]);
  });

  test("gives results as they finish when asked to", async () => {
    const { runs, start, started } = createRuns();
    const results = mapFlow(["a", "b"], start, { order: "completion" })[Symbol.asyncIterator]();
    const first = results.next();
    await started(2);
    runs[1]?.finish();
    expect(await first).toEqual({ done: false, value: "B" });
    runs[0]?.finish();
    expect(await results.next()).toEqual({ done: false, value: "A" });
  });

  test("takes items only as runs finish and results are consumed", async () => {
    const { runs, start, started } = createRuns();
    let taken = 0;
    function* endless() {
      for (;;) yield String(taken++);
    }
    const results = mapFlow(endless(), start, { concurrency: 2 })[Symbol.asyncIterator]();
    const first = results.next();
    await started(2);
    expect(taken).toBe(2);
    runs[0]?.finish();
    expect((await first).value).toBe("0");
    expect(taken).toBeLessThanOrEqual(4);
    await results.return?.();
  });

  test("gives a result before a slow source has its next item", async () => {
    const { runs, start, started } = createRuns();
    const { promise: never } = Promise.withResolvers<void>();
    async function* slow() {
      yield "a";
      await never;
    }
    const results = mapFlow(slow(), start)[Symbol.asyncIterator]();
    const first = results.next();
    await started(1);
    runs[0]?.finish();
    expect(await first).toEqual({ done: false, value: "A" });
  });

  test("leaving the loop cancels what is unfinished", async () => {
    const { runs, cancelled, start, started } = createRuns();
    const map = mapFlow(["a", "b", "c"], start, { order: "completion" });
    const finishing = started(3).then(() => runs[0]?.finish());
    for await (const result of map) {
      expect(result).toBe("A");
      break;
    }
    await finishing;
    expect(cancelled.toSorted()).toEqual(["b", "c"]);
  });

  test("settled() goes on past failures and names item and run", async () => {
    const { runs, start, started } = createRuns();
    const outcomes = Array.fromAsync(mapFlow(["a", "b"], start).settled());
    await started(2);
    const reason = new Error("no");
    runs[0]?.fail(reason);
    runs[1]?.finish();
    expect(await outcomes).toEqual([
      { index: 0, item: "a", flowRunId: "run-a", status: "rejected", reason },
      { index: 1, item: "b", flowRunId: "run-b", status: "fulfilled", value: "B" },
    ]);
  });

  test("aborting the signal cancels the runs and throws its reason", async () => {
    const { cancelled, start, started } = createRuns();
    const controller = new AbortController();
    const all = Array.fromAsync(mapFlow(["a", "b"], start, { signal: controller.signal }).settled());
    await started(2);
    controller.abort(new Error("enough"));
    await expect(all).rejects.toThrow("enough");
    expect(cancelled.toSorted()).toEqual(["a", "b"]);
  });

  test("refuses a concurrency that is no whole number of at least 1", () => {
    expect(() => mapFlow([], createRuns().start, { concurrency: 0 })).toThrow("concurrency");
  });
});
