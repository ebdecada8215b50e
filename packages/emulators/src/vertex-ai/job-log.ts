import type { LogStore } from "../google-cloud/log-store.ts";
import type { Workload } from "../workloads/workload-backend.ts";

const task = "workerpool0-0";

/** Writes what the workload of a job prints to Cloud Logging, until its end. */
export async function writeJobLog(
  logs: LogStore,
  { project, job }: { readonly project: string; readonly job: string },
  workload: Workload,
): Promise<void> {
  const unfinished = { stdout: "", stderr: "" };

  function end(stream: "stdout" | "stderr", timestamp = new Date().toISOString()): void {
    logs.write({
      timestamp,
      severity: stream === "stderr" ? "ERROR" : "INFO",
      jsonPayload: {
        message: unfinished[stream],
        attrs: { tag: task },
        levelname: stream === "stderr" ? "ERROR" : "INFO",
      },
      logName: `projects/${project}/logs/${task}`,
      labels: { "ml.googleapis.com/trial_id": "", "ml.googleapis.com/job_id/log_area": "root" },
      resource: { type: "ml_job", labels: { job_id: job, project_id: project, task_name: task } },
    });
    unfinished[stream] = "";
  }

  for await (const { stream, timestamp, content } of workload.output({ follow: true })) {
    unfinished[stream] += content.toString();
    if (!unfinished[stream].endsWith("\n")) continue;
    unfinished[stream] = unfinished[stream].slice(0, -1);
    end(stream, timestamp);
  }
  for (const stream of ["stdout", "stderr"] as const) if (unfinished[stream] !== "") end(stream);
}
