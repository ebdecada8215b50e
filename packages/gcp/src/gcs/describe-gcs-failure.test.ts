import { describe, expect, test } from "@jest/globals";
import { describeGcsFailure, type GcsSituation, refusedPrincipal } from "./describe-gcs-failure.ts";
import { gcsMessage, gcsTransience } from "./map-gcs-failure.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const situation: GcsSituation = { bucket: "data", operation: "write", isBucketMissing: false, block: null, now };

function answer(status: number, data: unknown, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(`Request failed with status code ${status}`), {
    status,
    response: { status, data, headers: { get: (name: string) => headers[name] ?? null } },
  });
}

const refusal = answer(403, {
  error: {
    code: 403,
    message:
      "robot@project.iam.gserviceaccount.com does not have storage.objects.create access to the Google Cloud Storage object. " +
      "Permission 'storage.objects.create' denied on resource (or it may not exist).",
    errors: [{ reason: "forbidden" }],
  },
});

describe("a refusal", () => {
  test("names who was refused, and the command that allows it", () => {
    expect(refusedPrincipal(refusal)).toBe("robot@project.iam.gserviceaccount.com");
    expect(describeGcsFailure(refusal, situation)).toEqual({
      problem: "denied",
      mend:
        "Allow it with `gcloud storage buckets add-iam-policy-binding gs://data " +
        "--member=serviceAccount:robot@project.iam.gserviceaccount.com --role=roles/storage.objectUser`.",
    });
    expect(gcsTransience(refusal)).toBeNull();
  });

  test("of an expired token is tried again with a new one, then its block is named", () => {
    const expired = answer(401, {
      error: { code: 401, message: "Invalid Credentials", errors: [{ reason: "authError" }] },
    });
    expect(gcsTransience(expired)).toEqual({ attempts: 3 });
    const { problem, mend } = describeGcsFailure(expired, { ...situation, block: "gcp-credentials/mine" });
    expect(problem).toBe("credentials");
    expect(mend).toContain("'gcp-credentials/mine'");
  });

  test("by a service whose clock differs names the clock", () => {
    const early = answer(
      401,
      { error: { code: 401, message: "Invalid Credentials" } },
      { date: "Tue, 24 Nov 2026 11:00:00 GMT" },
    );
    expect(describeGcsFailure(early, situation)).toEqual({
      problem: "misconfigured",
      mend: "This machine's clock is 60 minutes ahead of Google's: set it, for example with NTP.",
    });
  });
});

test("what may pass is tried again, and the service's own delay is kept", () => {
  expect(gcsTransience(answer(503, "Service Unavailable", { "retry-after": "7" }))).toEqual({ retryAfterSeconds: 7 });
  expect(gcsTransience(answer(429, { error: { errors: [{ reason: "rateLimitExceeded" }] } }))).toEqual({});
  expect(gcsTransience(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }))).toEqual({});
  expect(gcsTransience(new Error("Could not load the default credentials."))).toBeNull();
  expect(gcsTransience(answer(412, { error: { errors: [{ reason: "conditionNotMet" }] } }))).toBeNull();
});

test("the service's words are found in answers as JSON, text and bytes", () => {
  expect(gcsMessage(answer(404, "No such object: data/a"))).toBe("No such object: data/a");
  expect(gcsMessage(answer(404, Buffer.from(`{"error":{"message":"No such object: data/a"}}`)))).toBe(
    "No such object: data/a",
  );
  expect(gcsMessage(answer(400, { error: "invalid_grant", error_description: "Bad key" }))).toBe(
    "invalid_grant: Bad key",
  );
});

test("a missing bucket is told with the command that makes it", () => {
  const error = answer(404, { error: { message: "The specified bucket does not exist." } });
  const { problem, mend } = describeGcsFailure(error, { ...situation, isBucketMissing: true });
  expect(problem).toBe("missing");
  expect(mend).toContain("`gcloud storage buckets create gs://data`");
});
