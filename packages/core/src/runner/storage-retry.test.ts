import { expect, test } from "@jest/globals";
import { createStorageOutage, retryStorage, type RetryPolicy } from "./storage-retry.ts";

const policy: RetryPolicy = { retries: 3, firstDelaySeconds: 0.001, longestDelaySeconds: 0.001 };

/** Fails so many times, and counts how often it was tried. */
function failing(times: number): { tries: number; run: () => Promise<string> } {
  const operation = {
    tries: 0,
    async run() {
      operation.tries += 1;
      if (operation.tries <= times) throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
      return "done";
    },
  };
  return operation;
}

test("an operation is tried again while it may pass, and what is not allowed is not", async () => {
  const passing = failing(3);
  expect(await retryStorage(passing.run, policy)).toBe("done");
  expect(passing.tries).toBe(4);
  let tries = 0;
  const denied = async (): Promise<never> => {
    tries += 1;
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  };
  await expect(retryStorage(denied, policy)).rejects.toThrow("EACCES");
  expect(tries).toBe(1);
});

test("once nothing has worked for as long as one operation is tried again, those that follow are tried once", async () => {
  const outage = createStorageOutage(0);
  const shared = { ...policy, outage };
  const [first, second] = [failing(9), failing(9)];
  await expect(retryStorage(first.run, shared)).rejects.toThrow("EIO");
  await expect(retryStorage(second.run, shared)).rejects.toThrow("EIO");
  expect(second.tries).toBe(1);
});

test("a storage that works again is tried as patiently as before", async () => {
  const shared = { ...policy, outage: createStorageOutage(60) };
  const first = failing(2);
  await retryStorage(first.run, shared);
  expect(shared.outage.since).toBeNull();
  const second = failing(3);
  expect(await retryStorage(second.run, shared)).toBe("done");
});
