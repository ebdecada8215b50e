/** What a storage asks of S3, one method per request. Every method rejects with the SDK's own error. */
export interface S3Api {
  readonly region: string;
  /** Whether the server is one of AWS's. */
  readonly isAws: boolean;
  /** As whom requests are signed, where that is known without asking: `access key AKIA...`. */
  principal(): Promise<string | null>;
  get(key: string, options: GetOptions): Promise<S3Content>;
  /** `null` where there is no such object. */
  head(key: string): Promise<S3Head | null>;
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void>;
  delete(key: string): Promise<void>;
  list(prefix: string, continuation: string | null): Promise<S3Page>;
  createUpload(key: string, metadata: ObjectMetadata, signal: AbortSignal): Promise<string>;
  uploadPart(upload: S3Upload, bytes: Uint8Array, number: number, signal: AbortSignal): Promise<UploadedPart>;
  completeUpload(upload: S3Upload, parts: readonly UploadedPart[], options: CompleteOptions): Promise<void>;
  abortUpload(upload: S3Upload): Promise<void>;
}

export interface GetOptions {
  readonly start: number;
  /** The first byte that is not wanted; `null` for the rest of the object. */
  readonly end: number | null;
  /** The version that it must be, where a reading goes on. */
  readonly etag: string | null;
  readonly signal: AbortSignal | undefined;
}

export interface S3Content {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly etag: string | null;
  /** How many bytes come; `null` where the server does not say. */
  readonly bytes: number | null;
  /** The whole object's CRC-32 in base64; with `-N` at its end that of its N parts' checksums. */
  readonly crc32: string | null;
  readonly metadata: ObjectMetadata;
}

export interface S3Head {
  readonly metadata: ObjectMetadata;
}

/** What is kept with an object beside its bytes. */
export type ObjectMetadata = Readonly<Record<string, string>>;

export interface PutOptions {
  readonly onlyIfAbsent: boolean;
  readonly metadata: ObjectMetadata;
  readonly signal: AbortSignal;
}

export interface CompleteOptions {
  readonly onlyIfAbsent: boolean;
  readonly signal: AbortSignal;
}

export interface S3Upload {
  readonly key: string;
  readonly id: string;
}

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
  readonly crc32: string | null;
}

export interface S3Page {
  readonly objects: readonly { readonly key: string; readonly bytes: number; readonly modifiedAt: Date }[];
  /** Where the next page begins; `null` after the last. */
  readonly continuation: string | null;
}
