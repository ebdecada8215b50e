/** Where a storage account is, and what proves to it who asks. */
export type AzureAccess =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | { readonly kind: "default"; readonly accountUrl: string; readonly authorityHost: string | null }
  | {
      readonly kind: "service-principal";
      readonly accountUrl: string;
      readonly authorityHost: string | null;
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

/** The URL of the account, without a signature; `null` where a connection string names none. */
export function accountUrlOf(access: AzureAccess): string | null {
  return access.kind === "connection-string" ? blobEndpoint(access.connectionString) : withoutQuery(access.accountUrl);
}

/**
 * Where tokens for an account's cloud come from: sovereign clouds have endpoints of their own. `null`: as the
 * environment says (`AZURE_AUTHORITY_HOST`), else the public cloud.
 */
export function authorityHostOf(accountUrl: string): string | null {
  const host = URL.canParse(accountUrl) ? new URL(accountUrl).hostname : "";
  if (host.endsWith(".usgovcloudapi.net")) return "https://login.microsoftonline.us";
  return host.endsWith(".chinacloudapi.cn") ? "https://login.chinacloudapi.cn" : null;
}

const developmentEndpoint = "http://127.0.0.1:10000/devstoreaccount1";

function blobEndpoint(connectionString: string): string | null {
  const fields = connectionStringFields(connectionString);
  const endpoint = fields.get("blobendpoint");
  if (endpoint !== undefined) return withoutQuery(endpoint);
  if (fields.get("usedevelopmentstorage")?.toLowerCase() === "true") return developmentEndpoint;
  const account = fields.get("accountname");
  if (account === undefined) return null;
  const protocol = fields.get("defaultendpointsprotocol") ?? "https";
  return `${protocol}://${account}.blob.${fields.get("endpointsuffix") ?? "core.windows.net"}`;
}

/** Names are told apart without regard to case. */
function connectionStringFields(connectionString: string): ReadonlyMap<string, string> {
  return new Map(
    connectionString.split(";").flatMap((pair): [string, string][] => {
      const at = pair.indexOf("=");
      return at <= 0 ? [] : [[pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()]];
    }),
  );
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/\/+$/, "");
}
