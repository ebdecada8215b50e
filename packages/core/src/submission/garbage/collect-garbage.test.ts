import { expect, test } from "@jest/globals";
import { readManifest, writeManifest } from "../../bundle/manifest-store.ts";
import type { InfrastructureReference } from "../../contracts/launcher.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import type { WorkPoolRecord } from "../../control-plane/records/work-pool.ts";
import { flow, localProcess } from "../../index.ts";
import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { createProcessLauncher } from "../../infrastructure/process/process-launcher.ts";
import { findRun } from "../attach-run.ts";
import { useTemporaryHome } from "../fixtures/temporary-home.ts";
import { collectGarbage, type GarbageCollection } from "./collect-garbage.ts";
import type { GarbageFinding } from "./garbage.ts";
import type { PoolType } from "./pool-launchers.ts";

const controlPlane = useTemporaryHome();
const hello = flow({ name: "hello" }, async (name: string) => `hello ${name}`);
const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
const types = [processInfrastructure as unknown as PoolType];

async function createPool(client: PrefectClient, name: string): Promise<WorkPoolRecord> {
  const { baseJobTemplate } = processInfrastructure;
  return await client.createWorkPool({ name, type: "process", base_job_template: { ...baseJobTemplate } });
}

async function sweep(collection: Omit<GarbageCollection, "types" | "retentionDays">): Promise<GarbageFinding[]> {
  const findings: GarbageFinding[] = [];
  for await (const item of collectGarbage({ types, retentionDays: 30, ...collection })) {
    if (!("kind" in item)) throw new Error(`${item.workPool}: ${item.problem}`);
    findings.push(item);
  }
  return findings;
}

/** A process as a submitter that died at once leaves it. */
async function startProcess(
  pool: WorkPoolRecord,
  flowRunId: string,
  command = "sleep 1000",
): Promise<InfrastructureReference> {
  const labels = {
    "prefect.io/work-pool-id": pool.id,
    "prefect.io/flow-run-id": flowRunId,
    "prefect.io/flow-run-attempt": "1",
  };
  return await createProcessLauncher().launch({
    flowRunId,
    attempt: 1,
    name: "calm-otter",
    command: ["/bin/sh", "-c", command],
    env: {},
    labels,
    expiresAt: days(7),
    configuration: { workingDirectory: null, streamOutput: true },
  });
}

test("a process whose flow run was deleted is ended and removed; one whose run goes on is not touched", async () => {
  const client = await controlPlane();
  const pool = await createPool(client, "orphans");
  const { id: flowId } = await client.createFlow({ name: "hello" });
  const state = { type: "RUNNING", name: "Running" } as const;
  const running = await client.createFlowRun({ flow_id: flowId, work_pool_name: pool.name, state });
  const [orphan, kept] = [
    await startProcess(pool, "00000000-0000-4000-8000-000000000001"),
    await startProcess(pool, running.id),
  ];

  const planned = await sweep({ client, pools: [pool], dryRun: true });
  expect(planned).toMatchObject([
    { name: orphan.infrastructurePid, action: "ended", problem: null },
    { name: kept.infrastructurePid, action: "kept" },
  ]);
  expect(() => process.kill(Number(orphan.infrastructurePid), 0)).not.toThrow();

  await sweep({ client, pools: [pool], dryRun: false });
  expect(() => process.kill(Number(orphan.infrastructurePid), 0)).toThrow("ESRCH");
  expect(() => process.kill(Number(kept.infrastructurePid), 0)).not.toThrow();
  expect(await sweep({ client, pools: [pool], dryRun: true })).toMatchObject([{ action: "kept" }]);
  await createProcessLauncher().kill(kept, { graceSeconds: 0 });
});

test("a run that nobody looks after and that has no infrastructure gets its terminal state", async () => {
  const client = await controlPlane();
  const pool = await createPool(client, "abandoned");
  expect(await localProcess({ workPool: "abandoned" })(hello)("you")).toBe("hello you");
  const [ended] = await client.filterFlowRuns({ work_pools: { name: { any_: ["abandoned"] } } });
  const { id } = await client.createFlowRun({
    flow_id: String(ended?.flow_id),
    work_pool_name: pool.name,
    labels: ended?.labels ?? {},
    state: { type: "PENDING", name: "Pending" },
  });

  const now = new Date(Date.now() + 120_000);
  const findings = await sweep({ client, pools: [pool], dryRun: false, now });
  expect(findings).toMatchObject([{ kind: "flow run", name: id, action: "concluded", problem: null }]);
  expect((await client.readFlowRun(id)).state_type).toBe("CRASHED");
});

test("what an earlier attempt left of a run that nobody looks after goes as the run gets its terminal state", async () => {
  const client = await controlPlane();
  const pool = await createPool(client, "retried");
  expect(await localProcess({ workPool: "retried" })(hello)("you")).toBe("hello you");
  const [ended] = await client.filterFlowRuns({ work_pools: { name: { any_: ["retried"] } } });
  const { id } = await client.createFlowRun({
    flow_id: String(ended?.flow_id),
    work_pool_name: pool.name,
    labels: ended?.labels ?? {},
    state: { type: "RUNNING", name: "Running" },
  });
  const left = await startProcess(pool, id, "exit 1");
  const launcher = createProcessLauncher();
  for await (const { kind } of launcher.watch(left)) if (kind === "exited") break;
  const { storage } = await findRun(client, id);
  await writeManifest(storage, { ...(await readManifest(storage, String(ended?.id), 1)), flowRunId: id, attempt: 2 });

  const findings = await sweep({ client, pools: [pool], dryRun: false, now: new Date(Date.now() + 120_000) });
  expect(findings).toMatchObject([{ name: left.infrastructurePid, action: "concluded", problem: null }]);
  expect((await client.readFlowRun(id)).state_type).toBe("CRASHED");
  expect(await Array.fromAsync(launcher.find({ "prefect.io/work-pool-id": pool.id }))).toEqual([]);
});

test("what storage keeps of a run goes once the run ended long ago, and its code once no run needs it", async () => {
  const client = await controlPlane();
  const pool = await createPool(client, "storing");
  expect(await localProcess({ workPool: "storing" })(hello)("you")).toBe("hello you");
  const [run] = await client.filterFlowRuns({ work_pools: { name: { any_: ["storing"] } } });

  expect(await sweep({ client, pools: [pool], dryRun: false })).toEqual([]);
  const findings = await sweep({ client, pools: [pool], dryRun: false, now: days(31) });
  expect(findings).toContainEqual(
    expect.objectContaining({ kind: "stored run", name: run?.id, action: "removed", problem: null }),
  );
  const parts = findings.filter(({ kind }) => kind === "stored part").map(({ name }) => name.split("/")[0]);
  expect(parts.toSorted()).toEqual(["code", "code", "engine"]);
  expect(await sweep({ client, pools: [pool], dryRun: true, now: days(31) })).toEqual([]);
});
