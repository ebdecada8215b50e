import type { AuthClient, GoogleAuth } from "google-auth-library";
import type { Bucket, Storage } from "@google-cloud/storage";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { createKeyClient, serviceAccountOf } from "../credentials/key-client.ts";
import type { GcsEndpoint, GcsSettings } from "./gcs-settings.ts";
import { readCrc32c } from "./read-crc32c.ts";

/** What the storage needs of Google's SDK. Every method sends one request, which is not repeated. */
export interface GcsClient {
  /** Who requests are sent as, where that can be told without one. */
  principal(): Promise<string | null>;
  /** `end` is the byte after the last one wanted; only that generation is given, where one is named. */
  download(name: string, range: GcsRange, generation: string | null, signal?: AbortSignal): Promise<GcsDownload>;
  /** Creates an object in one request. */
  insert(name: string, bytes: Uint8Array, write: GcsWrite & { crc32c: string }, signal: AbortSignal): Promise<void>;
  /** Begins a resumable upload, and gives its address. */
  begin(name: string, write: GcsWrite, signal: AbortSignal): Promise<string>;
  /** Sends bytes of a resumable upload, or none to ask how far it is. */
  put(session: string, piece: GcsPiece, signal: AbortSignal): Promise<GcsProgress>;
  cancel(session: string): Promise<void>;
  /** The custom metadata of an object. */
  look(name: string): Promise<Readonly<Record<string, unknown>>>;
  list(prefix: string, page: string | null, limit: number): Promise<GcsPage>;
  remove(name: string): Promise<void>;
}

export interface GcsRange {
  readonly start: number;
  /** `null`: up to the object's end. */
  readonly end: number | null;
}

export interface GcsDownload {
  readonly generation: string;
  /** How many bytes follow. */
  readonly bytes: number;
  /** Of the whole object, where it is read from its start to its end. */
  readonly crc32c: string | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface GcsWrite {
  readonly onlyIfAbsent: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface GcsPiece {
  /** `null` asks for the progress. */
  readonly bytes: Uint8Array | null;
  readonly start: number;
  /** With the last piece: how long the object is, and its CRC-32C, which the service checks. */
  readonly end: { readonly totalBytes: number; readonly crc32c: string } | null;
}

/** How many bytes the service holds; `complete` once the object is there. */
export type GcsProgress = { readonly heldBytes: number } | "complete";

export interface GcsPage {
  readonly objects: readonly { readonly name: string; readonly bytes: number; readonly modifiedAt: Date }[];
  readonly next: string | null;
}

interface ObjectResource {
  readonly name: string;
  readonly size: string;
  readonly updated: string;
}

const incomplete = 308;
const scope = "https://www.googleapis.com/auth/devstorage.full_control";

/** Loads the SDK and makes a client of one bucket. Nothing is sent yet. */
export async function createGcsClient({ bucket: bucketName, access, endpoint }: GcsSettings): Promise<GcsClient> {
  const storage = await openStorage(access, endpoint);
  const bucket: Bucket = storage.bucket(bucketName);
  const auth = storage.authClient as unknown as GoogleAuth;
  const objects = `/storage/v1/b/${encodeURIComponent(bucketName)}/o`;
  const url = (path: string, query: Readonly<Record<string, string>>): string =>
    `${storage.apiEndpoint}${path}?${new URLSearchParams(query)}`;

  // Transfers go through the SDK's authenticated transport: its streams repeat requests on their own terms, and keep
  // what the service answered to themselves.
  const request = (options: Parameters<AuthClient["request"]>[0]) => auth.request({ retry: false, ...options });
  const condition = (write: GcsWrite) => (write.onlyIfAbsent ? { ifGenerationMatch: "0" } : {});

  return {
    async principal() {
      if (endpoint.isAnonymous) return "nobody (without credentials)";
      return serviceAccountOf(await auth.getClient()) ?? (await auth.getCredentials()).client_email ?? null;
    },
    async download(name, { start, end }, generation, signal) {
      const isWhole = start === 0 && end === null;
      const response = await request({
        url: url(`${objects}/${encodeURIComponent(name)}`, {
          alt: "media",
          ...(generation === null ? {} : { generation }),
        }),
        responseType: "stream",
        headers: {
          // As they are stored: what is compressed is not unpacked on the way.
          "Accept-Encoding": "gzip",
          ...(isWhole ? {} : { Range: `bytes=${start}-${end === null ? "" : end - 1}` }),
        },
        ...({ compress: false } as object),
        ...(signal === undefined ? {} : { signal }),
      });
      return {
        generation: response.headers.get("x-goog-generation") ?? "",
        bytes: Number(response.headers.get("content-length") ?? 0),
        crc32c: isWhole ? readCrc32c(response.headers.get("x-goog-hash")) : null,
        chunks: response.data as AsyncIterable<Uint8Array>,
      };
    },
    async insert(name, bytes, write, signal) {
      const boundary = "prefect-object";
      const resource = {
        metadata: write.metadata,
        crc32c: write.crc32c,
        contentType: "application/octet-stream",
      };
      const head = `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(resource)}\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n\r\n`;
      await request({
        method: "POST",
        url: url(`/upload${objects}`, { uploadType: "multipart", name, ...condition(write) }),
        headers: { "Content-Type": `multipart/related; boundary=${boundary}` },
        body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        signal,
      });
    },
    async begin(name, write, signal) {
      const response = await request({
        method: "POST",
        url: url(`/upload${objects}`, { uploadType: "resumable", name, ...condition(write) }),
        headers: { "Content-Type": "application/json", "X-Upload-Content-Type": "application/octet-stream" },
        body: JSON.stringify({ metadata: write.metadata }),
        signal,
      });
      const session = response.headers.get("location");
      if (session === null) throw new Error("the service began no resumable upload: its answer has no Location");
      return session;
    },
    async put(session, { bytes, start, end }, signal) {
      const total = end === null ? "*" : String(end.totalBytes);
      const range = bytes === null || bytes.length === 0 ? "*" : `${start}-${start + bytes.length - 1}`;
      const response = await request({
        method: "PUT",
        url: session,
        headers: {
          "Content-Range": `bytes ${range}/${total}`,
          ...(end === null ? {} : { "X-Goog-Hash": `crc32c=${end.crc32c}` }),
        },
        body: bytes ?? new Uint8Array(),
        validateStatus: (status) => status === incomplete || (status >= 200 && status < 300),
        signal,
      });
      if (response.status !== incomplete) return "complete";
      const held = /(\d+)$/.exec(response.headers.get("range") ?? "")?.[1];
      return { heldBytes: held === undefined ? 0 : Number(held) + 1 };
    },
    async cancel(session) {
      // 499 says that it was cancelled.
      await request({ method: "DELETE", url: session, validateStatus: () => true });
    },
    async look(name) {
      const [{ metadata = {} }] = await bucket.file(name).getMetadata();
      return metadata;
    },
    async list(prefix, page, limit) {
      const [files, next] = await bucket.getFiles({
        prefix,
        maxResults: limit,
        autoPaginate: false,
        fields: "nextPageToken,items(name,size,updated)",
        ...(page === null ? {} : { pageToken: page }),
      });
      return {
        // With `fields` the SDK gives the resources as they are.
        objects: (files as unknown as readonly ObjectResource[]).map(({ name, size, updated }) => ({
          name,
          bytes: Number(size),
          modifiedAt: new Date(updated),
        })),
        next: (next as { pageToken?: string } | null)?.pageToken ?? null,
      };
    },
    async remove(name) {
      await bucket.file(name).delete();
    },
  };
}

async function openStorage(access: GcpAccess, { url, isAnonymous }: GcsEndpoint): Promise<Storage> {
  const [{ Storage }, { GoogleAuth, PassThroughClient }] = await Promise.all([
    import("@google-cloud/storage"),
    import("google-auth-library"),
  ]);
  const { project } = access;
  const authClient = isAnonymous ? new PassThroughClient() : await createKeyClient(access, scope);
  const auth = new GoogleAuth({
    scopes: scope,
    ...(authClient === null ? {} : { authClient }),
    ...(project === null ? {} : { projectId: project }),
  });
  const storage = new Storage({
    // The storage repeats requests itself, so that it can begin a broken transfer where it broke.
    retryOptions: { autoRetry: false, retryableErrorFn: () => false },
    authClient: auth as never,
    ...(project === null ? {} : { projectId: project }),
    ...(url === null
      ? { universeDomain: await auth.getUniverseDomain() }
      : { apiEndpoint: url, useAuthWithCustomEndpoint: !isAnonymous }),
  });
  // With `STORAGE_EMULATOR_HOST` the SDK leaves out half of the path.
  storage.baseUrl = `${storage.apiEndpoint}/storage/v1`;
  return storage;
}
