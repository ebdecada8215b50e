import type { InfrastructureEvent, InfrastructureExit } from "prefect-core/provider";
import { patiently } from "../google/google-patience.ts";
import type { LogPoller } from "../google/log-poller.ts";
import { createNews } from "../google/news.ts";
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
  using subscription = executions.subscribe(reference);
  using news = createNews(subscription, signal);
  const told = new Set<string>();
  let log: ExecutionLog | null = null;
  try {
    for (let missing = 0; ;) {
      const view = await news.next();
      // Only lines came in.
      if (view === undefined) {
        if (log !== null) yield* log.read();
        continue;
      }
      if (view === null) {
        missing += 1;
        if (missing < missingLooks) continue;
        if (log !== null) yield* log.read();
        yield lostExit(reference);
        return;
      }
      missing = 0;
      const phase = toExecutionPhase(view, new Date());
      if (phase.kind === "starting") {
        if (!told.has(phase.reason)) yield { kind: "starting", timestamp: new Date(), reason: phase.reason };
        told.add(phase.reason);
        continue;
      }
      if (log === null) {
        const since = toDate(view.createTime) ?? new Date(0);
        log = openExecutionLog(logs, reference, { since, onChange: news.wake });
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
  } finally {
    log?.[Symbol.dispose]();
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

function lostExit({ execution, region }: JobReference): InfrastructureExit {
  const message = `The execution ${execution} is not in ${region} any more.`;
  return { kind: "exited", timestamp: new Date(), exitCode: null, cause: "lost", message };
}
