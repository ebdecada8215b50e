import { expect, test } from "@jest/globals";
import { blockSchemaChecksum } from "prefect-core/testing";
import { azureBlobStorageContainerType } from "./blob-storage-container-type.ts";
import { azureBlobStorageCredentialsType } from "./blob-storage-credentials-type.ts";
import { azureContainerInstanceCredentialsType } from "./container-instance-credentials-type.ts";

test("the schemas are those that prefect-azure 0.4.13 registers, so that both editions share their blocks", () => {
  const types = [azureBlobStorageCredentialsType, azureBlobStorageContainerType, azureContainerInstanceCredentialsType];
  expect(types.map(({ fields }) => blockSchemaChecksum(fields))).toEqual([
    "sha256:372d3e4c9374d1d3aa02e4f83b5a7c5e375d2cc97afd46a80a8e12bfea585f74",
    "sha256:c0b3c90cfca7b8433ace9a27055b53901b69f465077b2d3e9c84e22f01138d1f",
    "sha256:594ffc64589e0d8eec5e1584b0adaccb9fb4f4f1bc8b02f65e1b65bb3cf51ef9",
  ]);
});
