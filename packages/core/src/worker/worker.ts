import { setTimeout as delay } from "node:timers/promises";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import { WorkPoolNotFoundError } from "../errors/work-pool-not-found-error.ts";
import { messageOf } from "../errors/thrown.ts";
import { toResolvedWorkPool } from "../submission/resolve-work-pool.ts";
import { startQueuedRun } from "../submission/start-queued-run.ts";
import type { SupervisedRun } from "../submission/supervised-run.ts";
import { toState } from "../submission/to-state.ts";
import { createAlarm } from "./alarm.ts";
import { beatHeart } from "./beat-heart.ts";
import { chooseRuns } from "./choose-runs.ts";
import { propose, toClaim } from "./claim.ts";
import { createLaunchSlots } from "./launch-slots.ts";
import { recoverRuns } from "./recover-runs.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** How often runs are looked for whose worker or submitter is gone. */
const RECOVERY_MILLISECONDS = 30_000;
/** By which part of it the time between two looks varies, so that workers started together do not all ask at once. */
const JITTER = 0.3;
/** How many infrastructures are created at once; a run that waits for its turn can still be another worker's. */
const LAUNCHES_AT_ONCE = 16;

/** What a health check is told. */
export interface WorkerHealth {
  /** When the pool was last asked for runs with success, in milliseconds of a clock that never jumps. */
  lastPolledAt: number;
}

/**
 * Starts the runs that are left to a work pool and looks after them, until its signal aborts or, with `runOnce`, those
 * are over that it found. Rejects where the pool cannot be reached at first; later failures are told and tried again.
 */
export async function runWorker(options: WorkerOptions, health: WorkerHealth): Promise<void> {
  const { client, infrastructure, workPool, name, signal, report } = options;
  const active = new Map<string, { supervised: SupervisedRun | null; readonly over: Promise<void> }>();
  const told = new Set<string>();
  const slots = createLaunchSlots(LAUNCHES_AT_ONCE);
  const alarm = createAlarm();
  let isBacklogged = false;
  let recoveredAt = Number.NEGATIVE_INFINITY;

  function keep(run: FlowRunRecord, work: (entry: { supervised: SupervisedRun | null }) => Promise<void>): void {
    const entry: { supervised: SupervisedRun | null } = { supervised: null };
    const over = work(entry)
      .catch((error: unknown) => {
        if (!signal.aborted) report.error(`Flow run '${run.name}' (${run.id}): ${messageOf(error)}`);
      })
      .finally(() => {
        active.delete(run.id);
        if (isBacklogged) alarm.ring();
      });
    active.set(run.id, Object.assign(entry, { over }));
  }

  async function lookAfter(
    run: FlowRunRecord,
    entry: { supervised: SupervisedRun | null },
    supervised: SupervisedRun,
  ): Promise<void> {
    entry.supervised = supervised;
    if (signal.aborted) supervised.detach();
    const outcome = await supervised.ended;
    report.info(`Flow run '${run.name}' (${run.id}) ended as ${outcome.state.name}.`);
  }

  const start = (run: FlowRunRecord, isClaimed: boolean): void =>
    keep(run, async (entry) => {
      const supervised = await slots.run(async () => {
        await untilDue(run, signal);
        if (signal.aborted || (!isClaimed && !(await propose(client, run.id, toClaim(name))))) return null;
        report.info(`Worker '${name}' submitting flow run '${run.id}' (${run.name}).`);
        const pool = await client.readWorkPool(workPool);
        if (pool === null) throw new WorkPoolNotFoundError({ workPool, type: infrastructure.type });
        const resolved = { ...toResolvedWorkPool(pool), id: pool.id };
        const worker = { id: null, name };
        return await startQueuedRun({ client, run, infrastructure, pool: resolved, worker });
      });
      if (supervised !== null) await lookAfter(run, entry, supervised);
    });

  async function recover(): Promise<void> {
    if (performance.now() - recoveredAt < RECOVERY_MILLISECONDS) return;
    recoveredAt = performance.now();
    await recoverRuns(options, new Set(active.keys()), {
      onReclaimed: (run) => start(run, true),
      onAdopted(run, supervised) {
        report.info(`Worker '${name}' looks after flow run '${run.id}' (${run.name}), which nobody did any more.`);
        keep(run, (entry) => lookAfter(run, entry, supervised));
      },
    });
  }

  async function poll(): Promise<void> {
    await recover();
    const room = (options.limit ?? Number.POSITIVE_INFINITY) - active.size;
    isBacklogged = room <= 0;
    if (isBacklogged) return;
    const scheduled = await client.getScheduledFlowRuns(workPool, {
      scheduled_before: new Date(Date.now() + options.prefetchSeconds * 1000).toISOString(),
      ...(options.workQueues.length === 0 ? {} : { work_queue_names: options.workQueues }),
    });
    health.lastPolledAt = performance.now();
    const { own, foreign } = chooseRuns(scheduled, new Set(active.keys()), room);
    isBacklogged = own.length === room;
    for (const run of own) start(run, false);
    for (const run of foreign) tellForeign(run);
  }

  function tellForeign({ id, name: runName }: FlowRunRecord): void {
    if (told.has(id)) return;
    told.add(id);
    report.error(
      `Flow run '${runName}' (${id}) cannot be started by this worker: it was not submitted with submitToWorkPool() from ` +
        `TypeScript. It stays scheduled; start a worker of Prefect's Python edition for it: prefect worker start --pool '${workPool}'`,
    );
  }

  const heart = await beatHeart(options);
  try {
    for (let isFirst = true; !signal.aborted && (isFirst || !options.runOnce); isFirst = false) {
      if (!isFirst) await alarm.wait(options.querySeconds * 1000 * (1 - JITTER * Math.random()), signal);
      if (signal.aborted) break;
      try {
        await poll();
      } catch (error) {
        if (isFirst) throw error;
        report.warn(`Work pool '${workPool}' could not be asked for runs: ${messageOf(error)}`);
      }
    }
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
    await Promise.all([...active.values()].map(({ over }) => over));
  } finally {
    signal.removeEventListener("abort", leave);
    await heart.stop();
  }

  /** What is being launched is launched first, so that it is recorded; what runs goes on by itself. */
  function leave(): void {
    const running = [...active.values()].flatMap(({ supervised }) => (supervised === null ? [] : [supervised]));
    if (running.length > 0) {
      report.info(
        `Flow runs that go on without this worker: ${running.length}. Another one of the pool looks after them.`,
      );
    }
    for (const supervised of running) supervised.detach();
  }
}

async function untilDue(run: FlowRunRecord, signal: AbortSignal): Promise<void> {
  const due = Date.parse(run.next_scheduled_start_time ?? "") || toState(run).timestamp.getTime();
  await delay(Math.max(0, due - Date.now()), undefined, { signal }).catch(() => undefined);
}
