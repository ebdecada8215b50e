import type { LogStore } from "../google-cloud/log-store.ts";
import { printedLines } from "../google-cloud/printed-lines.ts";
import type { Workload } from "../workloads/workload-backend.ts";

/** Where the output of a task goes. */
export interface TaskLog {
  /** Resolves when the workload has ended and all of its output was written. */
  follow(workload: Workload): Promise<void>;
  /** What Cloud Run itself says of the task. */
  tell(text: string, severity?: string): void;
}

export function createTaskLog(
  logs: LogStore,
  place: { readonly project: string; readonly region: string; readonly job: string; readonly execution: string },
): TaskLog {
  const { project, region, job, execution } = place;

  function write(log: string, textPayload: string, severity: string, timestamp = new Date().toISOString()): void {
    logs.write({
      timestamp,
      severity,
      textPayload,
      logName: `projects/${project}/logs/run.googleapis.com%2F${log}`,
      labels: {
        "run.googleapis.com/execution_name": execution,
        "run.googleapis.com/task_index": "0",
        "run.googleapis.com/task_attempt": "0",
      },
      resource: { type: "cloud_run_job", labels: { job_name: job, location: region, project_id: project } },
    });
  }

  return {
    async follow(workload) {
      for await (const { stream, timestamp, text } of printedLines(workload)) write(stream, text, "DEFAULT", timestamp);
    },
    tell: (text, severity = "INFO") => write("varlog%2Fsystem", text, severity),
  };
}
