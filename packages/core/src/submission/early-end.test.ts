import { describe, expect, test } from "@jest/globals";
import { createHash, randomUUID } from "node:crypto";
import { join, posix } from "node:path";
import { createParcelKey, parseParcelKey, sealParcel, type ParcelObject } from "../bundle/parcel.ts";
import { outcomeKey, resultKey } from "../bundle/run-layout.ts";
import type { InfrastructureEvent, Launcher, LaunchRequest } from "../contracts/launcher.ts";
import { CancelledRunError, flow } from "../index.ts";
import { defineInfrastructure } from "../infrastructure/define-infrastructure.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";
import { untilWoundDown } from "./winding-down.ts";

useTemporaryHome();
const deliveryDirectory = "/delivered";

interface StandIn {
  /** The lines that the runner prints, once it is told. */
  readonly print: (lines: readonly string[]) => void;
  readonly end: () => void;
  readonly killed: Promise<void>;
  readonly launched: Promise<LaunchRequest<unknown>>;
  readonly cleanedUp: () => number;
  readonly call: () => Promise<unknown>;
  readonly submit: () => Promise<{ cancel(): Promise<void>; result(): Promise<unknown> }>;
}

/** Infrastructure that shares no storage with the submitter, and prints and ends when a test says so. */
function standIn(toLeftovers: (request: LaunchRequest<unknown>) => readonly ParcelObject[] = () => []): StandIn {
  const launched = Promise.withResolvers<LaunchRequest<unknown>>();
  const lines = Promise.withResolvers<readonly string[]>();
  const end = Promise.withResolvers<void>();
  const killed = Promise.withResolvers<void>();
  let cleanups = 0;
  const launcher: Launcher<unknown> = {
    async launch(request) {
      launched.resolve(request);
      return { type: "stand-in", infrastructurePid: request.flowRunId, details: {} };
    },
    async *watch(): AsyncGenerator<InfrastructureEvent, void, undefined> {
      for (const line of await lines.promise) yield { kind: "output", timestamp: new Date(), stream: "stdout", line };
      await end.promise;
      yield { kind: "exited", timestamp: new Date(), exitCode: 0, cause: "exited", message: "It ended." };
    },
    async kill() {
      killed.resolve();
      await end.promise;
    },
    async *collect() {
      for (const { key, body } of toLeftovers(await launched.promise)) {
        const content = async function* () {
          yield body;
        };
        yield { path: posix.join(deliveryDirectory, key), bytes: body.byteLength, content };
      }
    },
    async cleanup() {
      cleanups += 1;
    },
    async *find() {},
  };
  const type = `stand-in-${randomUUID()}`;
  const bind = defineInfrastructure({
    ...processInfrastructure,
    type,
    defaultWorkPool: type,
    defaultStorage: () => ({
      submitter: {
        module: "prefect_core.bundles",
        arguments: { basepath: join(process.env["PREFECT_HOME"] ?? "", "storage") },
      },
      runner: { module: "prefect_core.bundles", arguments: { basepath: deliveryDirectory } },
      deliveryDirectory,
    }),
    createLauncher: async () => launcher,
  });
  const bound = bind()(flow({ name: "train" }, async () => 0));
  return {
    print: lines.resolve,
    end: end.resolve,
    killed: killed.promise,
    launched: launched.promise,
    cleanedUp: () => cleanups,
    call: () => bound(),
    submit: () => bound.submit(),
  };
}

function leftoversOf({ flowRunId, attempt }: LaunchRequest<unknown>, result: unknown): readonly ParcelObject[] {
  const executionId = randomUUID();
  const key = resultKey(flowRunId, attempt, executionId);
  const body = Buffer.from(JSON.stringify(result));
  const outcome = {
    formatVersion: 1,
    flowRunId,
    attempt,
    executionId,
    state: { type: "COMPLETED", name: "Completed", message: null },
    value: {
      kind: "result",
      key,
      sha256: createHash("sha256").update(body).digest("hex"),
      bytes: body.byteLength,
      metadata: { storage_key: key, serializer: { type: "json" }, storage_block_id: null },
    },
    timings: { fetchSeconds: 0, startSeconds: 0, runSeconds: 0, storeSeconds: 0 },
    peakMemoryBytes: null,
    endedAt: new Date().toISOString(),
  };
  return [
    { key: outcomeKey(flowRunId, attempt), body: Buffer.from(JSON.stringify(outcome)) },
    { key, body },
  ];
}

/** In two parts, as a runner prints a parcel. */
function toLines(objects: readonly ParcelObject[], key: string): readonly string[] {
  const content = sealParcel(objects, parseParcelKey(key) as Buffer);
  const halves = [content.slice(0, 100), content.slice(100)];
  return halves.map((half, part) => JSON.stringify({ prefect: "parcel", part, parts: 2, content: half }));
}

const keyOf = ({ env }: LaunchRequest<unknown>): string => env["PREFECT__RUNNER_PARCEL_KEY"] ?? "";

describe("a call whose runner tells what it left before it has ended", () => {
  test("returns then; what it ran in is removed once that has ended", async () => {
    const infrastructure = standIn();
    const call = infrastructure.call();
    const request = await infrastructure.launched;
    infrastructure.print(toLines(leftoversOf(request, 42), keyOf(request)));
    expect(await call).toBe(42);
    expect(infrastructure.cleanedUp()).toBe(0);
    infrastructure.end();
    await untilWoundDown();
    expect(infrastructure.cleanedUp()).toBe(1);
  });

  test("believes nobody else", async () => {
    const infrastructure = standIn((request) => leftoversOf(request, "collected"));
    const call = infrastructure.call();
    const request = await infrastructure.launched;
    infrastructure.print(toLines(leftoversOf(request, "forged"), createParcelKey()));
    infrastructure.end();
    expect(await call).toBe("collected");
    expect(infrastructure.cleanedUp()).toBe(1);
  });

  test("stays cancelled where it was cancelled before", async () => {
    const infrastructure = standIn((request) => leftoversOf(request, "too late"));
    const future = await infrastructure.submit();
    const request = await infrastructure.launched;
    const cancelling = future.cancel();
    await infrastructure.killed;
    infrastructure.print(toLines(leftoversOf(request, "too late"), keyOf(request)));
    infrastructure.end();
    await cancelling;
    await expect(future.result()).rejects.toThrow(CancelledRunError);
  });
});
