import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { resolveCredentials, toRequestHandler } from "../credentials/aws-sdk-client.ts";
import type { S3Api, S3Upload } from "./s3-api.ts";
import type { S3Settings } from "./s3-settings.ts";

export interface S3ConnectOptions {
  /** Instead of what the settings and the environment say. */
  readonly region: string | null;
}

/** The region that AWS answers in for every bucket, with where the bucket is. */
const anyRegion = "us-east-1";

/** Prepares requests to one bucket; nothing is sent yet. The only use of the SDK for S3. */
export async function connectS3({ bucket, access }: S3Settings, options: S3ConnectOptions): Promise<S3Api> {
  const endpoint = access.endpoint ?? process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"] ?? null;
  const region = options.region ?? access.region;
  const shared = {
    ...(endpoint === null ? {} : { endpoint }),
    ...(access.profile === null ? {} : { profile: access.profile }),
    tls: access.usesTls,
    forcePathStyle: access.pathStyle ?? endpoint !== null,
    credentials: resolveCredentials(access),
    requestHandler: await toRequestHandler(access),
    // Storages repeat requests by one policy, with credentials renewed in between.
    maxAttempts: 1,
    // What arrives is verified by the reader, also where a reading was resumed or the object has parts.
    responseChecksumValidation: "WHEN_REQUIRED" as const,
  };
  let client = new S3Client({ ...shared, ...(region === null ? {} : { region }) });
  const configuredRegion = await client.config.region().catch(() => null);
  if (configuredRegion === null) client = new S3Client({ ...shared, region: anyRegion });
  const Bucket = bucket;
  const target = ({ key, id }: S3Upload) => ({ Bucket, Key: key, UploadId: id });

  return {
    region: configuredRegion ?? anyRegion,
    isAws: endpoint === null || new URL(endpoint).hostname.endsWith(".amazonaws.com"),
    async principal() {
      const identity = await client.config.credentials().catch(() => null);
      return identity === null ? null : `access key ${identity.accessKeyId}`;
    },
    async get(key, { start, end, etag, signal }) {
      const isWhole = start === 0 && end === null;
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ...(isWhole ? {} : { Range: `bytes=${start}-${end === null ? "" : end - 1}` }),
        ...(etag === null ? {} : { IfMatch: etag }),
      });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers["x-amz-checksum-mode"] = "ENABLED";
          return next(args);
        },
        { step: "build", name: "askForChecksum" },
      );
      return toContent(await client.send(command, signal === undefined ? {} : { abortSignal: signal }));
    },
    async head(key) {
      try {
        const { Metadata = {} } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        return { metadata: Metadata };
      } catch (error) {
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return null;
        throw error;
      }
    },
    async put(key, bytes, { onlyIfAbsent, metadata, signal }) {
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        Body: bytes,
        Metadata: metadata,
        ...(onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
      });
      await client.send(command, { abortSignal: signal });
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    },
    async list(prefix, continuation) {
      const { Contents = [], NextContinuationToken } = await client.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: prefix,
          ...(continuation === null ? {} : { ContinuationToken: continuation }),
        }),
      );
      return {
        objects: Contents.map(({ Key = "", Size = 0, LastModified = new Date(0) }) => ({
          key: Key,
          bytes: Size,
          modifiedAt: LastModified,
        })),
        continuation: NextContinuationToken ?? null,
      };
    },
    async createUpload(key, metadata, signal) {
      const command = new CreateMultipartUploadCommand({
        Bucket,
        Key: key,
        Metadata: metadata,
        ChecksumAlgorithm: "CRC32",
      });
      const { UploadId } = await client.send(command, { abortSignal: signal });
      if (UploadId === undefined) throw new Error("S3 began a multipart upload without giving its id");
      return UploadId;
    },
    async uploadPart(upload, bytes, number, signal) {
      const command = new UploadPartCommand({ ...target(upload), PartNumber: number, Body: bytes });
      const { ETag = "", ChecksumCRC32 = null } = await client.send(command, { abortSignal: signal });
      return { number, etag: ETag, crc32: ChecksumCRC32 };
    },
    async completeUpload(upload, parts, { onlyIfAbsent, signal }) {
      const command = new CompleteMultipartUploadCommand({
        ...target(upload),
        ...(onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
        MultipartUpload: {
          Parts: parts.map(({ number, etag, crc32 }) => ({
            PartNumber: number,
            ETag: etag,
            ...(crc32 === null ? {} : { ChecksumCRC32: crc32 }),
          })),
        },
      });
      await client.send(command, { abortSignal: signal });
    },
    async abortUpload(upload) {
      await client.send(new AbortMultipartUploadCommand(target(upload)));
    },
  };
}

function toContent({ Body, ETag, ContentLength, ChecksumCRC32, Metadata }: GetObjectCommandOutput) {
  return {
    chunks: (Body ?? []) as AsyncIterable<Uint8Array>,
    etag: ETag ?? null,
    bytes: ContentLength ?? null,
    crc32: ChecksumCRC32 ?? null,
    metadata: Metadata ?? {},
  };
}
