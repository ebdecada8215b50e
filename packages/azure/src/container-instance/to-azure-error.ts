import { AzureAccessError } from "./errors/azure-access-error.ts";
import { AzureApiError } from "./errors/azure-api-error.ts";
import { AzureUnreachableError } from "./errors/azure-unreachable-error.ts";
import { ResourceGroupNotFoundError } from "./errors/resource-group-not-found-error.ts";

/** What Azure answered to a request that it refused. */
export interface RefusedRequest {
  readonly operation: string;
  readonly statusCode: number;
  readonly text: string;
  readonly retryAfter?: string | undefined;
}

interface ErrorBody {
  readonly code?: unknown;
  readonly message?: unknown;
}

/** Azure's error body as an error. Pure. */
export function toAzureError({ operation, statusCode, text, retryAfter }: RefusedRequest): AzureApiError {
  const { code, message } = readBody(text);
  const fields = { operation, statusCode, code, detail: message || text.trim().slice(0, 500) || "no reason was given" };
  if (code === "ResourceGroupNotFound" || code === "SubscriptionNotFound") {
    const resourceGroup = /[Rr]esource group '([^']+)'/.exec(message)?.[1] ?? "NAME";
    return new ResourceGroupNotFoundError({ ...fields, resourceGroup });
  }
  if (statusCode === 401 || statusCode === 403) return new AzureAccessError(fields);
  const seconds = Number(retryAfter);
  return new AzureApiError({ ...fields, retryAfterSeconds: retryAfter !== undefined && seconds >= 0 ? seconds : null });
}

function readBody(text: string): { readonly code: string; readonly message: string } {
  try {
    const body = JSON.parse(text) as { readonly error?: ErrorBody } & ErrorBody;
    const { code, message } = body.error ?? body;
    return { code: typeof code === "string" ? code : "", message: typeof message === "string" ? message : "" };
  } catch {
    return { code: "", message: "" };
  }
}

const identityErrors = /Authentication|CredentialUnavailable/;
const absences = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"]);

/** What the SDK throws where no answer came. Pure. */
export function toConnectionError(error: unknown, endpoint: string): AzureUnreachableError {
  const { name, message = String(error), code } = (error ?? {}) as NodeJS.ErrnoException;
  const problem = message.split("\n")[0]?.replace(/\.$/, "") ?? "";
  if (identityErrors.test(name ?? "")) {
    const hint =
      "Log in with `az login`, set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, use a managed identity, or " +
      "name a block of type azure-container-instance-credentials with `aciCredentials`.";
    return new AzureUnreachableError({ endpoint, problem, isPassing: false, hint, cause: error });
  }
  const isPassing = !absences.has(code ?? "") && !/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code ?? "");
  const hint = "Check that it can be reached from here, also through a proxy (HTTPS_PROXY), and try again.";
  return new AzureUnreachableError({ endpoint, problem, isPassing, hint, cause: error });
}
