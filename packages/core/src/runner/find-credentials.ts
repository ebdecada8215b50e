import type { JsonObject } from "../contracts/json.ts";
import { storageCredentialsVariable, type RunnerCredentials } from "../contracts/runner-storage.ts";
import type { StorageCredentials } from "../contracts/storage-type.ts";
import { RunnerStorageError } from "../errors/runner-storage-error.ts";
import { RunnerUsageError } from "../errors/runner-usage-error.ts";
import { loadBlock } from "./load-block.ts";
import type { Environment } from "./runner-settings.ts";
import type { RetryPolicy } from "./storage-retry.ts";

/**
 * The data of a credentials block, `<block type>/<name>` and maybe `/<field>`: from what the platform handed to the
 * runner, else from the API. Throws `RunnerStorageError` and `RunnerUsageError`.
 */
export async function findCredentials(
  module: string,
  block: string,
  environment: Environment,
  retry: RetryPolicy,
): Promise<StorageCredentials> {
  const handed = handedCredentials(environment)[block];
  if (handed !== undefined) return { block, data: handed };
  const apiUrl = environment["PREFECT_API_URL"];
  if (!apiUrl) {
    throw new RunnerStorageError({
      module,
      problem: `it needs the block '${block}', which was not handed to this runner in ${storageCredentialsVariable}`,
      mend: "Submit the run with a release that hands it on, or set PREFECT_API_URL and PREFECT_API_KEY for the runner.",
    });
  }
  return { block, data: await loadBlock({ module, block, apiUrl, environment, retry }) };
}

function handedCredentials(environment: Environment): RunnerCredentials {
  const text = environment[storageCredentialsVariable];
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, JsonObject>;
  } catch {
    // Its text must not get into a message.
  }
  const problem = `${storageCredentialsVariable} is not a JSON object of blocks' data by "<block type>/<name>".`;
  throw new RunnerUsageError({ problem });
}
