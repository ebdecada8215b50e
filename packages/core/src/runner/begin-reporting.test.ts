import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { createPauseGate } from "../engine/pause-gate.ts";
import { beginReporting } from "./begin-reporting.ts";
import { createStandInRun } from "./stand-in-run.ts";

const flowRunId = "4d354d02-4861-417c-86a8-cda321b33620";
const events = { onCancelled: (): void => undefined, pauses: createPauseGate() };

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

test("an API that takes the question and says nothing is left to whoever follows the runner", async () => {
  await using silent = await serve(() => undefined);
  const options = { ...events, answerSeconds: 0.05 };
  const environment = { PREFECT_API_URL: silent.url };
  expect(await beginReporting(environment, flowRunId, { ...options, isFollowed: true })).toBeNull();
  using alone = await beginReporting(environment, flowRunId, { ...options, isFollowed: false });
  expect(alone).not.toBeNull();
});

test("an API that does not know the run is not told of it", async () => {
  await using other = await serve((_, response) => void response.writeHead(404).end('{"detail":"Flow run not found"}'));
  const environment = { PREFECT_API_URL: other.url };
  expect(await beginReporting(environment, flowRunId, { ...events, isFollowed: false })).toBeNull();
});

test("the flow's process starts while the API is asked, which is then told that it runs", async () => {
  const directory = await mkdtemp(join(tmpdir(), "prefect-reporting-"));
  const marker = join(directory, "started");
  const asked: string[] = [];
  const run = { state_type: "PENDING", empirical_policy: {} };
  const accepted = { status: "ACCEPT", details: { type: "accept_details" } };
  const state = { id: flowRunId, type: "RUNNING", name: "Running", message: null, data: null, state_details: {} };
  await using api = await serve(async (request, response) => {
    asked.push(`${request.method ?? ""} ${(request.url ?? "").split("/").at(-1) ?? ""}`);
    // Asked before its process is there, it would wait for ever.
    while (request.method === "GET" && !existsSync(marker)) await delay(5);
    const answer = request.method === "GET" ? run : { ...accepted, state: { ...state, timestamp: new Date() } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const standIn = await createStandInRun(`
    (await import("node:fs")).writeFileSync(${JSON.stringify(marker)}, "");
    await hello();
    await running();
    await complete("1");
  `);
  const environment = { ...process.env, PREFECT__RUNNER_EVENTS: "json", PREFECT_API_URL: api.url };
  const { exitCode, events } = await standIn.execute({ environment, answerSeconds: 60 });
  expect(exitCode).toBe(0);
  expect(asked.filter((each) => each === "POST set_state")).toHaveLength(2);
  expect(events.find((event) => event.prefect !== "heartbeat")).toMatchObject({ prefect: "reporting" });
  await rm(directory, { recursive: true });
});
