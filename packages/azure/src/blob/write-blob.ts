import { createHash, randomUUID } from "node:crypto";
import { inTurns, writeInParts, type StorageBody, type StorageWriteOptions } from "prefect-core/provider";
import type { AzureBlobClient, BlobWrite } from "./azure-blob-client.ts";
import type { AzureBlobConnection } from "./azure-blob-connection.ts";
import { isAlreadyThere, isMissingBlob, isOvertaken } from "./map-azure-failure.ts";

const mebibyte = 1024 * 1024;
const concurrency = 3;

/** Metadata of a blob that was created only if absent: tells whose it is where an answer was lost. */
const writeIdField = "prefectwriteid";

/**
 * 8 MiB for the first 8 GB, then 32 MiB: a blob has at most 50,000 blocks.
 * https://learn.microsoft.com/azure/storage/blobs/scalability-targets
 */
function partBytes(number: number): number {
  return (number <= 1000 ? 8 : 32) * mebibyte;
}

/**
 * Writes a blob, in one request or in blocks beside each other. Azure checks the MD5 of every request; that of the whole
 * is kept with the blob for its readers. What the source throws is thrown as it is.
 */
export function writeBlob(
  connection: AzureBlobConnection,
  body: StorageBody,
  { key, blob, onlyIfAbsent = false, signal }: StorageWriteOptions & { readonly key: string; readonly blob: string },
): Promise<{ readonly created: boolean }> {
  const writeId = randomUUID();
  const metadata: Readonly<Record<string, string>> = onlyIfAbsent ? { [writeIdField]: writeId } : {};

  /** Repeats a request that creates the blob, and tells whether it, or an earlier attempt of it, did. */
  async function create(
    request: (client: AzureBlobClient) => Promise<void>,
    ended: AbortSignal,
  ): Promise<{ created: boolean }> {
    let attempts = 0;
    try {
      await connection.send(async (client, attemptNumber) => {
        attempts = attemptNumber;
        await request(client);
      }, ended);
      return { created: true };
    } catch (error) {
      if (attempts > 1 && (isAlreadyThere(error) || isOvertaken(error)) && (await isOurs())) return { created: true };
      if (onlyIfAbsent && (isAlreadyThere(error) || (isOvertaken(error) && (await isThere())))) {
        return { created: false };
      }
      throw error;
    }
  }

  async function isOurs(): Promise<boolean> {
    return onlyIfAbsent && (await look())?.[writeIdField] === writeId;
  }

  async function isThere(): Promise<boolean> {
    return (await look()) !== null;
  }

  async function look(): Promise<Readonly<Record<string, string>> | null> {
    try {
      return await connection.send((client) => client.look(blob), signal);
    } catch (error) {
      if (isMissingBlob(error)) return null;
      throw error;
    }
  }

  async function explained<T>(run: () => Promise<T>, ended: AbortSignal): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw await connection.toError(error, "write", key, ended);
    }
  }

  return writeInParts<string, { created: boolean }>(
    body,
    { partBytes, concurrency, signal },
    {
      whole(bytes, ended) {
        const write: BlobWrite = { onlyIfAbsent, metadata, md5: md5Of(bytes) };
        const upload = () => create((client) => client.upload(blob, bytes, write, ended), ended);
        return explained(upload, ended);
      },
      async begin(ended) {
        if (onlyIfAbsent && (await explained(isThere, ended))) return { unneeded: { created: false } };
        const whole = createHash("md5");
        let hashing: Promise<void> = Promise.resolve();
        return {
          async part(bytes, number, ended) {
            const own = createHash("md5");
            const hash = (piece: Uint8Array): void => void [own, whole].map((each) => each.update(piece));
            hashing = hashing.then(() => inTurns(bytes, hash));
            await hashing;
            const [blockId, md5] = [toBlockId(writeId, number), own.digest()];
            const stage = (client: AzureBlobClient) => client.stageBlock(blob, blockId, bytes, md5, ended);
            await explained(() => connection.send(stage, ended), ended);
            return blockId;
          },
          complete(blockIds, ended) {
            const write: BlobWrite = { onlyIfAbsent, metadata, md5: whole.digest() };
            const commit = () => create((client) => client.commitBlocks(blob, blockIds, write, ended), ended);
            return explained(commit, ended);
          },
          // Blocks that no commit names are Azure's to throw away, after a week at the latest.
          discard: async () => undefined,
        };
      },
    },
  );
}

/** Ids of all blocks of a blob, whoever writes it, have one length. */
function toBlockId(writeId: string, number: number): string {
  return Buffer.from(`${writeId}-${String(number).padStart(5, "0")}`).toString("base64");
}

function md5Of(bytes: Uint8Array): Uint8Array {
  return createHash("md5").update(bytes).digest();
}
