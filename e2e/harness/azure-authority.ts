import { startHttpServer } from "prefect-emulators/http";

/** Where Azure's clients log in. */
export const authorityHost = "login.microsoftonline.com";

/** The authority of an emulated Azure, which gives tokens to service principals. */
export interface AzureAuthority {
  readonly url: string;
  /** What a client must trust. */
  readonly certificate: string;
  /** Ids of the principals that were given a token. */
  readonly loggedIn: readonly string[];
  close(): Promise<void>;
}

const tokenSeconds = 3600;

/** `secrets` are those of the principals that there are, by their ids. */
export async function startAzureAuthority(secrets: Readonly<Record<string, string>>): Promise<AzureAuthority> {
  const loggedIn: string[] = [];
  const server = await startHttpServer({
    isEncrypted: true,
    hostNames: [authorityHost],
    handle({ path, body }) {
      const [tenant = "common"] = path.split("/").filter(Boolean);
      const base = `https://${authorityHost}/${tenant}`;
      if (path.endsWith("/openid-configuration")) {
        return {
          body: {
            issuer: `${base}/v2.0`,
            authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
            token_endpoint: `${base}/oauth2/v2.0/token`,
            jwks_uri: `${base}/discovery/v2.0/keys`,
          },
        };
      }
      if (!path.endsWith("/token")) return { status: 404, body: {} };
      const form = new URLSearchParams(body.toString());
      const client = form.get("client_id") ?? "";
      if (secrets[client] === undefined || secrets[client] !== form.get("client_secret")) {
        const error_description = `AADSTS7000215: Invalid client secret provided for app '${client}'.`;
        return { status: 401, body: { error: "invalid_client", error_description } };
      }
      loggedIn.push(client);
      return { body: { token_type: "Bearer", expires_in: tokenSeconds, access_token: "of-a-principal" } };
    },
  });
  return { url: server.url, certificate: server.certificate ?? "", loggedIn, close: () => server.close() };
}
