import type { LogStore } from "../google-cloud/log-store.ts";
import { printedLines } from "../google-cloud/printed-lines.ts";
import type { Workload } from "../workloads/workload-backend.ts";

const task = "workerpool0-0";

/** Writes what the workload of a job prints to Cloud Logging, until its end. */
export async function writeJobLog(
  logs: LogStore,
  { project, job }: { readonly project: string; readonly job: string },
  workload: Workload,
): Promise<void> {
  for await (const { stream, timestamp, text } of printedLines(workload)) {
    const levelname = stream === "stderr" ? "ERROR" : "INFO";
    logs.write({
      timestamp,
      severity: levelname,
      jsonPayload: { message: text, attrs: { tag: task }, levelname },
      logName: `projects/${project}/logs/${task}`,
      labels: { "ml.googleapis.com/trial_id": "", "ml.googleapis.com/job_id/log_area": "root" },
      resource: { type: "ml_job", labels: { job_id: job, project_id: project, task_name: task } },
    });
  }
}
