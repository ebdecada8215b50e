import { InvalidBlockError, type JsonObject, type StorageType } from "prefect-core/provider";
import { azureStorageModule, credentialsArgument } from "./azure-storage-module.ts";

/** `work-pool storage configure azure-blob-storage`, and blocks of type `azure-blob-storage-container`. */
export const azureStorageType: StorageType = {
  ...azureStorageModule,
  name: "azure-blob-storage",
  displayName: "Azure Blob Storage",
  options: [
    {
      argument: "container",
      description: "The name of the Azure Blob Storage container to use.",
      question: "Enter the name of the Azure Blob Storage container to use:",
      isRequired: true,
    },
  ],
  credentialsOption: {
    argument: credentialsArgument,
    description: "The name of the Azure Blob Storage credentials block to use.",
    question: "Enter the name of the Azure Blob Storage credentials block to use:",
    isRequired: true,
    blockDisplayName: "Azure Blob Storage",
  },
  requires: "prefect-azure",
  resultBlock: {
    blockTypeSlug: "azure-blob-storage-container",
    credentialsField: "credentials",
    // Prefect's own command line gives it no folder, and its runs write their results there.
    toData: ({ container = null }, credentials) => ({ container_name: container, credentials }),
    toArguments,
  },
  runnerModule: new URL("./storage-module.mjs", import.meta.url),
};

function toArguments(
  { container_name: container = null, base_folder: folder = null }: JsonObject,
  block: string,
): JsonObject {
  if (typeof container !== "string" || container.trim() === "") {
    throw new InvalidBlockError({ block, field: "container_name", reason: "must be the name of a container" });
  }
  if (folder !== null && typeof folder !== "string") {
    throw new InvalidBlockError({ block, field: "base_folder", reason: "must be a text" });
  }
  return folder === null || folder === "" ? { container } : { container, base_folder: folder };
}
