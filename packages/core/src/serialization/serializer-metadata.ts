import type { ResultSerializerType } from "../contracts/flow.ts";
import type { ResultMetadata } from "../contracts/result-metadata.ts";

/**
 * How Prefect describes the serializer of a stored result. Its own JSON decoder would import what a field `__class__`
 * or `__exc_type__` names; here such fields are data, so no decoder is named.
 */
export function serializerMetadata(type: ResultSerializerType): ResultMetadata["serializer"] {
  if (type === "tagged-json") return { type };
  return {
    type,
    jsonlib: "json",
    object_encoder: null,
    object_decoder: null,
    dumps_kwargs: {},
    loads_kwargs: {},
  };
}
