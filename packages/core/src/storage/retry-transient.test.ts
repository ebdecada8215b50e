import { runInNewContext } from "node:vm";
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

test("whatever was thrown is judged and passed on as it is, also what p-retry would not repeat", async () => {
  for (const thrown of [new TypeError("bad"), "a text", runInNewContext("new Error('of another realm')")]) {
    const attempt = jest.fn(() => Promise.reject(thrown));
    await expect(retryTransient(attempt, { transience: () => ({ attempts: 2 }) })).rejects.toBe(thrown);
    expect(attempt).toHaveBeenCalledTimes(2);
  }
});
