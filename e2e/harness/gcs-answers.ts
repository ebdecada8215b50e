import type { Fault } from "prefect-core/testing";

/** A refusal in Cloud Storage's own words. */
export interface GcsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As https://cloud.google.com/storage/docs/json_api/v1/status-codes has them. */
export function gcsAnswer(
  status: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GcsAnswer {
  const error = { code: status, message, errors: [{ message, domain: "global", reason }] };
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: JSON.stringify({ error }),
  };
}

/** What passes by itself, and Cloud Storage or the network does from time to time. */
export const passingFaults: readonly Fault[] = [
  { kind: "status", ...gcsAnswer(500, "internalError", "We encountered an internal error. Please try again.") },
  { kind: "status", ...gcsAnswer(503, "backendError", "Backend Error") },
  {
    kind: "status",
    ...gcsAnswer(429, "rateLimitExceeded", "The rate of change requests to the object exceeds the rate limit."),
  },
  { kind: "reset" },
  { kind: "lost-response" },
  { kind: "truncated-body", bytes: 100_000 },
];

export const invalidCredentials: GcsAnswer = gcsAnswer(401, "authError", "Invalid Credentials");

export function accessDenied(principal: string, permission: string): GcsAnswer {
  const message =
    `${principal} does not have ${permission} access to the Google Cloud Storage object. ` +
    `Permission '${permission}' denied on resource (or it may not exist).`;
  return gcsAnswer(403, "forbidden", message);
}
