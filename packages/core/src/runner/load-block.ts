import type { JsonObject } from "../contracts/json.ts";
import { requestHeaders } from "../control-plane/transports/request-headers.ts";
import { RunnerStorageError } from "../errors/runner-storage-error.ts";
import type { Environment } from "./runner-settings.ts";
import { retryStorage, type RetryPolicy } from "./storage-retry.ts";
import { messageOf } from "../errors/thrown.ts";

const requestSeconds = 30;

export interface BlockRequest {
  /** For messages. */
  readonly module: string;
  readonly block: string;
  readonly apiUrl: string;
  readonly environment: Environment;
  readonly retry: RetryPolicy;
}

/** Loads a block, or a field of one, from the API that the runner's environment names. Throws `RunnerStorageError`. */
export async function loadBlock(request: BlockRequest): Promise<JsonObject> {
  const { module, block, apiUrl, retry } = request;
  const [slug = "", name = "", field] = block.split("/");
  const mend =
    "Give the runner PREFECT_API_URL and a PREFECT_API_KEY that may read blocks, from the platform's secrets.";
  const path = `block_types/slug/${encodeURIComponent(slug)}/block_documents/name/${encodeURIComponent(name)}`;
  const url = `${apiUrl.replace(/\/$/u, "")}/${path}?include_secrets=true`;
  const document = await retryStorage(() => readDocument(url, request.environment), retry).catch((cause: unknown) => {
    const why = messageOf(cause);
    throw new RunnerStorageError({ module, problem: `the block '${block}' cannot be read: ${why}`, mend, cause });
  });
  const data = field === undefined ? document.data : document.data[field];
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as JsonObject;
  throw new RunnerStorageError({ module, problem: `the block '${block}' at ${apiUrl} holds no object`, mend });
}

async function readDocument(url: string, environment: Environment): Promise<{ readonly data: JsonObject }> {
  const { PREFECT_API_KEY: apiKey = null, PREFECT_API_AUTH_STRING: apiAuthString = null } = environment;
  const headers = requestHeaders({ apiKey, apiAuthString });
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(requestSeconds * 1000) });
  if (!response.ok) {
    const { status } = response;
    await response.body?.cancel();
    throw Object.assign(new Error(`${new URL(url).host} answered ${String(status)}`), { status });
  }
  return (await response.json()) as { data: JsonObject };
}
