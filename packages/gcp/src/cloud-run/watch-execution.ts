import { nextWake, type InfrastructureEvent, type InfrastructureExit, type Sleeper } from "prefect-core/provider";
import { patiently } from "../google/google-patience.ts";
import type { LogPoller } from "../google/log-poller.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import { type ExecutionLog, openExecutionLog } from "./execution-log.ts";
import type { ExecutionPoller } from "./execution-poller.ts";
import type { JobReference } from "./job-reference.ts";
import { toExecutionPhase, toExit } from "./map-cloud-run-status.ts";
import { type TaskView, toDate } from "./resource-view.ts";

export interface WatchSurroundings {
  readonly client: CloudRunClient;
  readonly executions: ExecutionPoller;
  readonly logs: LogPoller;
  /** So long after its end an execution's log is waited for to tell of it. */
  readonly settlingMilliseconds: number;
}

/** An execution that two looks in succession do not find is gone. */
const missingLooks = 2;

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchExecution(
  { client, executions, logs, settlingMilliseconds }: WatchSurroundings,
  reference: JobReference,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  signal.throwIfAborted();
  const alarm = createAlarm();
  using subscription = executions.subscribe(reference.job, reference.execution, alarm.ring);
  using opened = new DisposableStack();
  const told = new Set<string>();
  let log: ExecutionLog | null = null;
  let seenLooks = 0;
  for (let missing = 0; ;) {
    await alarm.wait(signal);
    if (subscription.failure !== null) throw subscription.failure;
    const { view, looks } = subscription;
    if (looks > seenLooks) missing = view === null ? missing + looks - seenLooks : 0;
    seenLooks = looks;
    if (missing >= missingLooks) {
      if (log !== null) yield* log.read();
      yield lostExit(reference);
      return;
    }
    if (view === null) continue;
    const phase = toExecutionPhase(view, new Date());
    if (phase.kind === "starting") {
      if (!told.has(phase.reason)) yield { kind: "starting", timestamp: new Date(), reason: phase.reason };
      told.add(phase.reason);
      continue;
    }
    if (log === null) {
      const since = toDate(view.createTime) ?? new Date(0);
      log = opened.use(openExecutionLog(logs, reference, { since, onChange: alarm.ring }));
      if (phase.startedAt !== null) yield { kind: "running", timestamp: phase.startedAt };
    }
    if (phase.kind === "ended" && phase.startedAt !== null) await log.settle(settlingMilliseconds, signal);
    yield* log.read();
    if (phase.kind === "ended") {
      const task = await readTask(client, reference);
      yield toExit({ execution: view, task, notices: log.notices, now: phase.endedAt });
      return;
    }
  }
}

/** Why a container ended, its task knows; without it less is told. */
async function readTask(client: CloudRunClient, { job, execution }: JobReference): Promise<TaskView | null> {
  try {
    const [task] = await patiently(() => client.listTasks(job, execution));
    return task ?? null;
  } catch {
    return null;
  }
}

interface Alarm {
  readonly ring: () => void;
  /** Resolves at once where it rang since the last wait. */
  wait(signal: AbortSignal): Promise<void>;
}

function createAlarm(): Alarm {
  const sleeper: Sleeper = { wake: () => undefined };
  // Whoever subscribes anew may find what others have seen.
  let hasRung = true;
  return {
    ring() {
      hasRung = true;
      sleeper.wake();
    },
    async wait(signal) {
      signal.throwIfAborted();
      if (!hasRung) await nextWake(sleeper, signal);
      signal.throwIfAborted();
      hasRung = false;
    },
  };
}

function lostExit({ execution, region }: JobReference): InfrastructureExit {
  const message = `The execution ${execution} is not in ${region} any more.`;
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}
