import { expect, test } from "@jest/globals";
import { createFaultQueue } from "./fault-queue.ts";
import { exceedsRate } from "./rate-limit.ts";

test("a fault befalls as many matching requests as it was given, in the order of injection", () => {
  const faults = createFaultQueue<string, number>();
  const first = faults.inject({ match: (request) => request === "create", times: 2, fault: { kind: "reset" } });
  faults.inject({ fault: { kind: "answer", answer: 503 } });
  expect(faults.take("list")).toEqual({ kind: "answer", answer: 503 });
  expect(faults.take("list")).toBeNull();
  expect([faults.take("create"), faults.take("create")]).toEqual([{ kind: "reset" }, { kind: "reset" }]);
  expect(faults.take("create")).toBeNull();
  expect(first.hits).toBe(2);
});

test("a fault that was removed, or cleared with all others, befalls none", () => {
  const faults = createFaultQueue<string, number>();
  faults.inject({ times: Number.POSITIVE_INFINITY, fault: { kind: "hang" } }).remove();
  expect(faults.take("list")).toBeNull();
  faults.inject({ fault: { kind: "hang" } });
  faults.clear();
  expect(faults.take("list")).toBeNull();
});

test("a rate matches only the requests above it", () => {
  const isAbove = exceedsRate({ requests: 2, perSeconds: 3600 });
  expect([isAbove(), isAbove(), isAbove()]).toEqual([false, false, true]);
});
