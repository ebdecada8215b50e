import { expect, test } from "@jest/globals";
import { createBatchedWriter } from "./batched-writer.ts";

const chunk = (text: string): Uint8Array => Buffer.from(text);

test("what comes while something is written is written together, in order", async () => {
  const gate = Promise.withResolvers<void>();
  const batches: string[] = [];
  const writer = createBatchedWriter(async (batch) => {
    batches.push(Buffer.from(batch).toString());
    await gate.promise;
  });
  await writer.push(chunk("a"));
  await writer.push(chunk("b"));
  await writer.push(chunk("c"));
  expect(batches).toEqual(["a"]);
  gate.resolve();
  await writer.flush();
  expect(batches).toEqual(["a", "bc"]);
  await writer.push(chunk("d"));
  await writer.flush();
  expect(batches.join("")).toBe("abcd");
});

test("who comes faster than writing waits", async () => {
  const gate = Promise.withResolvers<void>();
  const writer = createBatchedWriter(() => gate.promise);
  await writer.push(Buffer.alloc(2 ** 20));
  let isTaken = false;
  const second = writer.push(Buffer.alloc(2 ** 20)).then(() => (isTaken = true));
  await new Promise(setImmediate);
  expect(isTaken).toBe(false);
  gate.resolve();
  await second;
});

test("a failure is told to whoever comes next, and nothing is written after it", async () => {
  let writes = 0;
  const writer = createBatchedWriter(() => {
    writes += 1;
    return Promise.reject(new Error("no space left"));
  });
  await writer.push(chunk("a"));
  await expect(writer.flush()).rejects.toThrow("no space left");
  await writer.push(chunk("b"));
  await expect(writer.flush()).rejects.toThrow("no space left");
  expect(writes).toBe(1);
});
