import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { BlobServiceClient } from "@azure/storage-blob";
import { createAzureBlobStorage } from "prefect-azure/storage";
import { compareTransfers } from "./harness/compare-transfers.ts";

/** A file to Blob Storage and back, beside the SDK's ways for the same file, which verify nothing that comes down. */
const megabytes = 200;

const url = process.env["PREFECT_TEST_AZURITE_URL"] ?? "";
/** Azurite's own, which its documentation names. */
const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const account = "devstoreaccount1";
const connection_string = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${url}/${account};`;
const container = `benchmark-${Date.now()}`;
const { containerClient } = await BlobServiceClient.fromConnectionString(connection_string).createContainer(container);
const blob = containerClient.getBlockBlobClient("blob");
const storage = createAzureBlobStorage({ container, credentials: { connection_string } });

const directory = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const file = path.join(directory, "file");
const copy = path.join(directory, "copy");
try {
  writeFileSync(file, Buffer.alloc(megabytes * 1_000_000, "storage"));
  await compareTransfers(`Upload of ${megabytes} MB`, {
    "the SDK, from a file": () => blob.uploadFile(file),
    "the SDK, from a stream": () => blob.uploadStream(createReadStream(file)),
    "prefect-azure": () => storage.write("blob", createReadStream(file)),
  });
  await compareTransfers(`Download of ${megabytes} MB`, {
    "the SDK, to a file": () => blob.downloadToFile(copy),
    "the SDK, to memory": () => blob.downloadToBuffer(),
    "prefect-azure": () => pipeline(storage.read("blob"), createWriteStream(copy)),
  });
} finally {
  rmSync(directory, { recursive: true, force: true });
}
