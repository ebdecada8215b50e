import { setTimeout as delay } from "node:timers/promises";
import { expect, jest, test } from "@jest/globals";
import { flow } from "../index.ts";
import { scriptedInfrastructure } from "./fixtures/scripted-infrastructure.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";

useTemporaryHome();
const waiting = (reason: string) => ({ kind: "starting", timestamp: new Date(), reason }) as const;

test("what a platform waits for before a run starts is told while it waits, each reason once", async () => {
  process.env["PREFECT_LOGGING_LEVEL"] = "DEBUG";
  const events = [waiting("The quota is used up."), waiting("The quota is used up."), waiting("The image is pulled.")];
  const { bind } = scriptedInfrastructure({ 1: { events } });
  const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const future = await bind()(flow({ name: "hello" }, async () => "hello")).submit();
  const told = (): string => written.mock.calls.map(([chunk]) => String(chunk)).join("");
  while (!told().includes("The image is pulled.")) await delay(10);
  const lines = told();
  written.mockRestore();
  await future.cancel();
  expect(lines.match(/The quota is used up\./g)).toHaveLength(1);
});
