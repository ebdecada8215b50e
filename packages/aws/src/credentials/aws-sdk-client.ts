import { readFile } from "node:fs/promises";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { AwsAccess } from "./aws-access.ts";

interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What a client of the SDK takes as `credentials`; asks nobody before the first request. */
export function resolveCredentials(access: AwsAccess): () => Promise<Identity> {
  const own = ownCredentials(access);
  const { role, region } = access;
  if (role === null) return own;
  return async () => {
    const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
    const client = new STSClient({
      credentials: own,
      ...(access.profile === null ? {} : { profile: access.profile }),
      ...(region === null ? {} : { region }),
    });
    try {
      const input = { RoleSessionName: `prefect-session-${process.pid}`, ...role.parameters, RoleArn: role.arn };
      const { Credentials } = await client.send(new AssumeRoleCommand(input as AssumeRoleCommandInput));
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey) throw new Error(`AWS gave no credentials for the role ${role.arn}`);
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
        ...(Expiration === undefined ? {} : { expiration: Expiration }),
      };
    } finally {
      client.destroy();
    }
  };
}

function ownCredentials({ keys, profile }: AwsAccess): () => Promise<Identity> {
  if (keys === null) return defaultProvider({ ignoreCache: true, ...(profile === null ? {} : { profile }) });
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) });
}

/** What a client of the SDK takes as `requestHandler`. */
export async function toRequestHandler({ verify, connectTimeoutSeconds, readTimeoutSeconds }: AwsAccess): Promise<{
  connectionTimeout: number;
  socketTimeout: number;
  httpsAgent: { rejectUnauthorized: boolean; ca?: Buffer };
}> {
  const tls =
    typeof verify === "boolean"
      ? { rejectUnauthorized: verify }
      : { rejectUnauthorized: true, ca: await readFile(verify.certificatesFile) };
  return {
    connectionTimeout: connectTimeoutSeconds * 1000,
    socketTimeout: readTimeoutSeconds * 1000,
    httpsAgent: tls,
  };
}
