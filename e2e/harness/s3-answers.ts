import { randomUUID } from "node:crypto";
import type { Fault } from "prefect-core/testing";

/** A refusal in S3's own words. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html has them. */
export function s3Answer(
  status: number,
  code: string,
  message: string,
  { fields = {}, headers = {} }: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
): S3Answer {
  const elements = { Code: code, Message: message, ...fields, RequestId: randomUUID(), HostId: "host" };
  const content = Object.entries(elements).map(([name, value]) => `<${name}>${value}</${name}>`);
  return {
    status,
    headers: { "content-type": "application/xml", ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content.join("")}</Error>`,
  };
}

/** What passes by itself, and S3 or the network does from time to time. */
export const passingFaults: readonly Fault[] = [
  { kind: "status", ...s3Answer(500, "InternalError", "We encountered an internal error. Please try again.") },
  { kind: "status", ...s3Answer(503, "SlowDown", "Please reduce your request rate.") },
  { kind: "status", ...s3Answer(503, "ServiceUnavailable", "Service is unable to handle request.") },
  { kind: "reset" },
  { kind: "lost-response" },
  { kind: "truncated-body", bytes: 100_000 },
];

export const expiredToken: S3Answer = s3Answer(400, "ExpiredToken", "The provided token has expired.");

export function accessDenied(principal: string, action: string, resource: string): S3Answer {
  const message =
    `User: ${principal} is not authorized to perform: ${action} on resource: "${resource}" ` +
    `because no identity-based policy allows the ${action} action`;
  return s3Answer(403, "AccessDenied", message);
}

/** What a server of one region says of a request that was signed for another. */
export function wrongRegion(given: string, expected: string): S3Answer {
  const message = `The authorization header is malformed; the region '${given}' is wrong; expecting '${expected}'`;
  return s3Answer(400, "AuthorizationHeaderMalformed", message, {
    fields: { Region: expected },
    headers: { "x-amz-bucket-region": expected },
  });
}

export function clockTooSkewed(serverTime: Date): S3Answer {
  const message = "The difference between the request time and the current time is too large.";
  return s3Answer(403, "RequestTimeTooSkewed", message, {
    fields: { ServerTime: serverTime.toISOString(), MaxAllowedSkewMilliseconds: "900000" },
    headers: { date: serverTime.toUTCString() },
  });
}
