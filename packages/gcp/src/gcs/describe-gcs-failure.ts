import type { StorageOperation, StorageProblem } from "prefect-core/provider";
import {
  clockSkewSeconds,
  gcsMessage,
  gcsReason,
  gcsStatus,
  isConditionNotMet,
  isExpiredToken,
  isTokenRefused,
  isWithoutCredentials,
} from "./map-gcs-failure.ts";

// A token request that is dated more than this from Google's time is refused.
const largestSkewSeconds = 5 * 60;

/** Who a refusal says was refused: `a@b.iam.gserviceaccount.com does not have storage.objects.create access ...`. */
export function refusedPrincipal(error: unknown): string | null {
  return /^(\S+@\S+|Anonymous caller) does not have /.exec(gcsMessage(error))?.[1] ?? null;
}

/** What went wrong, as a caller may branch on it, and what to do about it. */
export interface GcsDescription {
  readonly problem: StorageProblem;
  readonly mend: string;
}

export interface GcsSituation {
  readonly bucket: string;
  readonly operation: StorageOperation;
  readonly isBucketMissing: boolean;
  /** The credentials block that was used. */
  readonly block: string | null;
  /** This machine's time. */
  readonly now: number;
}

/** Describes what the SDK threw in the end. Pure. */
export function describeGcsFailure(
  error: unknown,
  { bucket, operation, isBucketMissing, block, now }: GcsSituation,
): GcsDescription {
  const status = gcsStatus(error);
  const clock = isTokenRefused(error) || status === 401 || status === 403 ? describeClock(error, now) : null;
  if (clock !== null) return { problem: "misconfigured", mend: clock };
  if (isBucketMissing) {
    const mend = `Create the bucket with \`gcloud storage buckets create gs://${bucket}\`, or name another one.`;
    return { problem: "missing", mend };
  }
  if (isTokenRefused(error) || isExpiredToken(error)) return { problem: "credentials", mend: mendLogin(block) };
  if (isWithoutCredentials(error)) return { problem: "credentials", mend: mendMissingCredentials(block) };
  if (status === 403) return { problem: "denied", mend: mendRefusal(error, bucket) };
  if (status === 400 && gcsReason(error) === "required") {
    const mend = "The bucket makes its requesters pay: name a project in the credentials block.";
    return { problem: "misconfigured", mend };
  }
  if (isConditionNotMet(error) || status === 404 || status === 410) {
    const mend =
      operation === "read"
        ? "It was replaced or deleted while it was read: read it again."
        : "The service gave the upload up: write it again.";
    return { problem: "failed", mend };
  }
  if (/CRC-32C/.test(gcsMessage(error)))
    return { problem: "failed", mend: "Read it again; if it stays so, write it anew." };
  if (status === null) {
    return {
      problem: "unavailable",
      mend: "Check that Cloud Storage can be reached from this machine, and try again.",
    };
  }
  const isUnavailable = status === 429 || status >= 500;
  const mend = "Try again; if it stays so, look at https://status.cloud.google.com.";
  return { problem: isUnavailable ? "unavailable" : "failed", mend };
}

function describeClock(error: unknown, now: number): string | null {
  const skew = clockSkewSeconds(error, now);
  if (skew !== null && Math.abs(skew) > largestSkewSeconds) {
    const minutes = Math.round(Math.abs(skew) / 60);
    const direction = skew > 0 ? "ahead of" : "behind";
    return `This machine's clock is ${minutes} minutes ${direction} Google's: set it, for example with NTP.`;
  }
  if (!/reasonable timeframe/.test(gcsMessage(error))) return null;
  return "This machine's clock differs from Google's: set it, for example with NTP.";
}

function mendLogin(block: string | null): string {
  return block === null
    ? "Log in again with `gcloud auth application-default login`, or name a block of type gcp-credentials."
    : `Save a new key in the block '${block}'.`;
}

function mendMissingCredentials(block: string | null): string {
  if (block !== null)
    return `Save a key that can be read in the block '${block}': as service_account_info, it travels.`;
  return (
    "Log in with `gcloud auth application-default login`, set `GOOGLE_APPLICATION_CREDENTIALS` to the path of a key file, " +
    "give this machine a service account, or name a block of type gcp-credentials."
  );
}

function mendRefusal(error: unknown, bucket: string): string {
  const message = gcsMessage(error);
  if (/organization's policy|vpcServiceControls/i.test(message)) {
    return "A VPC Service Controls perimeter refuses it: allow this network or identity in the perimeter.";
  }
  if (/billing/i.test(message)) return "Enable billing for the bucket's project.";
  const principal = refusedPrincipal(error);
  if (principal === "Anonymous caller") return "No credentials were sent: name a block of type gcp-credentials.";
  const kind = principal?.endsWith(".gserviceaccount.com") === false ? "user" : "serviceAccount";
  return (
    `Allow it with \`gcloud storage buckets add-iam-policy-binding gs://${bucket} ` +
    `--member=${kind}:${principal ?? "EMAIL"} --role=roles/storage.objectUser\`.`
  );
}
