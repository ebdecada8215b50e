import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import { storageCredentialsVariable, type RunnerCredentials } from "../contracts/runner-storage.ts";
import type { StorageReference } from "../contracts/storage.ts";
import type { StorageCredentials } from "../contracts/storage-type.ts";
import { StorageCredentialsUnreachableError } from "../errors/storage-credentials-unreachable-error.ts";
import type { BlockReader } from "../storage/block-reader.ts";
import { loadStepCredentials } from "../storage/storage-credentials.ts";
import { findStorageModule } from "../storage/storage-types.ts";

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
