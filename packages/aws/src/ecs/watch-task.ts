import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureEvent } from "prefect-core/provider";
import type { ClusterPoller, PollTimes } from "./cluster-poller.ts";
import type { LogStreamName } from "./ecs-api.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import type { LogReading } from "./log-reading.ts";
import { lostExit, toTaskPhase } from "./map-ecs-status.ts";
import { createTaskLooks } from "./task-looks.ts";
import type { TaskReference } from "./task-reference.ts";

export interface WatchSurroundings {
  readonly poller: ClusterPoller;
  /** The stream of the task's container; `null` where its output does not go to CloudWatch. */
  findStream(): Promise<LogStreamName | null>;
  readLog(stream: LogStreamName): LogReading;
  readonly times: PollTimes;
}

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchTask(
  { poller, findStream, readLog, times }: WatchSurroundings,
  { task: arn, container }: TaskReference,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  signal.throwIfAborted();
  using looks = createTaskLooks(poller, arn, times.missingMilliseconds);
  const told = new Set<string>();
  let output: OutputFollower | null = null;
  for (;;) {
    const task = await looks.next(signal);
    if (task === null) {
      if (output !== null) yield* output.drain();
      yield lostExit(`ECS does not know the task ${arn} any more: it keeps a stopped one for about an hour.`);
      return;
    }
    const phase = toTaskPhase(task, container);
    if (phase.kind === "starting" && !told.has(phase.reason)) {
      told.add(phase.reason);
      yield { kind: "starting", timestamp: new Date(), reason: phase.reason };
    }
    const hasRun = phase.kind === "running" || (phase.kind === "ended" && phase.hasRun);
    if (hasRun && output === null) {
      const stream = await findStream();
      output = createOutputFollower(stream === null ? null : readLog(stream), times, signal);
      const timestamp = phase.kind === "running" ? phase.startedAt : (task.startedAt ?? phase.exit.timestamp);
      yield { kind: "running", timestamp, ...(stream === null ? { isSilent: true } : {}) };
    }
    if (phase.kind === "ended") {
      if (output !== null) yield* output.drain();
      yield phase.exit;
      return;
    }
    if (output !== null) yield* output.more();
  }
}

interface OutputFollower {
  more(): AsyncGenerator<InfrastructureEvent, void, undefined>;
  /** All that is left, once the container has ended. */
  drain(): AsyncGenerator<InfrastructureEvent, void, undefined>;
}

/** Goes on without output where it cannot be read, and says so. */
function createOutputFollower(
  reading: LogReading | null,
  { settlingMilliseconds }: PollTimes,
  signal: AbortSignal,
): OutputFollower {
  let open = reading;
  async function* more(): AsyncGenerator<InfrastructureEvent, void, undefined> {
    if (open === null) return;
    try {
      yield* open.readNew(signal);
    } catch (error) {
      if (!EcsApiError.isInstance(error)) throw error;
      open = null;
      const line = `The task's output cannot be read: ${error.message}`;
      yield { kind: "output", timestamp: new Date(), stream: "stderr", line };
      yield { kind: "running", timestamp: new Date(), isSilent: true };
    }
  }
  return {
    more,
    async *drain() {
      yield* more();
      if (open === null) return;
      await delay(settlingMilliseconds, undefined, { signal });
      yield* more();
    },
  };
}
