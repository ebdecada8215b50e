import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { createS3Storage } from "prefect-aws/storage";
import type { AwsCredentialsData } from "prefect-aws";
import type { JsonObject, Storage, StorageModule } from "prefect-core/provider";
import {
  chooseAtRandom,
  createDirectoryStorage,
  createFaultProxy,
  createMemoryStorage,
  type FaultProxy,
  storageSuite,
} from "prefect-core/testing";
import { passingFaults } from "../harness/s3-answers.ts";
import { credentialsFor, minioIsLacking, minioServer, motoServer, type S3Server } from "../harness/s3-server.ts";

const probability = 0.05;

describe("memory", () => {
  storageSuite({ test, newStorage: createMemoryStorage });
});

describe("a directory", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "prefect-storage-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  storageSuite({ test, newStorage: () => createDirectoryStorage({ basepath: path.join(directory, randomUUID()) }) });
});

describe("S3 of moto", () => describeS3(motoServer()));

describe("S3 of MinIO", () => {
  const server = minioServer();
  if (server === null) test.skip(`holds the storage suite (skipped: ${minioIsLacking})`, () => undefined);
  else describeS3(server);
});

describe("S3, by the module that runners load", () => {
  const server = motoServer();
  const runnerModule = new URL("../../packages/aws/dist/storage-module.mjs", import.meta.url);
  let bucket: string;
  beforeAll(async () => {
    bucket = await server.createBucket();
  });

  async function open(storageArguments: JsonObject): Promise<Storage> {
    const { default: loaded } = (await import(runnerModule.href)) as { readonly default: StorageModule };
    const credentials = { block: "aws-credentials/test", data: server.credentials as JsonObject };
    return loaded.open(storageArguments, { credentials });
  }
  storageSuite({
    test,
    newStorage: () => open({ bucket, bucket_folder: randomUUID() }),
    // A copy of this realm, as Jest clones into another.
    openReference: (reference) => open({ ...reference.arguments }),
  });
});

function describeS3(server: S3Server): void {
  let bucket: string;
  let proxy: FaultProxy;
  beforeAll(async () => {
    bucket = await server.createBucket();
    const faults = chooseAtRandom({ seed: 5, probability, faults: passingFaults });
    proxy = await createFaultProxy({ target: server.url, faults });
  });
  afterAll(() => proxy.close());

  const suiteOver = (credentials: () => AwsCredentialsData): void =>
    storageSuite({
      test,
      newStorage: () => createS3Storage({ bucket, folder: randomUUID(), credentials: credentials() }),
      openReference: async ({ arguments: { bucket_folder: folder } }) =>
        createS3Storage({ bucket, folder: String(folder), credentials: credentials() }),
    });

  describe("reached directly", () => suiteOver(() => server.credentials));

  describe(`where ${probability * 100} % of the requests go wrong`, () => suiteOver(() => credentialsFor(proxy.url)));
}
