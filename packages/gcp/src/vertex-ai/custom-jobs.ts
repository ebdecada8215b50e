import type { Json, JsonObject } from "prefect-core/provider";
import { GoogleApiError, isNotFound } from "../google/errors/google-api-error.ts";
import { GoogleUnreachableError } from "../google/errors/google-unreachable-error.ts";
import type { CustomJob } from "./custom-job.ts";
import { VertexAiRegionError } from "./errors/vertex-ai-region-error.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { findDroppedField, fromJobMessage, type JobMessage, toJobMessage } from "./job-message.ts";
import type { VertexAiClient } from "./vertex-ai-client.ts";

/** The custom jobs of one project in one region. Every method sends one request for each page, which is not repeated. */
export interface CustomJobs {
  readonly project: string;
  readonly region: string;
  readonly endpoint: string;
  /** Throws `JobConfigurationError` for a field that the API does not have. */
  create(job: JsonObject, signal?: AbortSignal): Promise<CustomJob>;
  /** `null` where there is none. */
  read(name: string, signal?: AbortSignal): Promise<CustomJob | null>;
  /** All that match the filter, newest first. https://google.aip.dev/160 */
  list(filter: string, signal?: AbortSignal): Promise<readonly CustomJob[]>;
  /** Whether jobs can be asked for at all. Throws `VertexAiRegionError` where the region is at fault. */
  probe(): Promise<void>;
  /** Returns once Vertex AI has taken it on; no error where there is none. */
  cancel(name: string): Promise<void>;
  /** Of one that has ended. Returns once Vertex AI has taken it on; no error where there is none. */
  remove(name: string): Promise<void>;
}

const pageSize = 100;

interface JobPage {
  readonly customJobs?: readonly JobMessage[];
  readonly nextPageToken?: string;
}

export function createCustomJobs(
  client: VertexAiClient,
  { project, region }: { readonly project: string; readonly region: string },
): CustomJobs {
  const parent = `projects/${project}/locations/${region}`;
  const where = `in ${region} of the project ${project}`;

  function toRequest(job: JsonObject): Readonly<Record<string, unknown>> {
    const request = { parent, customJob: toJobMessage(job) };
    const dropped = findDroppedField(request, client.encoded("CreateCustomJob", request) as Json);
    if (dropped === null) return request;
    const path = dropped.replace(/^customJob\./, "");
    throw invalidConfiguration(
      path,
      "is no field of Vertex AI's custom jobs, or has a value that the API does not know",
    );
  }

  async function readPage(filter: string, pageToken: string, size: number, signal?: AbortSignal): Promise<JobPage> {
    const request = { parent, filter, pageSize: size, pageToken };
    const operation = `list the custom jobs ${where}`;
    return (await client.call({ method: "ListCustomJobs", operation, request, signal })) as JobPage;
  }

  async function unlessGone(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  return {
    project,
    region,
    endpoint: client.endpoint,
    async create(job, signal) {
      const operation = `create the custom job ${String(job["displayName"])} ${where}`;
      const message = await client.call({ method: "CreateCustomJob", operation, request: toRequest(job), signal });
      return fromJobMessage(message as JobMessage);
    },
    async read(name, signal) {
      try {
        const operation = `read the custom job ${name}`;
        const message = await client.call({ method: "GetCustomJob", operation, request: { name }, signal });
        return fromJobMessage(message as JobMessage);
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    async list(filter, signal) {
      const jobs: CustomJob[] = [];
      let pageToken = "";
      do {
        const page = await readPage(filter, pageToken, pageSize, signal);
        jobs.push(...(page.customJobs ?? []).map(fromJobMessage));
        pageToken = page.nextPageToken ?? "";
      } while (pageToken !== "");
      return jobs;
    },
    async probe() {
      try {
        await readPage("", "", 1);
      } catch (error) {
        if (isOfRegion(error)) throw new VertexAiRegionError({ region, cause: error as Error });
        throw error;
      }
    },
    cancel: (name) =>
      unlessGone(
        client.call({ method: "CancelCustomJob", operation: `cancel the custom job ${name}`, request: { name } }),
      ),
    remove: (name) =>
      unlessGone(
        client.call({ method: "DeleteCustomJob", operation: `delete the custom job ${name}`, request: { name } }),
      ),
  };
}

/** Each region has a host of its own, so that one that does not exist has none. */
function isOfRegion(error: unknown): boolean {
  if (GoogleUnreachableError.isInstance(error))
    return /ENOTFOUND|Name resolution failed/i.test(String((error as Error).message));
  return GoogleApiError.isInstance(error) && /'locations\/[^']+' \(or it may not exist\)/.test(error.detail);
}
