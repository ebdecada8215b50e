import type { LogStore } from "../google-cloud/log-store.ts";
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
      const unfinished = { stdout: "", stderr: "" };
      const end = (stream: "stdout" | "stderr", timestamp?: string): void => {
        write(stream, unfinished[stream], "DEFAULT", timestamp);
        unfinished[stream] = "";
      };
      for await (const { stream, timestamp, content } of workload.output({ follow: true })) {
        unfinished[stream] += content.toString();
        if (!unfinished[stream].endsWith("\n")) continue;
        unfinished[stream] = unfinished[stream].slice(0, -1);
        end(stream, timestamp);
      }
      for (const stream of ["stdout", "stderr"] as const) if (unfinished[stream] !== "") end(stream);
    },
    tell: (text, severity = "INFO") => write("varlog%2Fsystem", text, severity),
  };
}
