import {
  retryTransient,
  StorageObjectNotFoundError,
  StorageOperationError,
  type StorageOperation,
  type Transience,
} from "prefect-core/provider";
import type { GcsClient } from "./gcs-client.ts";
import type { GcsSettings } from "./gcs-settings.ts";
import { gcsTransience, isExpiredToken, isMissing, whatIsMissing } from "./map-gcs-failure.ts";
import { describeGcsFailure, refusedPrincipal } from "./describe-gcs-failure.ts";
import { toSafeCause } from "./to-safe-cause.ts";

/** A bucket, with a client that is made at the first request and again when its token ran out. */
export interface GcsConnection {
  /** `gs://bucket/folder`. */
  readonly name: string;
  client(): Promise<GcsClient>;
  /** Whether a failed request is worth repeating; with a new client where its token had run out. */
  transience(error: unknown): Transience | null;
  /** Sends a request, again while it may pass; what it throws in the end is the SDK's. */
  send<T>(
    request: (client: GcsClient, attemptNumber: number) => Promise<T>,
    signal?: AbortSignal | undefined,
  ): Promise<T>;
  /** Whether a request failed as there is no such object, in a bucket that is there. */
  isObjectMissing(error: unknown): Promise<boolean>;
  /** What the storage throws for what the SDK threw; the signal's reason where it was aborted. */
  toError(error: unknown, operation: StorageOperation, key: string, signal?: AbortSignal): Promise<unknown>;
}

/** What makes a client. */
export type ConnectGcs = (settings: GcsSettings) => Promise<GcsClient>;

export function createGcsConnection(settings: GcsSettings, connect: ConnectGcs = connectWithSdk): GcsConnection {
  const { bucket, folder, access, endpoint } = settings;
  const at = endpoint.url === null ? "" : ` at ${endpoint.url}`;
  const name = `gs://${bucket}${folder === "" ? "" : `/${folder}`}${at}`;
  let current: Promise<GcsClient> | null = null;

  function client(): Promise<GcsClient> {
    current ??= connect(settings);
    return current;
  }

  function transience(error: unknown): Transience | null {
    if (isExpiredToken(error)) current = null;
    return gcsTransience(error);
  }

  async function isObjectMissing(error: unknown): Promise<boolean> {
    if (!isMissing(error)) return false;
    const missing = whatIsMissing(error);
    if (missing !== null) return missing === "object";
    try {
      await (await client()).list("", null, 1);
      return true;
    } catch (second) {
      return !isMissing(second);
    }
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
    isObjectMissing,
    transience,
    send: (request, signal) =>
      retryTransient(async (attemptNumber) => request(await client(), attemptNumber), { transience, signal }),
    async toError(error, operation, key, signal) {
      if (signal?.aborted === true) return signal.reason;
      if (StorageOperationError.isInstance(error) || StorageObjectNotFoundError.isInstance(error)) return error;
      const isBucketMissing = isMissing(error) && !(await isObjectMissing(error));
      if (operation === "read" && isMissing(error) && !isBucketMissing) {
        return new StorageObjectNotFoundError({ storage: name, key, cause: toSafeCause(error) });
      }
      const { problem, mend } = describeGcsFailure(error, {
        bucket,
        operation,
        isBucketMissing,
        block: access.block,
        now: Date.now(),
      });
      return new StorageOperationError({
        storage: name,
        operation,
        key,
        problem,
        principal: refusedPrincipal(error) ?? (await principal()),
        mend,
        cause: toSafeCause(error),
      });
    },
  };
}

async function connectWithSdk(settings: GcsSettings): Promise<GcsClient> {
  const { createGcsClient } = await import("./gcs-client.ts");
  return createGcsClient(settings);
}
