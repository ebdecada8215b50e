/** The variables of the `az storage` command line, which are heeded where a reference and a block say nothing. */
export interface AzureEnvironment {
  readonly connectionString: string | null;
  readonly accountUrl: string | null;
}

export function readAzureEnvironment(environment: Readonly<NodeJS.ProcessEnv>): AzureEnvironment {
  const account = environment["AZURE_STORAGE_ACCOUNT"] || null;
  const endpoint = environment["AZURE_STORAGE_SERVICE_ENDPOINT"] || null;
  return {
    connectionString: environment["AZURE_STORAGE_CONNECTION_STRING"] || null,
    accountUrl: endpoint ?? (account === null ? null : `https://${account}.blob.core.windows.net`),
  };
}
