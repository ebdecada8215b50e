import {
  InvalidStorageReferenceError,
  type JsonObject,
  type StorageModule,
  type StorageOpenOptions,
} from "prefect-core/provider";
import { authorityHostOf, type AzureAccess } from "../credentials/azure-access.ts";
import { type AzureEnvironment, readAzureEnvironment } from "../credentials/azure-environment.ts";
import { accountUrlProblem, toAzureAccess } from "../credentials/to-azure-access.ts";
import { azureStorageModule as module, createContainerStorage } from "./azure-blob-storage.ts";
import type { BlobSettings } from "./blob-settings.ts";

/** The step argument that names a credentials block. */
export const credentialsArgument = "azure_blob_storage_credentials_block_name";

/** What opens a container, where a work pool is configured and in a container of a run. */
export const azureStorageModule: StorageModule = {
  specificationVersion: "v1",
  module,
  credentials: { argument: credentialsArgument, blockTypeSlug: "azure-blob-storage-credentials" },
  async open(storageArguments, options) {
    const settings = toBlobSettings(storageArguments, options, readAzureEnvironment(process.env));
    return createContainerStorage({ settings, storageArguments: complete(storageArguments, settings, options) });
  },
};

/** A run's container does not have this environment. */
function complete(
  storageArguments: JsonObject,
  { access }: BlobSettings,
  { credentials }: StorageOpenOptions,
): JsonObject {
  if (credentials !== null || access.kind !== "default") return storageArguments;
  return { ...storageArguments, account_url: access.accountUrl };
}

/** Throws `InvalidStorageReferenceError` and `InvalidBlockError`. Pure. */
export function toBlobSettings(
  storageArguments: JsonObject,
  { credentials }: StorageOpenOptions,
  environment: AzureEnvironment,
): BlobSettings {
  const container = readText(storageArguments, "container");
  if (container === "") throw new InvalidStorageReferenceError({ module, argument: "container", reason: "is missing" });
  const folder = readText(storageArguments, "base_folder").replace(/^\/+|\/+$/g, "");
  const access =
    credentials === null
      ? defaultAccess(readText(storageArguments, "account_url"), environment)
      : toAzureAccess(credentials);
  return { container, folder, access, block: credentials?.block ?? null };
}

function defaultAccess(given: string, { connectionString, accountUrl }: AzureEnvironment): AzureAccess {
  if (given === "" && connectionString !== null) return { kind: "connection-string", connectionString };
  const url = given || accountUrl;
  const problem = url === null ? missingAccount : accountUrlProblem(url);
  if (url === null || problem !== null) {
    throw new InvalidStorageReferenceError({ module, argument: "account_url", reason: problem ?? missingAccount });
  }
  return { kind: "default", accountUrl: url, authorityHost: authorityHostOf(url) };
}

const missingAccount =
  "is missing, and neither a block of type azure-blob-storage-credentials nor AZURE_STORAGE_CONNECTION_STRING or " +
  "AZURE_STORAGE_ACCOUNT is given";

function readText(storageArguments: JsonObject, argument: string): string {
  const value = storageArguments[argument] ?? "";
  if (typeof value === "string") return value.trim();
  throw new InvalidStorageReferenceError({ module, argument, reason: "must be a text" });
}
