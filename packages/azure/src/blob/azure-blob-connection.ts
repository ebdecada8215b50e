import {
  retryTransient,
  StorageObjectNotFoundError,
  StorageOperationError,
  type StorageOperation,
  type Transience,
} from "prefect-core/provider";
import { accountUrlOf } from "../credentials/azure-access.ts";
import type { AzureBlobClient } from "./azure-blob-client.ts";
import type { BlobSettings } from "./blob-settings.ts";
import { azureMessage, azureTransience, isExpiredToken, isMissingBlob } from "./map-azure-failure.ts";
import { describeAzureFailure } from "./describe-azure-failure.ts";

/** A container in an account, with a client that is made at the first request and again when its token ran out. */
export interface AzureBlobConnection {
  /** `https://account.blob.core.windows.net/container/folder`. */
  readonly name: string;
  client(): Promise<AzureBlobClient>;
  /** Whether a failed request is worth repeating; with a new client where its token had run out. */
  transience(error: unknown): Transience | null;
  /** Sends a request, again while it may pass; what it throws in the end is the SDK's. */
  send<T>(
    request: (client: AzureBlobClient, attemptNumber: number) => Promise<T>,
    signal?: AbortSignal | undefined,
  ): Promise<T>;
  /** What the storage throws for what the SDK threw; the signal's reason where it was aborted. */
  toError(error: unknown, operation: StorageOperation, key: string, signal?: AbortSignal): Promise<unknown>;
}

/** What makes a client. */
export type ConnectBlob = (settings: BlobSettings) => Promise<AzureBlobClient>;

export function createAzureBlobConnection(
  settings: BlobSettings,
  connect: ConnectBlob = connectWithSdk,
): AzureBlobConnection {
  const { container, folder, access, block } = settings;
  const accountUrl = accountUrlOf(access) ?? "the account of the connection string";
  const name = `${accountUrl}/${container}${folder === "" ? "" : `/${folder}`}`;
  let current: Promise<AzureBlobClient> | null = null;

  function client(): Promise<AzureBlobClient> {
    current ??= connect(settings);
    return current;
  }

  function transience(error: unknown): Transience | null {
    if (isExpiredToken(error)) current = null;
    return azureTransience(error);
  }

  async function principal(): Promise<string | null> {
    try {
      return await (await client()).principal();
    } catch {
      return null;
    }
  }

  return {
    name,
    client,
    transience,
    send: (request, signal) =>
      retryTransient(async (attemptNumber) => request(await client(), attemptNumber), { transience, signal }),
    async toError(error, operation, key, signal) {
      if (signal?.aborted === true) return signal.reason;
      if (StorageOperationError.isInstance(error) || StorageObjectNotFoundError.isInstance(error)) return error;
      if (operation === "read" && isMissingBlob(error))
        return new StorageObjectNotFoundError({ storage: name, key, cause: error });
      const { problem, mend } = describeAzureFailure(error, { container, accountUrl, block, now: Date.now() });
      return new StorageOperationError({
        storage: name,
        operation,
        key,
        problem,
        principal: await principal(),
        mend,
        cause: new Error(azureMessage(error), { cause: error }),
      });
    },
  };
}

async function connectWithSdk({ container, access }: BlobSettings): Promise<AzureBlobClient> {
  const { createAzureBlobClient } = await import("./azure-blob-client.ts");
  return createAzureBlobClient(container, access);
}
