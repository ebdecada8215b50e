import { randomUUID } from "node:crypto";
import type { Fault } from "prefect-core/testing";

/** A refusal in Azure Blob Storage's own words. */
export interface AzureAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2 has them. */
export function azureAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): AzureAnswer {
  const text = `${message}\nRequestId:${randomUUID()}\nTime:${new Date().toISOString()}`;
  return {
    status,
    headers: { "content-type": "application/xml", "x-ms-error-code": code, ...headers },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${text}</Message></Error>`,
  };
}

/** What passes by itself, and Azure or the network does from time to time. */
export const passingFaults: readonly Fault[] = [
  { kind: "status", ...azureAnswer(500, "InternalError", "Server encountered an internal error. Please try again.") },
  { kind: "status", ...azureAnswer(503, "ServerBusy", "The server is busy.") },
  { kind: "status", ...azureAnswer(500, "OperationTimedOut", "Operation could not be completed in time.") },
  { kind: "reset" },
  { kind: "lost-response" },
  { kind: "truncated-body", bytes: 100_000 },
];

export const permissionMismatch: AzureAnswer = azureAnswer(
  403,
  "AuthorizationPermissionMismatch",
  "This request is not authorized to perform this operation using this permission.",
);

/** What is said of a request that is dated too far from the service's time. */
export function tooOld(serverTime: Date): AzureAnswer {
  const message =
    "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.";
  return azureAnswer(403, "AuthenticationFailed", message, { date: serverTime.toUTCString() });
}
