import { describe, expect, test } from "@jest/globals";
import { createPoller, type Poller, type PollerOptions } from "./poller.ts";

const never = new AbortController().signal;
/** Longer than any test: only what is looked at before its time is seen. */
const longMilliseconds = 600_000;

function createCounted(options: Partial<PollerOptions<string, string>> = {}): {
  readonly poller: Poller<string, string>;
  readonly reads: string[][];
} {
  const reads: string[][] = [];
  const poller = createPoller<string, string>({
    keyOf: (target) => target,
    async read(targets) {
      reads.push([...targets]);
      return targets.map((target) => `${target} is running`);
    },
    pollMilliseconds: 10,
    toFailure: (error) => error as Error,
    ...options,
  });
  return { poller, reads };
}

describe("createPoller", () => {
  test("looks once for all who watch the same", async () => {
    const { poller, reads } = createCounted();
    using first = poller.subscribe("a");
    using second = poller.subscribe("a");
    const seen = await Promise.all([first.next(never), second.next(never)]);
    expect(seen).toEqual(["a is running", "a is running"]);
    expect(reads).toEqual([["a"]]);
  });

  test("looks at many together, as many as one read takes", async () => {
    const { poller, reads } = createCounted({ targetsPerRead: 2 });
    const subscriptions = ["a", "b", "c"].map((target) => poller.subscribe(target));
    const seen = await Promise.all(subscriptions.map((subscription) => subscription.next(never)));
    expect(seen).toEqual(["a is running", "b is running", "c is running"]);
    expect(reads).toEqual([["a", "b"], ["c"]]);
    for (const subscription of subscriptions) subscription[Symbol.dispose]();
  });

  test("looks at what comes anew without waiting for the next round, and at nothing else", async () => {
    const { poller, reads } = createCounted({ pollMilliseconds: longMilliseconds });
    using first = poller.subscribe("a");
    await first.next(never);
    const waiting = new AbortController();
    const next = first.next(waiting.signal).catch((error: unknown) => error);
    using second = poller.subscribe("b");
    expect(await second.next(never)).toBe("b is running");
    expect(reads).toEqual([["a"], ["b"]]);
    waiting.abort(new Error("enough"));
    expect(await next).toEqual(new Error("enough"));
  });

  test("looks at those only who wait for it", async () => {
    const { poller, reads } = createCounted();
    using busy = poller.subscribe("a");
    await busy.next(never);
    using waiting = poller.subscribe("b");
    await waiting.next(never);
    await waiting.next(never);
    expect(reads).toEqual([["a"], ["b"], ["b"]]);
  });

  test("looks again after failures that say nothing yet", async () => {
    let failures = 3;
    const { poller } = createCounted({
      async read(targets) {
        if (failures-- > 0) throw new Error("busy");
        return targets;
      },
      toFailure: () => null,
    });
    using subscription = poller.subscribe("a");
    expect(await subscription.next(never)).toBe("a");
  });

  test("tells all who wait of a failure that lasts, and for how long reads have failed", async () => {
    const lasted: number[] = [];
    const { poller } = createCounted({
      read: () => Promise.reject(new Error("gone")),
      toFailure(error, failingMilliseconds) {
        lasted.push(failingMilliseconds);
        return lasted.length < 3 ? null : (error as Error);
      },
    });
    using first = poller.subscribe("a");
    using second = poller.subscribe("a");
    const seen = await Promise.allSettled([first.next(never), second.next(never)]);
    expect(seen).toEqual([
      { status: "rejected", reason: new Error("gone") },
      { status: "rejected", reason: new Error("gone") },
    ]);
    expect(lasted[0]).toBe(0);
    expect(lasted[2]).toBeGreaterThan(lasted[1] ?? 0);
  });

  test("one that fails takes no other with it", async () => {
    const { poller } = createCounted({
      async read([target = ""]) {
        if (target === "bad") throw new Error("refused");
        return [target];
      },
    });
    using bad = poller.subscribe("bad");
    using good = poller.subscribe("good");
    const [failed, seen] = await Promise.allSettled([bad.next(never), good.next(never)]);
    expect(failed).toEqual({ status: "rejected", reason: new Error("refused") });
    expect(seen).toEqual({ status: "fulfilled", value: "good" });
  });

  test("rests while nobody watches, and goes on with whoever comes then", async () => {
    const { poller, reads } = createCounted({ pollMilliseconds: longMilliseconds });
    {
      using subscription = poller.subscribe("a");
      await subscription.next(never);
    }
    using later = poller.subscribe("a");
    expect(await later.next(never)).toBe("a is running");
    expect(reads).toEqual([["a"], ["a"]]);
  });

  test("ends a wait with the reason of its signal", async () => {
    const { poller } = createCounted({ pollMilliseconds: longMilliseconds });
    using subscription = poller.subscribe("a");
    await expect(subscription.next(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
