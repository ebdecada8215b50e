import type { InfrastructureReference, LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL } from "prefect-core/provider";
import { type GoogleLabels, readGoogleLabel, toGoogleLabels } from "../google/google-labels.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import { infrastructureType } from "./invalid-configuration.ts";
import { type JobView, lastName } from "./resource-view.ts";

/** What is known of a job in another process than the one that made it. */
export interface JobReference {
  readonly project: string;
  readonly region: string;
  readonly job: string;
  /** Empty where it was never run. */
  readonly execution: string;
  /** Until when the ended job stays; `null`: it is deleted with its run's end. */
  readonly keptUntil: string | null;
}

/** Prefect's `infrastructure_pid` is the job. */
export function referenceTo(
  { project, region }: Pick<CloudRunClient, "project" | "region">,
  { name, labels }: JobView,
  execution: string,
): InfrastructureReference {
  const isKept = readGoogleLabel(labels, KEPT_LABEL) === "true";
  const reference: JobReference = {
    project,
    region,
    job: lastName(name),
    execution,
    keptUntil: isKept ? (readGoogleLabel(labels, "prefect.io/expires-at") ?? null) : null,
  };
  return { type: infrastructureType, infrastructurePid: reference.job, details: { ...reference } };
}

export function fromReference({ details, infrastructurePid }: InfrastructureReference): JobReference {
  const text = (key: string): string => (typeof details[key] === "string" ? details[key] : "");
  return {
    project: text("project"),
    region: text("region"),
    job: text("job") || infrastructurePid,
    execution: text("execution"),
    keptUntil: text("keptUntil") || null,
  };
}

/** Whether a job was made for this very attempt. */
export function isOfAttempt(
  { labels }: JobView,
  { flowRunId, attempt }: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">,
): boolean {
  return bears(labels, toGoogleLabels({ "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": attempt }));
}

export function bears(labels: GoogleLabels | null | undefined, wanted: GoogleLabels): boolean {
  return Object.entries(wanted).every(([name, value]) => labels?.[name] === value);
}
