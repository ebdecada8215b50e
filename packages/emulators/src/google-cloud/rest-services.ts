import { type HttpAnswer, type HttpRequest, readJson } from "../http/http-exchange.ts";
import { type HttpServer, startHttpServer } from "../http/http-server.ts";
import type { AccessPolicy } from "./access-policy.ts";
import { GrpcStatusError } from "./grpc-status-error.ts";
import type { LogStore } from "./log-store.ts";

/** HTTP's status for a code of gRPC, as far as it is needed. */
const statuses: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  UNAVAILABLE: 503,
};

/** Cloud Logging and Resource Manager over HTTP, as far as launchers ask them. Operations: `list entries`, `test permissions`. */
export function startRestServices({
  logs,
  policy,
}: {
  readonly logs: LogStore;
  readonly policy: AccessPolicy;
}): Promise<HttpServer> {
  function answer(request: HttpRequest): HttpAnswer {
    const body = readJson(request) as Readonly<Record<string, unknown>>;
    if (request.path === "/v2/entries:list") {
      policy.require("logging.logEntries.list", String((body["resourceNames"] as readonly unknown[])[0]));
      const pageToken = typeof body["pageToken"] === "string" ? body["pageToken"] : null;
      return {
        body: logs.list({ filter: String(body["filter"]), pageSize: Number(body["pageSize"] ?? 50), pageToken }),
      };
    }
    if (request.path.endsWith(":testIamPermissions")) {
      return { body: { permissions: policy.granted(body["permissions"] as readonly string[]) } };
    }
    return { status: 404, body: { error: { code: 404, status: "NOT_FOUND", message: `No ${request.path}.` } } };
  }

  return startHttpServer({
    toOperation: ({ path }) =>
      path === "/v2/entries:list" ? "list entries" : path.endsWith(":testIamPermissions") ? "test permissions" : path,
    handle(request) {
      try {
        return answer(request);
      } catch (error) {
        if (!(error instanceof GrpcStatusError)) throw error;
        return toHttpRefusal(error.refusal);
      }
    },
  });
}

/** A refusal as services answer it over HTTP. */
export function toHttpRefusal({ code, message, details }: GrpcStatusError["refusal"]): HttpAnswer {
  const status = statuses[code] ?? 500;
  const info = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    reason: details?.reason,
    domain: details?.domain ?? "googleapis.com",
    metadata: details?.metadata,
  };
  return {
    status,
    body: { error: { code: status, status: code, message, ...(details === undefined ? {} : { details: [info] }) } },
  };
}
