import {
  checkStorageKey,
  checkStoragePrefix,
  type JsonObject,
  type Storage,
  type StorageBody,
  type StorageObject,
  StorageObjectNotFoundError,
  type StorageOperation,
  StorageOperationError,
  type StorageReadOptions,
  type StorageWriteOptions,
  toByteRange,
} from "prefect-core/provider";
import { describeS3Error, refusedPrincipal, type S3Description } from "./describe-s3-error.ts";
import { ChecksumMismatchError, readObject } from "./read-object.ts";
import { type ConnectS3, createS3Requests } from "./s3-requests.ts";
import { toS3Failure } from "./s3-failure.ts";
import type { S3Page } from "./s3-api.ts";
import type { S3Settings } from "./s3-settings.ts";
import { writeObject } from "./write-object.ts";

/** The step module that names a bucket in a work pool's storage configuration. */
export const s3StorageModule = "prefect_aws.bundles";

const damaged: S3Description = {
  problem: "failed",
  mend: "Read it again; where it stays so, the object is damaged: delete it, and have it written again.",
};

export interface BucketStorageOptions {
  readonly settings: S3Settings;
  /** What `reference()` gives back. */
  readonly storageArguments: JsonObject;
  /** What makes requests. Default: the AWS SDK, loaded by the first operation. */
  readonly connect?: ConnectS3;
}

/** Objects in a bucket of S3, or of a server that speaks its protocol. */
export function createBucketStorage(options: BucketStorageOptions): Storage {
  const { settings, storageArguments, connect = connectWithSdk } = options;
  const { bucket, folder, access } = settings;
  const below = folder === "" ? "" : `${folder}/`;
  const name = `s3://${bucket}${folder === "" ? "" : `/${folder}`}${access.endpoint === null ? "" : ` at ${access.endpoint}`}`;
  const requests = createS3Requests(settings, connect);

  async function failure(operation: StorageOperation, key: string, error: unknown): Promise<Error> {
    const found = toS3Failure(error);
    if (operation === "read" && found.status === 404 && found.code !== "NoSuchBucket") {
      return new StorageObjectNotFoundError({ storage: name, key, cause: error });
    }
    const api = await requests.connect().catch(() => null);
    const { problem, mend } =
      error instanceof ChecksumMismatchError
        ? damaged
        : describeS3Error(found, {
            bucket,
            operation,
            block: access.block,
            region: api?.region ?? access.region ?? "",
            isRegionSet: access.region !== null,
            isAws: api?.isAws ?? access.endpoint === null,
          });
    const principal = refusedPrincipal(found.message) ?? (await api?.principal()) ?? null;
    return new StorageOperationError({ storage: name, operation, key, problem, principal, mend, cause: error });
  }

  async function send<T>(operation: StorageOperation, key: string, work: Parameters<typeof requests.send<T>>[0]) {
    try {
      return await requests.send(work);
    } catch (error) {
      throw await failure(operation, key, error);
    }
  }

  async function* read(key: string, { range, signal }: StorageReadOptions = {}): AsyncGenerator<Uint8Array, void> {
    checkStorageKey(key);
    const bytes = toByteRange(range);
    // No request can ask for no bytes, and an object that is not there must be said to be so.
    if (bytes.start === bytes.end) {
      if (await exists(key)) return;
      throw new StorageObjectNotFoundError({ storage: name, key });
    }
    try {
      yield* readObject(requests, { key: below + key, range: bytes, signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : await failure("read", key, error);
    }
  }

  async function write(key: string, body: StorageBody, { onlyIfAbsent = false, signal }: StorageWriteOptions = {}) {
    checkStorageKey(key);
    const fail = (error: unknown): Promise<Error> => failure("write", key, error);
    return writeObject(requests, { key: below + key, body, onlyIfAbsent, signal, fail });
  }

  async function exists(key: string): Promise<boolean> {
    checkStorageKey(key);
    return (await send("look for", key, (api) => api.head(below + key))) !== null;
  }

  async function* list(prefix: string): AsyncGenerator<StorageObject, void> {
    checkStoragePrefix(prefix);
    let continuation: string | null = null;
    do {
      const from: string | null = continuation;
      const page: S3Page = await send("list", prefix, (api) => api.list(below + prefix, from));
      for (const { key, ...rest } of page.objects) {
        // Consoles make folders visible by empty objects whose keys end so; none is ours.
        if (!key.endsWith("/")) yield { key: key.slice(below.length), ...rest };
      }
      ({ continuation } = page);
    } while (continuation !== null);
  }

  async function remove(key: string): Promise<void> {
    checkStorageKey(key);
    await send("delete", key, (api) => api.delete(below + key));
  }

  return {
    specificationVersion: "v1",
    conditionalWrites: true,
    describe: () => name,
    reference: () => ({ module: s3StorageModule, arguments: storageArguments }),
    read,
    write,
    exists,
    list,
    delete: remove,
  };
}

const connectWithSdk: ConnectS3 = async (settings, options) => {
  const { connectS3 } = await import("./s3-client.ts");
  return connectS3(settings, options);
};
