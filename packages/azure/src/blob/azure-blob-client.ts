import type { TokenCredential } from "@azure/identity";
import type { ContainerClient, StoragePipelineOptions } from "@azure/storage-blob";
import type { AzureAccess } from "../credentials/azure-access.ts";
import { decodeTokenPrincipal } from "../credentials/token-principal.ts";

/** What the storage needs of Azure's SDK. Every method sends one request, which is not repeated. */
export interface AzureBlobClient {
  /** Who requests are sent as, where that can be told without one. */
  principal(): Promise<string | null>;
  /** `end` is the byte after the last one wanted; only the version `etag` is given, where it is named. */
  download(name: string, range: BlobRange, etag: string | null, signal?: AbortSignal): Promise<BlobDownload>;
  upload(name: string, bytes: Uint8Array, write: BlobWrite, signal: AbortSignal): Promise<void>;
  stageBlock(name: string, blockId: string, bytes: Uint8Array, md5: Uint8Array, signal: AbortSignal): Promise<void>;
  commitBlocks(name: string, blockIds: readonly string[], write: BlobWrite, signal: AbortSignal): Promise<void>;
  /** The metadata of a blob. */
  look(name: string): Promise<Readonly<Record<string, string>>>;
  list(prefix: string, continuation: string | null): Promise<BlobPage>;
  remove(name: string): Promise<void>;
}

export interface BlobRange {
  readonly start: number;
  /** `null`: up to the blob's end. */
  readonly end: number | null;
}

export interface BlobDownload {
  readonly etag: string;
  /** How many bytes follow. */
  readonly bytes: number;
  /** Of the whole blob, where whoever wrote it said so and it is read from its start to its end. */
  readonly md5: Uint8Array | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface BlobWrite {
  readonly onlyIfAbsent: boolean;
  /** Of the whole blob; kept with it for its readers. */
  readonly md5: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface BlobPage {
  readonly blobs: readonly { readonly name: string; readonly bytes: number; readonly modifiedAt: Date }[];
  readonly continuation: string | null;
}

/** Loads the SDK and makes a client of one container. Nothing is sent yet. */
export async function createAzureBlobClient(container: string, access: AzureAccess): Promise<AzureBlobClient> {
  const { containers, credential, account } = await openContainer(container, access);
  return {
    async principal() {
      if (credential === null) return account === null ? null : `account ${account}`;
      const token = await credential.getToken("https://storage.azure.com/.default");
      return token === null ? null : decodeTokenPrincipal(token.token);
    },
    async download(name, { start, end }, etag, signal) {
      const isWhole = start === 0 && end === null;
      const response = await containers
        .getBlobClient(name)
        .download(isWhole ? undefined : start, end === null ? undefined : end - start, {
          maxRetryRequests: 0,
          ...(etag === null ? {} : { conditions: { ifMatch: etag } }),
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
      return {
        etag: response.etag ?? "",
        bytes: response.contentLength ?? 0,
        md5: isWhole ? (response.contentMD5 ?? null) : null,
        chunks: response.readableStreamBody as unknown as AsyncIterable<Uint8Array>,
      };
    },
    async upload(name, bytes, write, signal) {
      await containers.getBlockBlobClient(name).upload(bytes, bytes.length, {
        abortSignal: signal,
        transactionalContentMD5: write.md5,
        ...toOptions(write),
      });
    },
    async stageBlock(name, blockId, bytes, md5, signal) {
      const options = { abortSignal: signal, transactionalContentMD5: md5 };
      await containers.getBlockBlobClient(name).stageBlock(blockId, bytes, bytes.length, options);
    },
    async commitBlocks(name, blockIds, write, signal) {
      const options = { abortSignal: signal, ...toOptions(write) };
      await containers.getBlockBlobClient(name).commitBlockList([...blockIds], options);
    },
    async look(name) {
      return (await containers.getBlobClient(name).getProperties()).metadata ?? {};
    },
    async list(prefix, continuation) {
      const pages = containers
        .listBlobsFlat(prefix === "" ? {} : { prefix })
        .byPage({ maxPageSize: 1000, ...(continuation === null ? {} : { continuationToken: continuation }) });
      for await (const { segment, continuationToken } of pages) {
        const blobs = segment.blobItems.map(({ name, properties }) => ({
          name,
          bytes: properties.contentLength ?? 0,
          modifiedAt: properties.lastModified,
        }));
        return { blobs, continuation: continuationToken || null };
      }
      return { blobs: [], continuation: null };
    },
    async remove(name) {
      await containers.getBlobClient(name).delete();
    },
  };
}

function toOptions({ onlyIfAbsent, md5, metadata }: BlobWrite) {
  return {
    blobHTTPHeaders: { blobContentMD5: md5, blobContentType: "application/octet-stream" },
    metadata: { ...metadata },
    ...(onlyIfAbsent ? { conditions: { ifNoneMatch: "*" } } : {}),
  };
}

interface OpenedContainer {
  readonly containers: ContainerClient;
  /** `null` where requests are signed with a key or a signature. */
  readonly credential: TokenCredential | null;
  readonly account: string | null;
}

// The storage repeats requests itself, so that it can begin a broken transfer where it broke.
const pipelineOptions: StoragePipelineOptions = { retryOptions: { maxTries: 1 } };

async function openContainer(container: string, access: AzureAccess): Promise<OpenedContainer> {
  const { BlobServiceClient } = await import("@azure/storage-blob");
  if (access.kind === "connection-string") {
    const service = BlobServiceClient.fromConnectionString(access.connectionString, pipelineOptions);
    return { containers: service.getContainerClient(container), credential: null, account: service.accountName };
  }
  const credential = await createTokenCredential(access);
  const service = new BlobServiceClient(access.accountUrl, credential, pipelineOptions);
  return { containers: service.getContainerClient(container), credential, account: service.accountName };
}

async function createTokenCredential(
  access: Exclude<AzureAccess, { kind: "connection-string" }>,
): Promise<TokenCredential> {
  const { ClientSecretCredential, DefaultAzureCredential } = await import("@azure/identity");
  const options = access.authorityHost === null ? {} : { authorityHost: access.authorityHost };
  if (access.kind === "default") return new DefaultAzureCredential(options);
  return new ClientSecretCredential(access.tenantId, access.clientId, access.clientSecret, options);
}
