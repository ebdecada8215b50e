import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openControlPlane } from "../open-control-plane.ts";
import type { PrefectClient } from "../prefect-client.ts";

describe("the event loop goes on turning", () => {
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

  test("while requests follow each other without a pause", async () => {
    const ringing = new AbortController();
    setTimeout(() => ringing.abort(), 1);
    let requests = 0;
    for (; !ringing.signal.aborted && requests < 20_000; requests += 1) await client.readServerVersion();
    expect(ringing.signal.aborted).toBe(true);
  });

  test("while many requests are under way at once", async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 1_000 }, () => client.createFlow({ name: "one" })));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(2);
  });
});
