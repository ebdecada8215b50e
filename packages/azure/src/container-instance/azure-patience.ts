import { retryTransient, type Transience } from "prefect-core/provider";
import { AzureApiError } from "./errors/azure-api-error.ts";
import { AzureUnreachableError } from "./errors/azure-unreachable-error.ts";

const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);
/** A registry that Azure could not reach is asked again a few times. */
const registryAttempts = 3;

/** Whether the same request may be answered otherwise in a moment; `null` where not. Pure. */
export function azureTransience(error: unknown): Transience | null {
  if (AzureUnreachableError.isInstance(error)) return error.isPassing ? {} : null;
  if (!AzureApiError.isInstance(error)) return null;
  if (error.code === "RegistryErrorResponse") return { attempts: registryAttempts };
  // What Azure has no room for stays so for longer than a request is repeated.
  if (isFull(error) || !passingStatuses.has(error.statusCode)) return null;
  return error.retryAfterSeconds === null ? {} : { retryAfterSeconds: error.retryAfterSeconds };
}

/** Whether a region or a subscription has no room for the group. */
export function isFull({ code, statusCode }: AzureApiError): boolean {
  return /Quota/i.test(code) || (code === "ServiceUnavailable" && statusCode === 409);
}

/** Tries again, for about 15 s, or for as long as Azure asks to be left alone, what may be done twice. */
export function patiently<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return retryTransient(operation, { transience: azureTransience, signal });
}
