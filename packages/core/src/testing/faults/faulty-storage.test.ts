import { describe, expect, test } from "@jest/globals";
import { createMemoryStorage } from "../../storage/memory-storage.ts";
import { storageSuite } from "../storage-suite.ts";
import { readText, toBytes } from "../storage-bytes.ts";
import { createFaultyStorage, type StorageFault } from "./faulty-storage.ts";

const always = Number.POSITIVE_INFINITY;

describe("a storage that nothing befalls", () => {
  storageSuite({ test, newStorage: () => createFaultyStorage(createMemoryStorage()) });
});

describe("an operation of a storage that is befallen by", () => {
  const withObject = async (fault: StorageFault) => {
    const storage = createMemoryStorage();
    await storage.write("object", toBytes("0123456789"));
    return createFaultyStorage(storage, [{ operation: "read", fault }]);
  };

  test("an error throws it, as often as the rule says, for its operation and keys", async () => {
    const fault = { kind: "error", error: () => new Error("the bucket is away") } as const;
    const storage = createFaultyStorage(createMemoryStorage(), [
      { operation: "write", key: /^a/, after: 1, times: 2, fault },
    ]);
    const write = (key: string) =>
      storage.write(key, toBytes("x")).then(
        () => "written",
        (error: Error) => error.message,
      );
    expect([await write("a1"), await write("b"), await write("a2"), await write("a3"), await write("a4")]).toEqual([
      "written",
      "written",
      "the bucket is away",
      "the bucket is away",
      "written",
    ]);
    expect(await storage.exists("a2")).toBe(false);
    expect(storage.operations.filter((operation) => operation.fault !== null).map(({ key }) => key)).toEqual([
      "a2",
      "a3",
    ]);
  });

  test("a full disk throws ENOSPC and leaves nothing", async () => {
    const storage = createFaultyStorage(createMemoryStorage(), [{ fault: { kind: "disk-full" }, operation: "write" }]);
    await expect(storage.write("object", toBytes("x"))).rejects.toMatchObject({ code: "ENOSPC" });
    expect(await storage.exists("object")).toBe(false);
  });

  test("a lost response has taken effect", async () => {
    const storage = createFaultyStorage(createMemoryStorage(), [{ fault: { kind: "lost-response" } }]);
    await expect(storage.write("object", toBytes("x"))).rejects.toMatchObject({ code: "EIO" });
    expect(await readText(storage, "object")).toBe("x");
  });

  test("truncation ends a read early, tampering changes one bit of it", async () => {
    expect(await readText(await withObject({ kind: "truncated", bytes: 4 }), "object")).toBe("0123");
    expect(await readText(await withObject({ kind: "tampered", offset: 3 }), "object")).toBe("0122456789");
    const ranged = { range: { offset: 2, length: 4 } };
    expect(await readText(await withObject({ kind: "tampered", offset: 3 }), "object", ranged)).toBe("2245");
    expect(await readText(await withObject({ kind: "truncated", bytes: 4 }), "object", ranged)).toBe("23");
  });

  test("nothing any more once that is cleared", async () => {
    const storage = createFaultyStorage(createMemoryStorage(), [{ fault: { kind: "error" }, times: always }]);
    await expect(storage.exists("object")).rejects.toThrow("EIO");
    storage.clear();
    expect(await storage.exists("object")).toBe(false);
    storage.inject([{ fault: { kind: "slow", milliseconds: 10 }, times: always }]);
    expect(await storage.exists("object")).toBe(false);
  });
});
