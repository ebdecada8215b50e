import { describe, expect, test } from "@jest/globals";
import { readOutcome } from "../bundle/outcome-store.ts";
import { createParcelKey, openParcel } from "../bundle/parcel.ts";
import { outcomeKey } from "../bundle/run-layout.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import { createStandInRun, type StandInRun } from "./stand-in-run.ts";

async function resultKeyOf({ storage, manifest }: StandInRun): Promise<string> {
  return (await readOutcome(storage, manifest.flowRunId, 1))?.value?.key ?? "";
}

async function read({ storage }: StandInRun, key: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(storage.read(key))).toString();
}

function parcelOf(events: readonly RunnerEvent[]): string {
  return events.flatMap((event) => (event.prefect === "parcel" ? [event.content] : [])).join("");
}

describe("a submitter that reads only the output", () => {
  const key = createParcelKey();
  const environment = { ...process.env, PREFECT__RUNNER_EVENTS: "json", PREFECT__RUNNER_PARCEL_KEY: key };

  test("is sent what the attempt left, in lines that no platform cuts and nobody else can read", async () => {
    const run = await createStandInRun(
      `await hello(); await running(); await complete('"' + "x".repeat(50_000) + '"');`,
    );
    const { events } = await run.execute({ environment });
    const objects = openParcel(parcelOf(events), Buffer.from(key, "base64")) ?? [];
    expect(objects.map((object) => object.key)).toEqual(
      expect.arrayContaining([outcomeKey(run.manifest.flowRunId, 1), await resultKeyOf(run)]),
    );
    for (const object of objects) {
      expect(Buffer.from(object.body).toString()).toBe(await read(run, object.key));
    }
    expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(16_384);
    expect(JSON.stringify(events)).not.toContain("xxxx");
  });

  test("collects what is large", async () => {
    const run = await createStandInRun(
      `await hello(); await running(); await complete('"' + "x".repeat(70_000) + '"');`,
    );
    const { events } = await run.execute({ environment });
    expect(parcelOf(events)).toBe("");
  });

  test("is sent it only with a key, which the flow does not see", async () => {
    const body = `await hello(); await running(); await complete(JSON.stringify(process.env.PREFECT__RUNNER_PARCEL_KEY ?? null));`;
    const [plain, sealed] = [await createStandInRun(body), await createStandInRun(body)];
    expect(parcelOf((await plain.execute()).events)).toBe("");
    expect(parcelOf((await sealed.execute({ environment })).events)).not.toBe("");
    expect(await read(sealed, await resultKeyOf(sealed))).toBe("null");
  });
});
