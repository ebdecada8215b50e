import { setTimeout as delay } from "node:timers/promises";
import { ApiUnreachableError } from "../../errors/api-unreachable-error.ts";
import type { ControlPlaneSettings } from "../control-plane-settings.ts";
import { createCsrfGuard, type CsrfGuard } from "./csrf-guard.ts";
import { requestHeaders } from "./request-headers.ts";
import { isRetryable, retryDelaySeconds } from "./retry-delay.ts";
import type { ApiRequest, ApiResponse, Transport } from "./transport.ts";

export type HttpSettings = ControlPlaneSettings & { readonly apiUrl: string };

/** The control plane behind a URL: a Prefect server, or Prefect Cloud. */
export function createHttpTransport(settings: HttpSettings): Transport {
  const apiUrl = settings.apiUrl.replace(/\/+$/, "");
  const headers = requestHeaders(settings);
  const timeoutMilliseconds = (settings.requestTimeoutSeconds ?? 60) * 1000;
  const maxRetries = settings.clientMaxRetries ?? 5;
  const jitterFactor = settings.clientRetryJitterFactor ?? 0.2;
  const extraCodes = settings.clientRetryExtraCodes ?? [];
  let hasAnswered = false;

  async function fetchOnce(
    path: string,
    request: Omit<ApiRequest, "path">,
    guard: CsrfGuard | null,
  ): Promise<Response> {
    return await fetch(`${apiUrl}${path}`, {
      method: request.method,
      headers: {
        ...headers,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...(guard === null ? {} : await guard.headers()),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  }

  const isCloud = apiUrl.includes("/accounts/");
  const csrf =
    isCloud || settings.clientCsrfSupportEnabled === false
      ? null
      : createCsrfGuard((path) => fetchOnce(path, { method: "GET", body: undefined }, null));

  async function fetchWithRetries(request: ApiRequest): Promise<Response> {
    const guard = request.method === "GET" ? null : csrf;
    for (let attempt = 0; ;) {
      let response: Response | null = null;
      try {
        response = await fetchOnce(request.path, request, guard);
        hasAnswered = true;
      } catch (error) {
        // Before the first answer a wrong address is likelier than a short absence.
        if (!hasAnswered || attempt >= maxRetries) throw error;
      }
      if (response !== null) {
        const isStaleToken = response.status === 403 && guard !== null && (await guard.isRefused(response.clone()));
        if (!isStaleToken && !isRetryable(response.status, extraCodes)) return response;
        if (attempt >= maxRetries) return response;
        await response.body?.cancel();
      }
      const isMaintenance = response?.headers.get("prefect-maintenance") === "true";
      attempt += isMaintenance ? 0 : 1;
      const retryAfter = response?.headers.get("retry-after") ?? null;
      await delay(retryDelaySeconds({ attempt, retryAfter, jitterFactor, random: Math.random() }) * 1000);
    }
  }

  return {
    describe: () => apiUrl,
    apiUrl,
    leases: null,
    async send(request) {
      try {
        return await toApiResponse(await fetchWithRetries(request), apiUrl);
      } catch (cause) {
        if (ApiUnreachableError.isInstance(cause)) throw cause;
        throw new ApiUnreachableError({ url: apiUrl, problem: describeFailure(cause), cause });
      }
    },
    async close() {},
  };
}

async function toApiResponse(response: Response, apiUrl: string): Promise<ApiResponse> {
  const text = await response.text();
  if (text === "") return { status: response.status, body: null };
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch (cause) {
    const type = response.headers.get("content-type") ?? "no content type";
    const problem = `it answered with status ${response.status} and ${type} where JSON was expected, as no Prefect API does`;
    throw new ApiUnreachableError({ url: apiUrl, problem, cause });
  }
}

/** The reason beneath `fetch failed`. */
function describeFailure(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { cause, message, name } = error as { cause?: unknown; message?: unknown; name?: unknown };
  if (name === "TimeoutError") return "no answer came in time (PREFECT_API_REQUEST_TIMEOUT)";
  if (typeof cause === "object" && cause !== null) {
    const { code, message: reason } = cause as { code?: unknown; message?: unknown };
    return String(reason || code || message);
  }
  return String(message);
}
