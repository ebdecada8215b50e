import { randomUUID } from "node:crypto";
import { type StorageBody, writeInParts, type PartedObject } from "prefect-core/provider";
import { isFromWrite, toMetadata } from "./object-metadata.ts";
import { partBytes, partConcurrency } from "./part-layout.ts";
import type { S3Api, S3Upload, UploadedPart } from "./s3-api.ts";
import { toS3Failure } from "./s3-failure.ts";
import type { S3Requests } from "./s3-requests.ts";

interface Written {
  readonly created: boolean;
}

export interface WriteObjectOptions {
  readonly key: string;
  readonly body: StorageBody;
  readonly onlyIfAbsent: boolean;
  readonly signal: AbortSignal | undefined;
  /** An error of the SDK as the storage's. */
  fail(error: unknown): Promise<Error>;
}

/** Writes an object in one request, or in parts where it is larger than one. */
export async function writeObject(requests: S3Requests, options: WriteObjectOptions): Promise<Written> {
  const { key, body, onlyIfAbsent, signal } = options;
  const writeId = randomUUID();

  /** S3's errors become the storage's, while those of the source and of an abort stay what they are. */
  async function asStorage<T>(work: Promise<T>, ended?: AbortSignal): Promise<T> {
    return work.catch(async (error: unknown) => {
      throw ended?.aborted === true ? ended.reason : await options.fail(error);
    });
  }

  /** The last request of a write. Where its answer was lost, it is repeated, and refused for what it made itself. */
  async function conclude(request: (api: S3Api) => Promise<void>, ended: AbortSignal): Promise<Written> {
    let attempts = 0;
    try {
      await requests.send((api) => {
        attempts++;
        return request(api);
      }, ended);
      return { created: true };
    } catch (error) {
      const { status, code } = toS3Failure(error);
      const isPresent = status === 412;
      if (isPresent && attempts === 1) return { created: false };
      if (!isPresent && code !== "NoSuchUpload") throw error;
      const found = await requests.send((api) => api.head(key), ended);
      const isOwn = found !== null && isFromWrite(found.metadata, writeId);
      if (!isPresent && !isOwn) throw error;
      return { created: isOwn };
    }
  }

  function parted(upload: S3Upload): PartedObject<UploadedPart, Written> {
    const discard = (): Promise<void> => requests.send((api) => api.abortUpload(upload));
    return {
      part: (bytes, number, ended) =>
        asStorage(
          requests.send((api) => api.uploadPart(upload, bytes, number, ended), ended),
          ended,
        ),
      async complete(parts, ended) {
        const written = await asStorage(
          conclude((api) => api.completeUpload(upload, parts, { onlyIfAbsent, signal: ended }), ended),
          ended,
        );
        if (!written.created) await discard().catch(() => undefined);
        return written;
      },
      discard,
    };
  }

  return writeInParts(
    body,
    { partBytes, concurrency: partConcurrency, signal },
    {
      whole(bytes, ended) {
        const put = { onlyIfAbsent, metadata: toMetadata(writeId, { isParted: false }), signal: ended };
        return asStorage(
          conclude((api) => api.put(key, bytes, put), ended),
          ended,
        );
      },
      async begin(ended) {
        if (onlyIfAbsent) {
          const found = await asStorage(
            requests.send((api) => api.head(key), ended),
            ended,
          );
          if (found !== null) return { unneeded: { created: false } };
        }
        const metadata = toMetadata(writeId, { isParted: true });
        const create = requests.send((api) => api.createUpload(key, metadata, ended), ended);
        return parted({ key, id: await asStorage(create, ended) });
      },
    },
  );
}
