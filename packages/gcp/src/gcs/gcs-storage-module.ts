import {
  InvalidStorageReferenceError,
  type JsonObject,
  type StorageModule,
  type StorageOpenOptions,
} from "prefect-core/provider";
import { toGcpAccess } from "../credentials/to-gcp-access.ts";
import type { GcsEndpoint, GcsSettings } from "./gcs-settings.ts";
import { createBucketStorage, gcsStorageModule as module } from "./gcs-storage.ts";

/** The step argument that names a credentials block. */
export const credentialsArgument = "gcp_credentials_block_name";

/** What opens a bucket, where a work pool is configured and in a container. */
export const gcsStorageModule: StorageModule = {
  specificationVersion: "v1",
  module,
  credentials: { argument: credentialsArgument, blockTypeSlug: "gcp-credentials" },
  async open(storageArguments, options) {
    const settings = toGcsSettings(storageArguments, options, process.env["STORAGE_EMULATOR_HOST"]);
    const { url } = settings.endpoint;
    // A container does not have this environment.
    const complete = url === null ? storageArguments : { ...storageArguments, endpoint: url };
    return createBucketStorage({ settings, storageArguments: complete });
  },
};

/** Throws `InvalidStorageReferenceError` and `InvalidBlockError`. Pure. */
export function toGcsSettings(
  storageArguments: JsonObject,
  { credentials }: StorageOpenOptions,
  emulatorHost: string | undefined,
): GcsSettings {
  const bucket = readText(storageArguments, "bucket");
  if (bucket === "") throw new InvalidStorageReferenceError({ module, argument: "bucket", reason: "is missing" });
  const folder = readText(storageArguments, "bucket_folder");
  const endpoint = readText(storageArguments, "endpoint") || toUrl(emulatorHost ?? "");
  return {
    bucket,
    folder: folder.replace(/^\/+|\/+$/g, ""),
    access: toGcpAccess(credentials),
    endpoint: endpoint === "" ? { url: null, isAnonymous: false } : readEndpoint(endpoint, credentials !== null),
  };
}

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A token never goes unencrypted to another machine. */
function readEndpoint(text: string, hasCredentials: boolean): GcsEndpoint {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    const reason = "must be a URL, such as https://storage.europe-west3.rep.googleapis.com";
    throw new InvalidStorageReferenceError({ module, argument: "endpoint", reason });
  }
  if (url.protocol === "http:" && hasCredentials && !loopback.has(url.hostname)) {
    const reason = "must begin with https://, as credentials are sent to it";
    throw new InvalidStorageReferenceError({ module, argument: "endpoint", reason });
  }
  return { url: text.replace(/\/+$/, ""), isAnonymous: url.protocol === "http:" && !hasCredentials };
}

/** The variable may lack the scheme. */
function toUrl(emulatorHost: string): string {
  return emulatorHost === "" || emulatorHost.includes("://") ? emulatorHost : `http://${emulatorHost}`;
}

function readText(storageArguments: JsonObject, argument: string): string {
  const value = storageArguments[argument] ?? "";
  if (typeof value === "string") return value.trim();
  throw new InvalidStorageReferenceError({ module, argument, reason: "must be a text" });
}
