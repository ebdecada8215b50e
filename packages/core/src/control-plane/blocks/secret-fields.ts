import { isJsonObject, type Json, type JsonObject } from "../../contracts/json.ts";
import type { SecretBox } from "./secret-box.ts";

/** What stands for a secret where it was not asked for. */
export const obfuscatedSecret = "********";

const sealedKey = "$sealed";

/** The paths of a schema's secret fields, `a.b` below `a`, with `*` for any key: those it lists and those it marks. */
export function secretPaths(schema: JsonObject): readonly string[] {
  const listed = schema["secret_fields"];
  const properties = schema["properties"];
  const marked = isJsonObject(properties)
    ? Object.entries(properties).filter(([, field]) => isJsonObject(field) && field["format"] === "password")
    : [];
  return [...new Set([...(Array.isArray(listed) ? listed.map(String) : []), ...marked.map(([name]) => name)])];
}

/** The data with its secrets encrypted. */
export function sealSecrets(data: JsonObject, paths: readonly string[], box: SecretBox): JsonObject {
  return mapPaths(data, paths, (value) => ({ [sealedKey]: box.seal(value) }));
}

/** The data with its secrets as they were. */
export function openSecrets(data: JsonObject, box: SecretBox): JsonObject {
  return mapSealed(data, (sealed) => box.open(sealed)) as JsonObject;
}

/** The data with `********` for whatever is at the paths. */
export function maskPaths(data: JsonObject, paths: readonly string[]): JsonObject {
  return mapPaths(data, paths, () => obfuscatedSecret);
}

/** The data with `********` for each secret. */
export function obfuscateSecrets(data: JsonObject): JsonObject {
  return mapSealed(data, () => obfuscatedSecret) as JsonObject;
}

function mapPaths(data: JsonObject, paths: readonly string[], change: (value: Json) => Json): JsonObject {
  return paths.reduce<JsonObject>((result, path) => mapPath(result, path.split("."), change) as JsonObject, data);
}

function mapPath(value: Json, [head, ...rest]: readonly string[], change: (value: Json) => Json): Json {
  if (head === undefined) return value === null || isSealed(value) ? value : change(value);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) =>
    key === head || head === "*" ? [key, mapPath(member ?? null, rest, change)] : [key, member],
  );
  return Object.fromEntries(members) as JsonObject;
}

function mapSealed(value: Json, change: (sealed: string) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => mapSealed(item, change));
  if (!isJsonObject(value)) return value;
  if (isSealed(value)) return change(String(value[sealedKey]));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapSealed((item ?? null) as Json, change)]),
  );
}

function isSealed(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value[sealedKey] === "string" && Object.keys(value).length === 1;
}
