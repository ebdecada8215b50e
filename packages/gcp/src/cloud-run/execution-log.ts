import type { InfrastructureEvent } from "prefect-core/provider";
import type { LogEntry } from "../google/log-entry.ts";
import type { LogPoller, LogSource } from "../google/log-poller.ts";
import type { JobReference } from "./job-reference.ts";

const executionLabel = "run.googleapis.com/execution_name";
const systemLog = "run.googleapis.com%2Fvarlog%2Fsystem";
const endWords = /^Container (called exit\(|terminated on signal)/;

/** The output of one execution, and what Cloud Run itself says of its container. */
export interface ExecutionLog extends Disposable {
  /** What was printed since the last call; why nothing can be read is told once. */
  read(): Generator<InfrastructureEvent, void, undefined>;
  /** Resolves once the log tells of the container's end, or this time has passed. */
  settle(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly notices: readonly string[];
}

export function openExecutionLog(
  poller: LogPoller,
  { job, execution }: Pick<JobReference, "job" | "execution">,
  { since, onChange }: { readonly since: Date; readonly onChange: () => void },
): ExecutionLog {
  const source: LogSource = {
    filter: `resource.type="cloud_run_job" AND resource.labels.job_name="${job}" AND labels."${executionLabel}"="${execution}"`,
    matches: ({ labels }) => labels[executionLabel] === execution,
    since: since.toISOString(),
  };
  const subscription = poller.subscribe(source, onChange);
  const notices: string[] = [];
  const fresh: LogEntry[] = [];
  let isSilent = false;
  let hasEnded = false;

  function take(): void {
    for (const entry of subscription.take()) {
      if (entry.logName.endsWith(systemLog)) {
        notices.push(entry.text);
        hasEnded ||= endWords.test(entry.text);
      } else fresh.push(entry);
    }
  }

  return {
    notices,
    *read() {
      take();
      for (const { timestamp, logName, text } of fresh.splice(0)) {
        const stream = logName.endsWith("stderr") ? "stderr" : "stdout";
        yield { kind: "output", timestamp: new Date(timestamp), stream, line: text };
      }
      if (subscription.failure === null || isSilent) return;
      isSilent = true;
      const line = `The container's output cannot be read: ${subscription.failure.message}`;
      yield { kind: "output", timestamp: new Date(), stream: "stderr", line };
      yield { kind: "running", timestamp: new Date(), isSilent: true };
    },
    async settle(milliseconds, signal) {
      const deadline = performance.now() + milliseconds;
      do {
        await subscription.look(signal);
        take();
      } while (!hasEnded && subscription.failure === null && performance.now() < deadline);
      // Lines of other streams may come in after the one that tells of the end.
      if (hasEnded) await subscription.look(signal);
      take();
    },
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  };
}
