import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createDirectoryStorage } from "../storage/directory-storage.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { storageSuite } from "./storage-suite.ts";

const directories: string[] = [];
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

describe("the memory storage", () => {
  storageSuite({ test, newStorage: createMemoryStorage });
});

describe("the directory storage", () => {
  storageSuite({
    test,
    newStorage: async () => {
      const parent = await mkdtemp(join(tmpdir(), "prefect-storage-"));
      directories.push(parent);
      return createDirectoryStorage({ basepath: join(parent, "made", "by first write") });
    },
  });
});

describe("the suite itself", () => {
  test("registers a skipped fact under its name and reason, and nothing else as skipped", () => {
    const skipped: string[] = [];
    const registered: string[] = [];
    const collect = Object.assign((name: string) => registered.push(name), {
      skip: (name: string) => skipped.push(name),
    });
    const name = "an empty storage lists nothing";
    storageSuite({
      test: collect,
      newStorage: createMemoryStorage,
      skip: [{ reason: "never empty", tests: [name] }],
    });
    expect(skipped).toEqual([`${name} (skipped: never empty)`]);
    expect(registered).not.toContain(name);
  });

  test("refuses to skip what it does not have", () => {
    expect(() =>
      storageSuite({ test, newStorage: createMemoryStorage, skip: [{ reason: "old", tests: ["gone"] }] }),
    ).toThrow('no test "gone"');
  });

  test("fails for a storage that breaks the contract", async () => {
    const checks = new Map<string, () => Promise<void>>();
    const collect = Object.assign((name: string, check: () => Promise<void>) => checks.set(name, check), {
      skip: () => undefined,
    });
    const forgetful = { ...createMemoryStorage(), write: async () => ({ created: true }) };
    storageSuite({ test: collect, newStorage: () => forgetful });
    const broken = [...checks].map(([, check]) =>
      check().then(
        () => false,
        () => true,
      ),
    );
    expect((await Promise.all(broken)).filter(Boolean).length).toBeGreaterThan(10);
  });
});
