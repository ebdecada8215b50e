import { expect, test } from "@jest/globals";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { createRunnerOutput } from "./runner-output.ts";

test("an event can be cut at any byte: none of its characters has two", async () => {
  const stdout = new PassThrough();
  const output = createRunnerOutput(stdout, { format: "json", runName: "olive-crab" });
  const event = {
    prefect: "log",
    timestamp: "2026-01-01T00:00:00.000Z",
    level: 20,
    name: "prefect.flow_runs",
    stream: "stdout",
    message: 'größe 😀 \u2028 "\\" \ud800',
  } as const;
  await output.emit(event);
  stdout.end();
  const printed = await text(stdout);
  expect(printed).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(printed)).toEqual(event);
});

test("people read every character as it is", async () => {
  const stdout = new PassThrough();
  const output = createRunnerOutput(stdout, { format: "text", runName: "olive-crab" });
  const state = { type: "RUNNING", name: "läuft", message: null } as const;
  await output.emit({ prefect: "state", timestamp: "2026-01-01T00:00:00.000Z", ...state });
  stdout.end();
  expect(await text(stdout)).toContain("Entered state läuft");
});
