import type { HttpRequest } from "../../http/http-exchange.ts";
import type { ApiObject } from "../api/api-object.ts";
import { type ObjectSchema, TypeMismatch } from "../api/object-schema.ts";
import { apiVersionOf, type ResourceType } from "../api/resource-type.ts";
import { badRequest } from "../api/status-error.ts";

export interface Decoded {
  readonly object: ApiObject;
  /** Headers of the answer that tell what was left out. */
  readonly warnings: Readonly<Record<string, string>>;
}

/** A client's object, as far as the server knows its fields. Throws `StatusError`. */
export function decodeObject(
  schema: ObjectSchema,
  type: ResourceType,
  body: unknown,
  query: HttpRequest["query"],
): Decoded {
  const given = requireKind(type, body);
  const subject = `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}`;
  try {
    const { value, unknownFields } = schema.decode(type.kind, given);
    const problems = unknownFields.map((path) => `unknown field "${path}"`);
    const policy = query.get("fieldValidation") ?? "Warn";
    if (problems.length > 0 && policy === "Strict") {
      throw badRequest(`${subject}: strict decoding error: ${problems.join(", ")}`);
    }
    const texts = problems.map((problem) => `299 - ${JSON.stringify(problem)}`);
    const warnings: Record<string, string> = {};
    if (texts.length > 0 && policy === "Warn") warnings["warning"] = texts.join(", ");
    return { object: value as ApiObject, warnings };
  } catch (error) {
    throw error instanceof TypeMismatch ? badRequest(`${subject}: ${error.message}`) : error;
  }
}

function requireKind(type: ResourceType, body: unknown): object {
  if (typeof body !== "object" || body === null) throw badRequest("the body of the request was in an unknown format");
  const { kind, apiVersion } = body as Partial<ApiObject>;
  const wanted = apiVersionOf(type);
  if (kind !== undefined && kind !== type.kind) {
    const problem = `no kind "${kind}" is registered for version "${wanted}"`;
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problem}`);
  }
  if (apiVersion !== undefined && apiVersion !== wanted) {
    const message = `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`;
    throw badRequest(message);
  }
  return body;
}
