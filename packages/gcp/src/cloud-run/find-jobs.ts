import type { FoundInfrastructure } from "prefect-core/provider";
import { toFoundInfrastructure } from "prefect-core/provider";
import { readGoogleLabel, toGoogleLabels } from "../google/google-labels.ts";
import { patiently } from "../google/google-patience.ts";
import type { CloudRunClient } from "./cloud-run-client.ts";
import { bears, referenceTo } from "./job-reference.ts";
import { lastName } from "./resource-view.ts";

const pageSize = 200;

/** The jobs of a region that bear all the labels, ended or not. */
export async function* findJobs(
  client: CloudRunClient,
  labels: Readonly<Record<string, string>>,
): AsyncGenerator<FoundInfrastructure, void, undefined> {
  const wanted = toGoogleLabels(labels);
  let pageToken: string | null = null;
  do {
    const token: string | null = pageToken;
    const page = await readPage(client, token);
    for (const job of page.jobs) {
      const isOurs = readGoogleLabel(job.labels, "prefect.io/flow-run-id") !== undefined;
      if (!isOurs || !bears(job.labels, wanted)) continue;
      const execution = lastName(job.latestCreatedExecution?.name);
      const isRunning = execution !== "" && (job.latestCreatedExecution?.completionTime ?? null) === null;
      yield toFoundInfrastructure({ reference: referenceTo(client, job, execution), isRunning }, (label) =>
        readGoogleLabel(job.labels, label),
      );
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
}

function readPage(client: CloudRunClient, pageToken: string | null): ReturnType<CloudRunClient["listJobs"]> {
  return patiently(() => client.listJobs(pageToken, pageSize));
}
