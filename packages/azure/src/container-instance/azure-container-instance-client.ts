import { randomUUID } from "node:crypto";
import type { ContainerInstanceManagementClientOptionalParams } from "@azure/arm-containerinstance";
import type { TokenCredential } from "@azure/identity";
import { type ResourceManagerAccess, resourceManagerEndpoint } from "./resource-manager-access.ts";
import { toAzureError, toConnectionError } from "./to-azure-error.ts";

/** One request to Azure Resource Manager, which is not repeated. */
export interface ArmRequest {
  /** What it is for, as the end of "to ...", for messages. */
  readonly operation: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** From the endpoint on, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

/** What of Azure's SDK is used. Throws `AzureApiError` and its kin, and `AzureUnreachableError`. */
export interface AzureContainerInstanceClient {
  /** The body of the answer; `null` where it is empty. */
  send(request: ArmRequest): Promise<unknown>;
}

/** Where and as whom to connect, beside what a block says: for clouds and rigs of one's own. */
export interface ConnectionOverrides {
  readonly endpoint?: string;
  readonly credential?: TokenCredential;
  /** What a server's certificate is checked against. */
  readonly certificateAuthority?: string;
}

/** A connection that is silent for this long is broken. */
const timeoutMilliseconds = 60_000;

/** Loads the SDK. Nothing is sent yet. */
export async function connectToAzure(
  access: ResourceManagerAccess,
  subscriptionId: string,
  overrides: ConnectionOverrides = {},
): Promise<AzureContainerInstanceClient> {
  const [{ ContainerInstanceManagementClient }, { createHttpHeaders, createPipelineRequest }] = await Promise.all([
    import("@azure/arm-containerinstance"),
    import("@azure/core-rest-pipeline"),
  ]);
  const authorityHost = access.authorityHost ?? process.env["AZURE_AUTHORITY_HOST"] ?? null;
  const endpoint = overrides.endpoint ?? resourceManagerEndpoint(authorityHost);
  const options: ContainerInstanceManagementClientOptionalParams = {
    endpoint,
    // Requests are repeated by whoever knows what repeating one means.
    retryOptions: { maxRetries: 0 },
    ...(overrides.certificateAuthority === undefined ? {} : { tlsOptions: { ca: overrides.certificateAuthority } }),
  };
  const credential = overrides.credential ?? (await createCredential(access));
  const client = new ContainerInstanceManagementClient(credential, subscriptionId, options);
  return {
    // Not the SDK's operations: they know one version of the API, drop fields that it does not have, and follow a
    // long-running operation to an error without a code (docs/decisions/0010-own-requests-to-azure.md).
    async send({ operation, method, path, query, body, signal }) {
      const url = `${endpoint}${path}?${new URLSearchParams(query)}`;
      const request = createPipelineRequest({
        url,
        method,
        requestId: randomUUID(),
        timeout: timeoutMilliseconds,
        headers: createHttpHeaders({ accept: "application/json", "content-type": "application/json" }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { abortSignal: signal }),
      });
      const answer = await client.sendRequest(request).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw toConnectionError(error, endpoint);
      });
      const text = answer.bodyAsText ?? "";
      if (answer.status >= 300) {
        throw toAzureError({
          operation,
          statusCode: answer.status,
          text,
          retryAfter: answer.headers.get("retry-after"),
        });
      }
      return text === "" ? null : (JSON.parse(text) as unknown);
    },
  };
}

async function createCredential({
  principal,
  managedIdentityClientId,
  authorityHost,
}: ResourceManagerAccess): Promise<TokenCredential> {
  const { ClientSecretCredential, DefaultAzureCredential } = await import("@azure/identity");
  const options = authorityHost === null ? {} : { authorityHost };
  if (principal !== null) {
    return new ClientSecretCredential(principal.tenantId, principal.clientId, principal.clientSecret, options);
  }
  return new DefaultAzureCredential({
    ...options,
    ...(managedIdentityClientId === null ? {} : { managedIdentityClientId }),
  });
}
