import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { StoreUnusableError } from "../../errors/store-unusable-error.ts";
import { controlPlaneFacts } from "../contract/control-plane-facts.ts";
import { openControlPlane } from "../open-control-plane.ts";
import type { PrefectClient } from "../prefect-client.ts";
import { storeFileName } from "./open-database.ts";

let home: string;
let client: PrefectClient;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "control-plane-"));
  client = await openControlPlane({ home });
});

afterAll(async () => {
  await client.close();
  rmSync(home, { recursive: true });
});

describe("the embedded control plane answers as Prefect's server does", () => {
  test.each(controlPlaneFacts)("$name", async ({ check }) => {
    await check(client);
  });
});

test("one client serves a process and home", async () => {
  expect(await openControlPlane({ home })).toBe(client);
});

test("a secret is in no file of the home, and its key is its owner's only", async () => {
  const type = await client.readBlockType("secret");
  const [schema] = await client.filterBlockSchemas({ block_schemas: { block_type_id: { any_: [type?.id ?? ""] } } });
  const ids = { block_type_id: type?.id ?? "", block_schema_id: schema?.id ?? "" };
  await client.createBlockDocument({ ...ids, name: "token", data: { value: "not-to-be-found-anywhere" } });
  expect((await client.readBlockDocumentByName("secret", "token"))?.data).toEqual({
    value: "not-to-be-found-anywhere",
  });
  for (const file of readdirSync(home)) {
    expect(readFileSync(join(home, file)).includes("not-to-be-found-anywhere")).toBe(false);
  }
  expect(statSync(join(home, "prefect-typescript.key")).mode & 0o777).toBe(0o600);
});

test("a run has one supervisor until its lease ends", async () => {
  const leases = client.leases;
  if (leases === null) throw new Error("The embedded control plane has leases");
  const mine = { host: "h", processId: 1, processStartTime: "1" };
  const others = { host: "h", processId: 1, processStartTime: "2" };
  expect(await leases.acquire("run", mine)).toMatchObject({ acquired: true });
  expect(await leases.acquire("run", others)).toMatchObject({ acquired: false, lease: mine });
  expect(await leases.renew("run", others)).toBe(false);
  expect(await leases.renew("run", mine, { durationSeconds: -1 })).toBe(true);
  expect((await leases.listExpired()).map((lease) => lease.flowRunId)).toEqual(["run"]);
  expect(await leases.acquire("run", others)).toMatchObject({ acquired: true });
  expect(await leases.renew("run", mine)).toBe(false);
  await leases.renewAll(mine, { durationSeconds: -1 });
  expect(await leases.listExpired()).toEqual([]);
  await leases.renewAll(others, { durationSeconds: -1 });
  expect((await leases.listExpired()).map((lease) => lease.flowRunId)).toEqual(["run"]);
  expect(await leases.release("run", others)).toBe(true);
  expect(await leases.read("run")).toBeNull();
});

test("a home that cannot be used is named with its mend", async () => {
  const broken = mkdtempSync(join(tmpdir(), "control-plane-"));
  writeFileSync(join(broken, storeFileName), "this is no database, whatever its name says".repeat(100));
  const opening = openControlPlane({ home: broken });
  await expect(opening).rejects.toBeInstanceOf(StoreUnusableError);
  await expect(opening).rejects.toThrow(new RegExp(`${broken}.*PREFECT_HOME`));
  const notADirectory = join(broken, storeFileName);
  await expect(openControlPlane({ home: notADirectory })).rejects.toThrow(/Cannot open the store .*PREFECT_HOME/);
  rmSync(broken, { recursive: true });
});

test("processes that share a new home lose nothing", async () => {
  const shared = mkdtempSync(join(tmpdir(), "control-plane-"));
  const script = fileURLToPath(new URL("../../../../../e2e/foundation/store-load.ts", import.meta.url));
  const options = ["--processes", "6", "--runs", "20", "--home", shared];
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", script, ...options]);
  expect(stdout).toContain("120 of 120 runs, all terminal");
  rmSync(shared, { recursive: true });
}, 120_000);
