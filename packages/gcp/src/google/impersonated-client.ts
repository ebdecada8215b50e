import type { AuthClient, OAuth2Client } from "google-auth-library";
import { endpointOf } from "./google-endpoint.ts";
import type { GcloudProperties } from "./gcloud-properties.ts";
import { patiently } from "./google-patience.ts";
import { toGoogleError } from "./to-google-error.ts";

const lifetimeSeconds = 3600;

interface GeneratedToken {
  readonly accessToken: string;
  /** RFC 3339. */
  readonly expireTime: string;
}

/**
 * A client that asks as a service account which the source may impersonate: the last of several with commas between,
 * through those before it, as in gcloud. Its first token is asked for at once. Throws `GoogleAccessError` and
 * `GoogleUnreachableError`. (The SDK's own class warns of itself on the console each time.)
 * https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken
 */
export async function createImpersonatedClient(
  source: AuthClient,
  accounts: string,
  { properties, scope }: { readonly properties: GcloudProperties; readonly scope: string },
): Promise<OAuth2Client> {
  const chain = accounts.split(",").map((account) => `projects/-/serviceAccounts/${account.trim()}`);
  const target = chain.at(-1) ?? "";
  const usualHost = `iamcredentials.${source.universeDomain}`;
  const { url: endpoint } = endpointOf("iamcredentials", properties, usualHost);
  const { OAuth2Client: Client } = await import("google-auth-library");
  const client = new Client();
  const ask = async () => {
    try {
      const { data } = await source.request<GeneratedToken>({
        url: `${endpoint}/v1/${target}:generateAccessToken`,
        method: "POST",
        data: { delegates: chain.slice(0, -1), scope: [scope], lifetime: `${lifetimeSeconds}s` },
        retry: false,
      });
      return { access_token: data.accessToken, expiry_date: Date.parse(data.expireTime) };
    } catch (error) {
      throw toGoogleError(error, { operation: `impersonate ${accounts}`, endpoint });
    }
  };
  client.refreshHandler = () => patiently(ask);
  await client.getAccessToken();
  return client;
}
