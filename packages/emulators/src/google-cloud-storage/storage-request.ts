import type { HttpRequest } from "../http/http-exchange.ts";
import type { Conditions } from "./object-store.ts";

/** A request by its resource: objects and buckets have names in the path, uploads an address of their own. */
export interface StorageRequest {
  readonly bucket: string | null;
  /** `null` where it is about all objects of the bucket, or the bucket itself. */
  readonly object: string | null;
  readonly isAboutObjects: boolean;
  readonly isUpload: boolean;
}

// Clients with `STORAGE_EMULATOR_HOST` leave out the version.
const paths = /^(\/upload|\/download)?(?:\/storage\/v1)?\/b(?:\/([^/]+)(\/o(?:\/([^/]+))?)?)?$/;

/** `null` where there is no such resource. */
export function parseStorageRequest(path: string): StorageRequest | null {
  const parts = paths.exec(path);
  if (parts === null) return null;
  const [, prefix, bucket, objects, object] = parts;
  return {
    bucket: bucket === undefined ? null : decodeURIComponent(bucket),
    object: object === undefined ? null : decodeURIComponent(object),
    isAboutObjects: objects !== undefined,
    isUpload: prefix === "/upload",
  };
}

/** `insert objects`, `get objects/media`, `put uploads`: what tests count and inject faults by. */
export function toOperation({ method, path, query }: Pick<HttpRequest, "method" | "path" | "query">): string {
  const request = parseStorageRequest(path);
  if (request === null) return `${method} ${path}`;
  if (request.isUpload) {
    if (query.has("upload_id")) return method === "DELETE" ? "cancel uploads" : "put uploads";
    return query.get("uploadType") === "resumable" ? "begin uploads" : "insert objects";
  }
  const resource = request.isAboutObjects ? "objects" : "buckets";
  if (method === "POST") return `insert ${resource}`;
  if (method === "DELETE") return `delete ${resource}`;
  if (request.object === null && (request.isAboutObjects || request.bucket === null)) return `list ${resource}`;
  return isMedia(query) ? `get ${resource}/media` : `get ${resource}`;
}

export function isMedia(query: URLSearchParams): boolean {
  return query.get("alt") === "media";
}

export function toConditions(query: URLSearchParams): Conditions {
  return {
    ifGenerationMatch: query.get("ifGenerationMatch"),
    ifGenerationNotMatch: query.get("ifGenerationNotMatch"),
  };
}
