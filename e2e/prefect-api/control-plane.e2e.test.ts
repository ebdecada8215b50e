import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { controlPlaneFacts } from "../../packages/core/src/control-plane/contract/control-plane-facts.ts";
import { openControlPlane } from "../../packages/core/src/control-plane/open-control-plane.ts";
import type { PrefectClient } from "../../packages/core/src/control-plane/prefect-client.ts";
import { ApiUnreachableError } from "../../packages/core/src/errors/api-unreachable-error.ts";

const serverUrl = process.env["PREFECT_TEST_SERVER_URL"];
if (serverUrl === undefined) {
  process.stdout.write("Skipped: facts against a real Prefect server, since PREFECT_TEST_SERVER_URL is not set.\n");
}

const targets = [
  { name: "the embedded control plane", apiUrl: null },
  ...(serverUrl === undefined ? [] : [{ name: "a Prefect server", apiUrl: serverUrl }]),
];

describe.each(targets)("$name", ({ apiUrl }) => {
  const home = mkdtempSync(path.join(tmpdir(), "prefect-api-"));
  let client: PrefectClient;

  beforeAll(async () => {
    client = await openControlPlane({ home, apiUrl });
  });

  afterAll(async () => {
    await client.close();
    rmSync(home, { recursive: true });
  });

  test.each(controlPlaneFacts)("$name", async ({ check }) => {
    await check(client);
  });
});

test("where nothing listens, the address is named", async () => {
  const client = await openControlPlane({ home: tmpdir(), apiUrl: "http://127.0.0.1:1/api" });
  await expect(client.readServerVersion()).rejects.toBeInstanceOf(ApiUnreachableError);
  await expect(client.readServerVersion()).rejects.toThrow(/127\.0\.0\.1:1\/api.*PREFECT_API_URL/);
  await client.close();
});
