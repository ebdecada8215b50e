import type { JsonObject } from "prefect-core/provider";

/** How AWS is reached, and as whom: what a credentials block says, with the gaps open for the environment to fill. */
export interface AwsAccess {
  /** For messages: `aws-credentials/my-creds`; `null` for the default chain. */
  readonly block: string | null;
  /** Keys as they are; `null` for the default chain, or a profile. */
  readonly keys: AwsKeys | null;
  /** A profile of the shared configuration files. */
  readonly profile: string | null;
  /** A role that is assumed by whoever the rest says, and the further parameters of that call as AWS names them. */
  readonly role: { readonly arn: string; readonly parameters: JsonObject } | null;
  /** `null`: the environment's or the profile's, else where the bucket is. */
  readonly region: string | null;
  /** The URL of another server than AWS's own; `null`: the environment's, else AWS. */
  readonly endpoint: string | null;
  /** Whether a server without a URL of its own is reached through TLS. */
  readonly usesTls: boolean;
  /** Whether certificates are verified, or the file of those that they are verified with. */
  readonly verify: boolean | { readonly certificatesFile: string };
  /** Whether the bucket is in the path of a URL instead of its host; `null`: where the server has a URL of its own. */
  readonly pathStyle: boolean | null;
  readonly connectTimeoutSeconds: number;
  /** How long a connection may be silent. */
  readonly readTimeoutSeconds: number;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

/** The default chain: environment, shared configuration files, web identity, container and instance metadata. */
export const defaultAccess: AwsAccess = {
  block: null,
  keys: null,
  profile: null,
  role: null,
  region: null,
  endpoint: null,
  usesTls: true,
  verify: true,
  pathStyle: null,
  // Those of botocore, which Prefect's own client runs on.
  connectTimeoutSeconds: 60,
  readTimeoutSeconds: 60,
};
