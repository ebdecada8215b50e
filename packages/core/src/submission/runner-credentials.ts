import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import { storageCredentialsVariable, type RunnerCredentials } from "../contracts/runner-storage.ts";
import type { StorageReference } from "../contracts/storage.ts";
import type { StorageCredentials } from "../contracts/storage-type.ts";
import { StorageCredentialsUnreachableError } from "../errors/storage-credentials-unreachable-error.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { Settings } from "../settings/settings.ts";
import type { BlockReader } from "../storage/block-reader.ts";
import { loadStepCredentials } from "../storage/storage-credentials.ts";
import { findStorageModule } from "../storage/storage-types.ts";

type ApiSettings = Pick<Settings, "apiUrl" | "apiKey" | "apiAuthString" | "customHeaders">;

export interface CredentialsRequest {
  readonly infrastructure: Pick<
    InfrastructureType<CommonInfrastructureOptions, unknown>,
    "type" | "storageCredentialsWays"
  >;
  /** The job configuration, as the infrastructure type parsed it. */
  readonly configuration: unknown;
  readonly workPool: string;
  /** Of the bundle's storage and the result's; `null` where one needs none. */
  readonly needed: readonly (StorageCredentials | null)[];
}

/**
 * What a runner reports to the API with, as a secret of the run: nothing where the API asks for nothing, or the job has
 * it from its platform, or its platform takes no secrets of a run.
 */
export function toApiSecret(
  { storageCredentialsWays }: CredentialsRequest["infrastructure"],
  configuration: unknown,
  { apiUrl, apiKey, apiAuthString, customHeaders }: ApiSettings = loadSettings(),
): Readonly<Record<string, string>> {
  const ways = storageCredentialsWays?.(configuration) ?? ["run-secret"];
  if (apiUrl === null || ways[0] === "api" || !ways.includes("run-secret")) return {};
  return {
    ...(apiKey === null ? {} : { PREFECT_API_KEY: apiKey }),
    ...(apiAuthString === null ? {} : { PREFECT_API_AUTH_STRING: apiAuthString }),
    ...(Object.keys(customHeaders).length === 0
      ? {}
      : { PREFECT_CLIENT_CUSTOM_HEADERS: JSON.stringify(customHeaders) }),
  };
}

/** The credentials of the bundle storage as the runner opens it. Throws what `openConfiguredStorage` throws. */
export async function bundleCredentials(
  reader: BlockReader,
  { module, arguments: storageArguments }: StorageReference,
): Promise<StorageCredentials | null> {
  return await loadStepCredentials(reader, await findStorageModule(module), storageArguments);
}

/**
 * What goes into the run's secrets so that its runner can open its storages: nothing where they need no block, or the
 * job has another way to it. Throws `StorageCredentialsUnreachableError` where there is no way. Pure.
 */
export function toCredentialsSecret(request: CredentialsRequest): Readonly<Record<string, string>> {
  const { infrastructure, configuration, workPool } = request;
  const needed = request.needed.filter((credentials) => credentials !== null);
  const [first] = needed;
  if (first === undefined) return {};
  const [way] = infrastructure.storageCredentialsWays?.(configuration) ?? ["run-secret"];
  if (way === undefined) {
    const infrastructureType = infrastructure.type;
    throw new StorageCredentialsUnreachableError({ workPool, infrastructureType, block: first.block });
  }
  if (way !== "run-secret") return {};
  const credentials: RunnerCredentials = Object.fromEntries(needed.map(({ block, data }) => [block, data]));
  return { [storageCredentialsVariable]: JSON.stringify(credentials) };
}
