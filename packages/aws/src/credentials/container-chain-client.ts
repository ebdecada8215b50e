import { fromEnv } from "@aws-sdk/credential-provider-env";
import { fromHttp } from "@aws-sdk/credential-provider-http";
import { fromTokenFile } from "@aws-sdk/credential-provider-web-identity";
import { fromContainerMetadata, fromInstanceMetadata } from "@smithy/credential-provider-imds";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";

/**
 * The SDK's default chain without what needs a user's home: profiles, SSO and processes. It takes the place of
 * `@aws-sdk/credential-provider-node` in the file that containers load, a fifth of whose size those are.
 */
export function defaultProvider({ profile }: { profile?: string } = {}): AwsCredentialIdentityProvider {
  let found: Promise<AwsCredentialIdentity> | null = null;
  return async () => {
    const known = await found?.catch(() => null);
    if (known !== null && known !== undefined && !expiresSoon(known)) return known;
    found = profile === undefined ? firstOf(chain()) : Promise.reject(noProfiles(profile));
    return found;
  };
}

const expirySeconds = 300;

function expiresSoon({ expiration }: AwsCredentialIdentity): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < expirySeconds * 1000;
}

function chain(): AwsCredentialIdentityProvider[] {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path, AWS_CONTAINER_CREDENTIALS_FULL_URI: url } = process.env;
  const metadata = path || url ? [fromHttp(), fromContainerMetadata()] : [instanceMetadata];
  return [fromEnv(), fromTokenFile(), ...metadata];
}

const instanceMetadata: AwsCredentialIdentityProvider = () => {
  if (process.env["AWS_EC2_METADATA_DISABLED"] === "true") throw credentialsError("instance metadata is disabled");
  return fromInstanceMetadata()();
};

async function firstOf(providers: readonly AwsCredentialIdentityProvider[]): Promise<AwsCredentialIdentity> {
  const reasons: string[] = [];
  for (const provider of providers) {
    try {
      return await provider();
    } catch (error) {
      // A source that is there and gives none ends the search, as in the SDK.
      if ((error as { tryNextLink?: boolean }).tryNextLink !== true) throw error;
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw credentialsError(`no source of credentials has any: ${reasons.join("; ")}`);
}

function noProfiles(profile: string): Error {
  return credentialsError(`the profile "${profile}" cannot be read in a container: give keys or a role instead`);
}

function credentialsError(message: string): Error {
  return Object.assign(new Error(message), { name: "CredentialsProviderError" });
}
