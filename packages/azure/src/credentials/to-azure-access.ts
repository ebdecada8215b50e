import { InvalidBlockError, type JsonObject, type StorageCredentials } from "prefect-core/provider";
import { accountUrlOf, authorityHostOf, type AzureAccess } from "./azure-access.ts";

const blockField = { account: "account_url", connection: "connection_string" } as const;

/** What a block of type `azure-blob-storage-credentials` says. Throws `InvalidBlockError`. Pure. */
export function toAzureAccess({ block, data }: StorageCredentials): AzureAccess {
  const connectionString = readText(block, data, blockField.connection);
  if (connectionString !== null) return toConnection(block, connectionString);
  const accountUrl = readText(block, data, blockField.account);
  if (accountUrl === null) {
    throw new InvalidBlockError({ block, field: blockField.account, reason: "is missing, as is connection_string" });
  }
  const problem = accountUrlProblem(accountUrl);
  if (problem !== null) throw new InvalidBlockError({ block, field: blockField.account, reason: problem });
  const authorityHost = authorityHostOf(accountUrl);
  const principal = readPrincipal(block, data);
  return principal === null
    ? { kind: "default", accountUrl, authorityHost }
    : { kind: "service-principal", accountUrl, authorityHost, ...principal };
}

/** What is wrong with the URL of an account; `null` where nothing is. */
export function accountUrlProblem(accountUrl: string): string | null {
  const url = URL.canParse(accountUrl) ? new URL(accountUrl) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    return "must be a URL, such as https://account.blob.core.windows.net";
  }
  if (url.protocol === "http:") return "must begin with https://: an emulator is named by a connection string";
  return url.search === "" ? null : "must not bear a signature: that belongs into a connection string";
}

function toConnection(block: string, connectionString: string): AzureAccess {
  const access: AzureAccess = { kind: "connection-string", connectionString };
  if (accountUrlOf(access) !== null) return access;
  const reason = "names no account: take it from `az storage account show-connection-string`";
  throw new InvalidBlockError({ block, field: blockField.connection, reason });
}

function readPrincipal(block: string, data: JsonObject) {
  const tenantId = readText(block, data, "tenant_id");
  const clientId = readText(block, data, "client_id");
  const clientSecret = readText(block, data, "client_secret");
  if (tenantId === null && clientId === null && clientSecret === null) return null;
  if (tenantId !== null && clientId !== null && clientSecret !== null) return { tenantId, clientId, clientSecret };
  const field = tenantId === null ? "tenant_id" : clientId === null ? "client_id" : "client_secret";
  const reason = "is missing: tenant_id, client_id and client_secret are given together";
  throw new InvalidBlockError({ block, field, reason });
}

function readText(block: string, data: JsonObject, field: string): string | null {
  const value = data[field] ?? null;
  if (value === null || value === "") return null;
  if (typeof value === "string") return value.trim();
  throw new InvalidBlockError({ block, field, reason: "must be a text" });
}
