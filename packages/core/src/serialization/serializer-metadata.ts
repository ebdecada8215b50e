import type { ResultMetadata } from "../contracts/result-metadata.ts";
import { compressionLibrary } from "./compression.ts";

type SerializerMetadata = ResultMetadata["serializer"];

const compressedPrefix = "compressed/";

/** The serializer inside one such as `compressed/json`; `null` for one that does not compress. */
export function compressedSerializer(type: string): string | null {
  return type.startsWith(compressedPrefix) ? type.slice(compressedPrefix.length) : null;
}

/**
 * How Prefect describes the serializer of a stored result. Its own JSON decoder would import what a field `__class__`
 * or `__exc_type__` names; here such fields are data, so no decoder is named.
 */
export function serializerMetadata(type: string): SerializerMetadata {
  const compressed = compressedSerializer(type);
  if (compressed !== null) {
    return { type: "compressed", serializer: serializerMetadata(compressed), compressionlib: compressionLibrary };
  }
  if (type !== "json") return { type };
  return {
    type,
    jsonlib: "json",
    object_encoder: null,
    object_decoder: null,
    dumps_kwargs: {},
    loads_kwargs: {},
  };
}
