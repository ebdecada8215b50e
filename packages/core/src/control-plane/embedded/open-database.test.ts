import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { StoreTooNewError } from "../../errors/store-too-new-error.ts";
import { openDatabase } from "./open-database.ts";

let parent: string;
let home: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "open-database-"));
  home = join(parent, "home");
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

test("a home is made for its owner only, with a write-ahead log on a local disk", async () => {
  const { database } = await openDatabase(home, { onNetworkFileSystem: false });
  expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(statSync(home).mode & 0o777).toBe(0o700);
  database.close();
});

test("a network file system gets a rollback journal", async () => {
  const { database } = await openDatabase(home, { onNetworkFileSystem: true });
  expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "delete" });
  database.close();
});

test("a store of a later release is left alone", async () => {
  const { database } = await openDatabase(home);
  database.exec("PRAGMA user_version = 999");
  database.close();
  await expect(openDatabase(home)).rejects.toBeInstanceOf(StoreTooNewError);
});
