import { randomUUID } from "node:crypto";
import { BlobServiceClient } from "@azure/storage-blob";
import { requireSetting } from "./required-setting.ts";

const account = "devstoreaccount1";
/** Azurite's own, which its documentation names. */
const accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** A server that speaks Azure Blob Storage's API. */
export interface AzureServer {
  readonly url: string;
  readonly connectionString: string;
  /** Makes an empty container and answers its name. */
  createContainer(): Promise<string>;
}

/** The server of the suite. */
export function azureServer(): AzureServer {
  const url = requireSetting("PREFECT_TEST_AZURITE_URL");
  const connectionString = connectionStringFor(url);
  return {
    url,
    connectionString,
    async createContainer() {
      const name = `container-${randomUUID()}`;
      await BlobServiceClient.fromConnectionString(connectionString).createContainer(name);
      return name;
    },
  };
}

/** For a server, which is maybe only on the way to the real one. */
export function connectionStringFor(url: string, key: string = accountKey): string {
  const protocol = "DefaultEndpointsProtocol=http";
  return `${protocol};AccountName=${account};AccountKey=${key};BlobEndpoint=${url}/${account};`;
}
