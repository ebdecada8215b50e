import { isSerializer } from "../serialization/serializer-registry.ts";

/** Whether an option is a function, a serializer or a list with one, which cannot be written down. Pure. */
export function containsFunction(value: unknown): boolean {
  return typeof value === "function" || (Array.isArray(value) && value.some(containsFunction)) || isSerializer(value);
}
