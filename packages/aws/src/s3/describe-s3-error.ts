import type { StorageOperation, StorageProblem } from "prefect-core/provider";
import { otherRegion, type S3Failure } from "./s3-failure.ts";

/** What kind of request failed, and from where. */
export interface S3Circumstances {
  readonly bucket: string;
  readonly operation: StorageOperation;
  /** The block that the credentials are from; `null` for the default chain. */
  readonly block: string | null;
  readonly region: string;
  /** Whether the settings name the region, in contrast to the environment. */
  readonly isRegionSet: boolean;
  readonly isAws: boolean;
}

export interface S3Description {
  readonly problem: StorageProblem;
  readonly mend: string;
}

const actions: Readonly<Record<StorageOperation, string>> = {
  read: "s3:GetObject",
  write: "s3:PutObject (and s3:AbortMultipartUpload)",
  "look for": "s3:GetObject and s3:ListBucket",
  list: "s3:ListBucket",
  delete: "s3:DeleteObject",
};

const badKeys = new Set(["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidClientTokenId"]);
const noCredentials = new Set(["CredentialsProviderError", "ProviderError", "TokenProviderError"]);
const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"]);

/** What is wrong and how it is mended; pure. */
export function describeS3Error(failure: S3Failure, circumstances: S3Circumstances): S3Description {
  const { code, status } = failure;
  const { bucket, region, isAws } = circumstances;
  const home = otherRegion(failure, region);
  if (home !== null) {
    return {
      problem: "misconfigured",
      mend: `The bucket is in ${home}, not in ${region}: ${setRegion(circumstances, home)}.`,
    };
  }
  if (code === "NoSuchBucket") {
    const where = isAws ? "" : " on the server that the endpoint names";
    return {
      problem: "missing",
      mend: `There is no bucket "${bucket}"${where}: create it (\`aws s3 mb s3://${bucket}\`), or configure another.`,
    };
  }
  if (code === "InvalidBucketName") {
    return { problem: "misconfigured", mend: `No bucket can be named "${bucket}": configure another.` };
  }
  if (code === "RequestTimeTooSkewed") {
    return {
      problem: "misconfigured",
      mend: "Set this machine's clock: it differs from S3's by more than 15 minutes.",
    };
  }
  const credentials = describeCredentials(code, circumstances.block);
  if (credentials !== null) return { problem: "credentials", mend: credentials };
  if (status === 403 || code === "AccessDenied") {
    return { problem: "denied", mend: `Allow ${actions[circumstances.operation]} on ${resource(circumstances)}.` };
  }
  if (status === 412) return { problem: "failed", mend: "The object was replaced while it was read: read it again." };
  if (unreachable.has(code)) return { problem: "unavailable", mend: describeUnreachable(isAws) };
  if (status === null || status === 429 || status >= 500) {
    return { problem: "unavailable", mend: "It was tried again for about 15 seconds; try again later." };
  }
  return { problem: "failed", mend: "Check the bucket, its policy and what else the answer names." };
}

/** Who S3 says that it refused: `User: arn:aws:iam::1:user/me is not authorized to perform ...`; pure. */
export function refusedPrincipal(message: string): string | null {
  return /\b(arn:aws[\w-]*:[^\s"']+) is not authorized/.exec(message)?.[1] ?? null;
}

function describeCredentials(code: string, block: string | null): string | null {
  const where = block === null ? "" : ` of the block ${block}`;
  if (code.startsWith("ExpiredToken") || code === "TokenRefreshRequired" || code === "RequestExpired") {
    if (block !== null) return `The credentials${where} have expired: save it again with new ones.`;
    return "The credentials have expired: log in again (`aws sso login`), or renew them in the environment.";
  }
  if (badKeys.has(code)) {
    return `S3 does not take the credentials${where}: check the access key, its secret and the session token.`;
  }
  if (!noCredentials.has(code)) return null;
  if (block !== null) return `The credentials${where} cannot be loaded here: check its profile and role.`;
  return (
    "Give this process AWS credentials (a role of its infrastructure, `aws configure`, or AWS_ACCESS_KEY_ID and " +
    "AWS_SECRET_ACCESS_KEY), or configure the storage with an aws-credentials block."
  );
}

function setRegion({ block, isRegionSet }: S3Circumstances, region: string): string {
  if (block !== null) return `set region_name of the block ${block} to "${region}"`;
  return isRegionSet ? `set region_name of its credentials to "${region}"` : `set AWS_REGION=${region}`;
}

function resource({ bucket, operation }: S3Circumstances): string {
  const objects = `arn:aws:s3:::${bucket}/*`;
  if (operation === "list") return `arn:aws:s3:::${bucket}`;
  return operation === "look for" ? `${objects} and arn:aws:s3:::${bucket}` : objects;
}

function describeUnreachable(isAws: boolean): string {
  return isAws
    ? "Check this machine's network and the region: S3 cannot be reached."
    : "Check the endpoint (endpoint_url of the credentials block, or AWS_ENDPOINT_URL): nothing answers there.";
}
