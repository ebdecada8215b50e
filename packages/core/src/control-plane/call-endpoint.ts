import { ApiResponseInvalidError } from "../errors/api-response-invalid-error.ts";
import { ObjectAlreadyExistsError } from "../errors/object-already-exists-error.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { ApiUnauthorizedError } from "../errors/api-unauthorized-error.ts";
import { PrefectApiError } from "../errors/prefect-api-error.ts";
import { RequestInvalidError } from "../errors/request-invalid-error.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import type { ApiRequest, ApiResponse, Transport } from "./transports/transport.ts";

/** What is sent to one endpoint. */
export interface EndpointInput<Path, Query, Body> {
  readonly path?: Path;
  readonly query?: Query;
  readonly body?: Body;
}

/** The endpoint's answer, checked against its schema, and the status that came with it; refusals are thrown. */
export async function callEndpoint<Path, Query, Body, Response>(
  transport: Transport,
  endpoint: Endpoint<Path, Query, Body, Response>,
  input: EndpointInput<Path, Query, Body>,
): Promise<{ readonly status: number; readonly body: Response }> {
  const request: ApiRequest = {
    method: endpoint.method,
    path: requestPath(endpoint.path, { ...input.path }, { ...input.query }),
    body: input.body,
  };
  const response = await transport.send(request);
  if (response.status >= 400) throw toRefusal(transport, request, response);
  const parsed = endpoint.response.safeParse(response.body);
  if (!parsed.success) {
    throw new ApiResponseInvalidError({
      api: transport.describe(),
      method: request.method,
      path: request.path,
      problem: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
    });
  }
  return { status: response.status, body: parsed.data };
}

/** A path template with its placeholders filled and its query appended; absent query values are left out. */
export function requestPath(
  template: string,
  path: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

function toRefusal(transport: Transport, request: ApiRequest, response: ApiResponse): PrefectApiError {
  const fields = {
    api: transport.describe(),
    method: request.method,
    path: request.path,
    status: response.status,
    detail: toDetail(response.body),
  };
  if (response.status === 401) return new ApiUnauthorizedError(fields);
  if (response.status === 404) return new ObjectNotFoundError(fields);
  if (response.status === 409) return new ObjectAlreadyExistsError(fields);
  if (response.status === 422) return new RequestInvalidError(fields);
  return new PrefectApiError(fields);
}

/** The reason in a refusal's body: Prefect's `detail`, or what its validation lists. */
function toDetail(body: unknown): string | null {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null) return null;
  const { detail, exception_detail: problems, exception_message: message } = body as Record<string, unknown>;
  if (typeof detail === "string") return detail;
  if (Array.isArray(problems)) return problems.map(describeProblem).join("; ");
  if (typeof message === "string") return message;
  return JSON.stringify(detail ?? body);
}

function describeProblem(problem: unknown): string {
  const { loc, msg } = problem as { readonly loc?: unknown; readonly msg?: unknown };
  const where = Array.isArray(loc) ? loc.filter((part) => part !== "body").join(".") : "";
  return where === "" ? String(msg) : `${where}: ${String(msg)}`;
}
