import type { AwsSecret, BlockSecret, EnvironmentSecret, GcpSecret, KubernetesSecret } from "../contracts/secret.ts";

/**
 * Names secrets for the `secrets` option of a decorator: `docker({ secrets: { TOKEN: secret.env("TOKEN") } })`. The
 * value never stands in a bundle, a manifest, a log or the plain environment of a job; the flow finds it in its
 * environment.
 */
export const secret: {
  /** A variable of the submitter's environment, under this or another name there. */
  env(name: string): EnvironmentSecret;
  /** `secret.block("secret/github-token")`; `secret.block("aws-credentials/prod/aws_secret_access_key")` for one field. */
  block(block: string): BlockSecret;
  /** A key of a Secret that is in the namespace of the Job already; for `kubernetes()` alone. */
  kubernetes(name: string, key: string): KubernetesSecret;
  /** A secret of Secrets Manager or a parameter of SSM, by its ARN; for `ecs()` alone. */
  aws(arn: string): AwsSecret;
  /** A secret of Secret Manager, by its name or resource; for `cloudRun()` alone. */
  gcp(resource: string): GcpSecret;
} = {
  env: (name) => ({ source: "env", name }),
  block: (block) => ({ source: "block", block }),
  kubernetes: (name, key) => ({ source: "kubernetes", name, key }),
  aws: (arn) => ({ source: "aws", arn }),
  gcp: (resource) => ({ source: "gcp", resource }),
};
