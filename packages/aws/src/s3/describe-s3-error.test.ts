import { expect, test } from "@jest/globals";
import { describeS3Error, refusedPrincipal, type S3Circumstances } from "./describe-s3-error.ts";
import { toS3Failure } from "./s3-failure.ts";

const circumstances: S3Circumstances = {
  bucket: "data",
  operation: "write",
  block: null,
  region: "us-east-1",
  isRegionSet: false,
  isAws: true,
};

/** An error as the SDK makes it of S3's answer. */
function answer(status: number, name: string, { message = name, headers = {} } = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
    $response: { statusCode: status, headers },
  });
}

test.each<[string, Error, Partial<S3Circumstances>, string, string]>([
  ["missing bucket", answer(404, "NoSuchBucket"), {}, "missing", "aws s3 mb s3://data"],
  ["bucket name", answer(400, "InvalidBucketName"), {}, "misconfigured", 'No bucket can be named "data"'],
  ["denied put", answer(403, "AccessDenied"), {}, "denied", "Allow s3:PutObject"],
  ["denied list", answer(403, "AccessDenied"), { operation: "list" }, "denied", "s3:ListBucket on arn:aws:s3:::data."],
  [
    "denied head, which has no body",
    answer(403, "403"),
    { operation: "look for" },
    "denied",
    "s3:GetObject and s3:Lis",
  ],
  ["denied delete", answer(403, "AccessDenied"), { operation: "delete" }, "denied", "Allow s3:DeleteObject"],
  [
    "key id",
    answer(403, "InvalidAccessKeyId"),
    { block: "aws-credentials/a" },
    "credentials",
    "block aws-credentials/a",
  ],
  ["secret", answer(403, "SignatureDoesNotMatch"), {}, "credentials", "check the access key"],
  ["expired", answer(400, "ExpiredToken"), {}, "credentials", "aws sso login"],
  ["expired block", answer(400, "ExpiredToken"), { block: "aws-credentials/a" }, "credentials", "save it again"],
  ["clock", answer(403, "RequestTimeTooSkewed"), {}, "misconfigured", "clock"],
  ["throttled", answer(503, "SlowDown"), {}, "unavailable", "try again later"],
  [
    "region of a redirect",
    answer(301, "PermanentRedirect", { headers: { "x-amz-bucket-region": "eu-west-1" } }),
    {},
    "misconfigured",
    "The bucket is in eu-west-1, not in us-east-1: set AWS_REGION=eu-west-1.",
  ],
  [
    "region of a signature",
    answer(400, "AuthorizationHeaderMalformed", {
      message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    }),
    { block: "aws-credentials/a" },
    "misconfigured",
    'set region_name of the block aws-credentials/a to "eu-west-1"',
  ],
  [
    "no credentials",
    Object.assign(new Error("none"), { name: "CredentialsProviderError" }),
    {},
    "credentials",
    "AWS_AC",
  ],
  [
    "no server",
    Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    { isAws: false },
    "unavailable",
    "endpoint",
  ],
])("%s is explained", (_, error, more, problem, mend) => {
  const described = describeS3Error(toS3Failure(error), { ...circumstances, ...more });
  expect(described.problem).toBe(problem);
  expect(described.mend).toContain(mend);
});

test("the principal is the one that S3 refused", () => {
  const message =
    "User: arn:aws:sts::123456789012:assumed-role/runner/task is not authorized to perform: s3:PutObject on resource: x";
  expect(refusedPrincipal(message)).toBe("arn:aws:sts::123456789012:assumed-role/runner/task");
  expect(refusedPrincipal("Access Denied")).toBeNull();
});

test.each([
  ["AWS SDK error wrapper for TimeoutError: read ECONNRESET", "ECONNRESET"],
  ["AWS SDK error wrapper for Error: connect ECONNREFUSED 127.0.0.1:9", "ECONNREFUSED"],
  ["AWS SDK error wrapper for TimeoutError: silent", "TimeoutError"],
])("what the SDK wrapped is known by its words: %s", (message, code) => {
  expect(toS3Failure(new Error(message)).code).toBe(code);
});
