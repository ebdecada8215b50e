import { expect, test } from "@jest/globals";
import { toGoogleError } from "./to-google-error.ts";

const context = { operation: "create the job hello", endpoint: "https://run.googleapis.com" };
const map = (error: object) => toGoogleError(error, context);

test("a permission that is missing is named", () => {
  const details = "Permission 'run.jobs.create' denied on resource 'projects/p' (or resource may not exist).";
  expect(map({ code: 7, details, reason: "IAM_PERMISSION_DENIED" })).toMatchObject({
    name: "GoogleAccessError",
    permission: "run.jobs.create",
    message: expect.stringMatching(/^Google Cloud refused to create the job hello: .*work-pool check/),
  });
});

test("an API that is not enabled is told of with the command that enables it", () => {
  const details = "Cloud Run Admin API has not been used in project 42 before or it is disabled. Enable it by ...";
  const errorInfoMetadata = { service: "run.googleapis.com", consumer: "projects/42" };
  expect(map({ code: 7, details, reason: "SERVICE_DISABLED", errorInfoMetadata })).toMatchObject({
    name: "GoogleApiDisabledError",
    service: "run.googleapis.com",
    message: expect.stringContaining("gcloud services enable run.googleapis.com --project 42"),
  });
});

test("a quota keeps its reason and when to ask again", () => {
  const statusDetails = [{ reason: "RATE_LIMIT_EXCEEDED" }, { retryDelay: { seconds: "7", nanos: 500_000_000 } }];
  expect(map({ code: 8, details: "Quota exceeded", reason: "RATE_LIMIT_EXCEEDED", statusDetails })).toMatchObject({
    name: "GoogleApiError",
    code: "RESOURCE_EXHAUSTED",
    reason: "RATE_LIMIT_EXCEEDED",
    retryAfterSeconds: 7.5,
  });
});

test.each([
  [{ code: 14, details: "No connection established. Last error: connect ECONNREFUSED 127.0.0.1:9" }, false],
  [{ code: 14, details: "Name resolution failed for target dns:nowhere-run.googleapis.com" }, false],
  [{ code: 14, details: "Connection dropped" }, true],
  [{ code: 14, details: "No connection established. Last error: Error: read ECONNRESET" }, true],
  [{ code: 4, details: "Deadline exceeded after 60s" }, true],
  [new Error("Could not load the default credentials. Browse to https://..."), false],
  [new Error("socket hang up"), true],
])("what never got an answer is unreachable, and passes or not: %j", (error, isPassing) => {
  expect(map(error)).toMatchObject({ name: "GoogleUnreachableError", isPassing });
});

test("a service that answers that it is busy was reached", () => {
  expect(map({ code: 14, details: "The service is currently unavailable." })).toMatchObject({
    name: "GoogleApiError",
    code: "UNAVAILABLE",
  });
});

test("answers over HTTP are told as those of gRPC, without the request's token", () => {
  const body = {
    error: { code: 403, status: "PERMISSION_DENIED", message: "Permission 'logging.logEntries.list' denied." },
  };
  const error = Object.assign(new Error("Request failed"), {
    config: { headers: { authorization: "Bearer sesame" } },
    response: { status: 403, data: body },
  });
  const mapped = map(error);
  expect(mapped).toMatchObject({ name: "GoogleAccessError", permission: "logging.logEntries.list" });
  expect(JSON.stringify(mapped.cause, Object.getOwnPropertyNames(mapped.cause))).not.toContain("sesame");
});
