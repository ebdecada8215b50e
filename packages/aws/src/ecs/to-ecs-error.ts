import { AwsRegionMissingError } from "./errors/aws-region-missing-error.ts";
import { ClusterNotFoundError } from "./errors/cluster-not-found-error.ts";
import { EcsAccessError } from "./errors/ecs-access-error.ts";
import { EcsApiError } from "./errors/ecs-api-error.ts";
import { EcsThrottledError } from "./errors/ecs-throttled-error.ts";
import { EcsUnreachableError } from "./errors/ecs-unreachable-error.ts";
import { toS3Failure } from "../s3/s3-failure.ts";

export interface RequestFacts {
  /** `ecs:RunTask`. */
  readonly operation: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly cluster?: string | null;
}

const badCredentials = new Set([
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "InvalidClientTokenId",
  "ExpiredTokenException",
  "ExpiredToken",
  "MissingAuthenticationTokenException",
  "IncompleteSignature",
  "AuthFailure",
  "SignatureDoesNotMatch",
  "CredentialsProviderError",
  "ProviderError",
  "TokenProviderError",
]);
const throttles = new Set([
  "ThrottlingException",
  "Throttling",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "LimitExceededException",
  "RequestThrottledException",
]);
const denials = new Set(["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "NotAuthorized"]);

/** An error of the SDK as one of this package. Pure. */
export function toEcsError(error: unknown, { operation, region, endpoint, cluster }: RequestFacts): Error {
  const { code, status, message } = toS3Failure(error);
  const { resourceIds } = error as { readonly resourceIds?: readonly string[] };
  const fields = { operation, region, code, detail: message, statusCode: status, cause: error };
  if (message.startsWith("Region is missing")) return new AwsRegionMissingError();
  if (badCredentials.has(code)) return new EcsAccessError({ ...fields, action: null });
  if (denials.has(code)) return new EcsAccessError({ ...fields, action: deniedAction(message) ?? operation });
  if (status === null) return new EcsUnreachableError({ region, endpoint, code, problem: message, cause: error });
  if (throttles.has(code) || status === 429) return new EcsThrottledError(fields);
  if (code === "ClusterNotFoundException") {
    return new ClusterNotFoundError({ ...fields, cluster: cluster ?? "default" });
  }
  return new EcsApiError({ ...fields, ...(resourceIds === undefined ? {} : { resourceIds }) });
}

/** AWS names it: `... is not authorized to perform: iam:PassRole on resource: ...`. */
function deniedAction(message: string): string | null {
  return /not authorized to perform:? (\w+:\w+)/.exec(message)?.[1] ?? null;
}
