import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureEvent } from "prefect-core/provider";
import type { LogEntry } from "../google/log-entry.ts";
import type { LogPoller, LogSource } from "../google/log-poller.ts";
import { jobIdOf } from "./custom-job.ts";
import type { CustomJobReference } from "./custom-job-reference.ts";

/** The output of one custom job, as it is followed. */
export interface JobOutput extends Disposable {
  /** What came in since the last call. */
  take(): Generator<InfrastructureEvent, void, undefined>;
  /** All that is left, once the job has ended. */
  drain(signal: AbortSignal): AsyncGenerator<InfrastructureEvent, void, undefined>;
}

/** The replica that the flow runs in. Vertex AI's own words about the job are of the task `service`. */
const task = "workerpool0-0";
const errorSeverities: ReadonlySet<string> = new Set(["ERROR", "CRITICAL", "ALERT", "EMERGENCY"]);

/** https://cloud.google.com/vertex-ai/docs/training/monitor-jobs-using-logs */
export function toLogSource({ name, createdAt }: Pick<CustomJobReference, "name" | "createdAt">): LogSource {
  const id = jobIdOf(name);
  return {
    filter: `resource.type="ml_job" AND resource.labels.job_id="${id}" AND resource.labels.task_name="${task}"`,
    matches: ({ resourceLabels }) => resourceLabels["job_id"] === id && resourceLabels["task_name"] === task,
    since: createdAt,
  };
}

/** Standard error is kept with the severity ERROR. Pure. */
export function toOutputEvents(entry: LogEntry): readonly InfrastructureEvent[] {
  const stream = errorSeverities.has(entry.severity) ? "stderr" : "stdout";
  const timestamp = new Date(entry.timestamp);
  return entry.text.split("\n").map((line) => ({ kind: "output", timestamp, stream, line }));
}

/** Goes on without output where it cannot be read, and says so. `onChange` is called after lines came in. */
export function followOutput(
  logs: LogPoller,
  reference: CustomJobReference,
  { settlingMilliseconds, onChange }: { readonly settlingMilliseconds: number; readonly onChange: () => void },
): JobOutput {
  const subscription = logs.subscribe(toLogSource(reference), onChange);
  let isSilent = false;

  function* take(): Generator<InfrastructureEvent, void, undefined> {
    for (const entry of subscription.take()) yield* toOutputEvents(entry);
    const { failure } = subscription;
    if (failure === null || isSilent) return;
    isSilent = true;
    const line = `The job's output cannot be read: ${failure.message}`;
    yield { kind: "output", timestamp: new Date(), stream: "stderr", line };
    yield { kind: "running", timestamp: new Date(), isSilent: true };
  }

  return {
    take,
    async *drain(signal) {
      // What is there is told before what may still come in is waited for.
      await subscription.look(signal);
      yield* take();
      if (isSilent) return;
      await delay(settlingMilliseconds, undefined, { signal });
      await subscription.look(signal);
      yield* take();
    },
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  };
}
