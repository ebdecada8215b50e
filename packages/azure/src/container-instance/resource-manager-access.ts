import { isJsonObject, type Json } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** What proves to Azure Resource Manager who asks, and which cloud that is in. */
export interface ResourceManagerAccess {
  /** `null`: the default chain. */
  readonly principal: { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** The managed identity that the default chain uses where there are several. */
  readonly managedIdentityClientId: string | null;
  /** Where tokens come from; `null`: as `AZURE_AUTHORITY_HOST` says, else the public cloud. */
  readonly authorityHost: string | null;
}

const key = "aci_credentials";
const understood: readonly string[] = ["authority", "managed_identity_client_id"];

/** What a block of type `azure-container-instance-credentials` says. Throws `JobConfigurationError`. Pure. */
export function toResourceManagerAccess(block: Json): ResourceManagerAccess {
  if (block === null) return { principal: null, managedIdentityClientId: null, authorityHost: null };
  if (!isJsonObject(block)) {
    throw invalidConfiguration(key, "must be a reference to a block of type azure-container-instance-credentials");
  }
  const [tenantId, clientId, clientSecret] = ["tenant_id", "client_id", "client_secret"].map((field) => {
    const value = block[field];
    return typeof value === "string" && value !== "" ? value : null;
  });
  const isComplete = tenantId != null && clientId != null && clientSecret != null;
  if (!isComplete && (tenantId ?? clientId ?? clientSecret) != null) {
    throw invalidConfiguration(key, "must have tenant_id, client_id and client_secret together, or none of them");
  }
  const kwargs = isJsonObject(block["credential_kwargs"]) ? block["credential_kwargs"] : {};
  const unknown = Object.keys(kwargs).find((name) => !understood.includes(name));
  if (unknown !== undefined) {
    throw invalidConfiguration(
      `${key}.credential_kwargs.${unknown}`,
      `is not understood: ${understood.join(", ")} are`,
    );
  }
  return {
    principal: isComplete ? { tenantId, clientId, clientSecret } : null,
    managedIdentityClientId: textOf(kwargs["managed_identity_client_id"]),
    authorityHost: toAuthorityHost(textOf(kwargs["authority"])),
  };
}

/** Where the control plane of an authority's cloud answers: sovereign clouds have their own. */
export function resourceManagerEndpoint(authorityHost: string | null): string {
  const host = authorityHost === null || !URL.canParse(authorityHost) ? "" : new URL(authorityHost).hostname;
  if (host === "login.microsoftonline.us") return "https://management.usgovcloudapi.net";
  if (/^login\.(partner\.microsoftonline|chinacloudapi)\.cn$/.test(host)) return "https://management.chinacloudapi.cn";
  return "https://management.azure.com";
}

/** Python takes a bare host. */
function toAuthorityHost(authority: string | null): string | null {
  return authority === null || authority.includes("://") ? authority : `https://${authority}`;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
