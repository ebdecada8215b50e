import type { FoundInfrastructure } from "prefect-core/provider";
import { toFoundInfrastructure } from "prefect-core/provider";
import { readGoogleLabel, toGoogleLabelName } from "../google/google-labels.ts";
import { patiently } from "../google/google-patience.ts";
import { referenceTo } from "./custom-job-reference.ts";
import type { CustomJobs } from "./custom-jobs.ts";
import { labelFilter } from "./job-filter.ts";
import { toJobPhase } from "./map-vertex-ai-status.ts";

/** The custom jobs of a region that bear all the labels, ended or not. */
export async function* findCustomJobs(
  jobs: CustomJobs,
  labels: Readonly<Record<string, string>>,
): AsyncGenerator<FoundInfrastructure, void, undefined> {
  const ofRuns = `labels.${toGoogleLabelName("prefect.io/flow-run-id")}:*`;
  const filter = [ofRuns, labelFilter(labels)].filter((term) => term !== "").join(" AND ");
  for (const job of await patiently(() => jobs.list(filter))) {
    const isRunning = toJobPhase(job, new Date()).kind === "running";
    yield toFoundInfrastructure({ reference: referenceTo(job), isRunning }, (label) =>
      readGoogleLabel(job.labels, label),
    );
  }
}
