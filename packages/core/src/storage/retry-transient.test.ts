import { expect, jest, test } from "@jest/globals";
import { retryTransient } from "./retry-transient.ts";

const failure = new Error("throttled");

test("what may pass is tried again, and what may not is thrown at once", async () => {
  const attempt = jest.fn(async (number: number) => {
    if (number < 3) throw failure;
    return number;
  });
  expect(await retryTransient(attempt, { transience: () => ({}) })).toBe(3);
  await expect(retryTransient(() => Promise.reject(failure), { transience: () => null })).rejects.toBe(failure);
});

test("an abort ends the wait that the other side asked for, with its own reason", async () => {
  const reason = new Error("no longer wanted");
  const controller = new AbortController();
  const attempt = jest.fn(async () => {
    setImmediate(() => controller.abort(reason));
    throw failure;
  });
  const answer = retryTransient(attempt, {
    transience: () => ({ retryAfterSeconds: 30 }),
    signal: controller.signal,
  });
  await expect(answer).rejects.toBe(reason);
  expect(attempt).toHaveBeenCalledTimes(1);
});
