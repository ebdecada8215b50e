import { homedir } from "node:os";
import { join } from "node:path";
import {
  isJsonObject,
  InvalidBlockError,
  type Json,
  type JsonObject,
  type StorageCredentials,
} from "prefect-core/provider";
import { defaultAccess, type GcpAccess, type GcpKey } from "./gcp-access.ts";

/** What a block of type `gcp-credentials` says; without one, the default credentials. Throws `InvalidBlockError`. */
export function toGcpAccess(credentials: StorageCredentials | null): GcpAccess {
  if (credentials === null) return defaultAccess;
  const { block, data } = credentials;
  return { block, key: readKey(block, data), project: readText(block, data, "project") };
}

function readKey(block: string, data: JsonObject): GcpKey | null {
  const path = readText(block, data, "service_account_file");
  const info = readInfo(block, data["service_account_info"] ?? null);
  if (path !== null && info !== null) {
    throw new InvalidBlockError({ block, field: "service_account_info", reason: "excludes service_account_file" });
  }
  if (path !== null) return { kind: "file", path: path.startsWith("~/") ? join(homedir(), path.slice(2)) : path };
  return info === null ? null : { kind: "info", info };
}

/** Prefect takes its text too. */
function readInfo(block: string, value: Json): JsonObject | null {
  const info = typeof value === "string" ? parse(value) : value;
  if (info === null || info === "") return null;
  const refuse = (reason: string): Error => new InvalidBlockError({ block, field: "service_account_info", reason });
  if (!isJsonObject(info)) throw refuse("must be what the JSON file of a service account's key holds");
  if (Object.keys(info).length === 0) return null;
  if (info["type"] !== "service_account") throw refuse('must be a service account\'s key: its "type" is another one');
  const missing = ["client_email", "private_key"].find((name) => typeof info[name] !== "string");
  if (missing !== undefined) throw refuse(`has no "${missing}"`);
  return info;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function readText(block: string, data: JsonObject, field: string): string | null {
  const value = data[field] ?? null;
  if (value === null || value === "") return null;
  if (typeof value === "string") return value;
  throw new InvalidBlockError({ block, field, reason: "must be a text" });
}
