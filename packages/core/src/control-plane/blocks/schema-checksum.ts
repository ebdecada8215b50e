import { createHash } from "node:crypto";
import { isJsonObject, type Json, type JsonObject } from "../../contracts/json.ts";

/**
 * The checksum by which Prefect recognises a block schema: of its fields, without the list of secret ones, as Python
 * writes JSON.
 */
export function blockSchemaChecksum(fields: JsonObject): string {
  const source = toPythonJson([[withoutBlockDefinitions(withoutSecretFields(fields) as JsonObject)], {}]);
  return `sha256:${createHash("sha256").update(source).digest("hex")}`;
}

/** Definitions that are blocks themselves count by their references only. */
function withoutBlockDefinitions({ definitions, ...fields }: JsonObject): JsonObject {
  if (!isJsonObject(definitions)) return fields;
  const kept = Object.entries(definitions).filter(([, item]) => !isJsonObject(item) || !("block_type_slug" in item));
  return kept.length === 0 ? fields : { ...fields, definitions: Object.fromEntries(kept) };
}

function withoutSecretFields(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutSecretFields(item));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "secret_fields");
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutSecretFields(item ?? null)]));
}

/** Sorted keys, `", "` and `": "` as separators, and nothing but ASCII. */
function toPythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => toPythonJson(item)).join(", ")}]`;
  if (isJsonObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${toPythonJson(key)}: ${toPythonJson(value[key] ?? null)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
