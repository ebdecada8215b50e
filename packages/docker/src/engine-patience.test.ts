import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { DockerClient } from "./docker-client.ts";
import { patiently } from "./engine-patience.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

const away = (): Promise<never> =>
  Promise.reject(new EngineUnreachableError({ host: "unix:///x", problem: "connect ECONNREFUSED", cause: null }));

async function secondsUntilGivenUp(client: DockerClient): Promise<number> {
  const startedAt = performance.now();
  const told: unknown[] = [];
  void patiently(client, away).catch((error: unknown) => told.push(error));
  while (told.length === 0) await jest.advanceTimersByTimeAsync(500);
  expect(told).toEqual([expect.any(EngineUnreachableError)]);
  return (performance.now() - startedAt) / 1000;
}

describe("an engine that does not answer", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test("is asked again for a minute, then once each time", async () => {
    const client = {} as DockerClient;
    const first = await secondsUntilGivenUp(client);
    expect(first).toBeGreaterThanOrEqual(60);
    expect(first).toBeLessThan(63);
    expect(await secondsUntilGivenUp(client)).toBeLessThan(1);
  });

  test("has its minute again once it was back, or was not asked for long", async () => {
    const client = {} as DockerClient;
    await secondsUntilGivenUp(client);
    expect(await patiently(client, async () => "here")).toBe("here");
    expect(await secondsUntilGivenUp(client)).toBeGreaterThanOrEqual(60);
    await jest.advanceTimersByTimeAsync(61_000);
    expect(await secondsUntilGivenUp(client)).toBeGreaterThanOrEqual(60);
  });

  test("is another matter than one that refuses", async () => {
    const refused = new EngineApiError({ operation: "describe the container", statusCode: 409, reason: "no" });
    await expect(patiently({} as DockerClient, () => Promise.reject(refused))).rejects.toBe(refused);
  });
});
