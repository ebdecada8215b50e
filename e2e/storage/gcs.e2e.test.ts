import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Storage, StorageModule } from "prefect-core/provider";
import { chooseAtRandom, createFaultProxy, type FaultProxy, storageSuite } from "prefect-core/testing";
import { createGcsStorage } from "prefect-gcp/storage";
import { accessDenied, gcsAnswer, invalidCredentials, passingFaults } from "../harness/gcs-answers.ts";
import { gcsServer } from "../harness/gcs-server.ts";

const probability = 0.05;
const server = gcsServer();
let bucket: string;
let proxy: FaultProxy;
beforeAll(async () => {
  bucket = await server.createBucket();
  proxy = await createFaultProxy({ target: server.url });
});
afterAll(() => proxy.close());

const suiteOver = (endpoint: () => string): void =>
  storageSuite({
    test,
    newStorage: () => createGcsStorage({ bucket, folder: randomUUID(), endpoint: endpoint() }),
    openReference: async ({ arguments: { bucket_folder: folder } }) =>
      createGcsStorage({ bucket, folder: String(folder), endpoint: endpoint() }),
  });

describe("Cloud Storage reached directly", () => suiteOver(() => server.url));

describe(`Cloud Storage where ${probability * 100} % of the requests go wrong`, () => {
  beforeAll(() => proxy.inject(chooseAtRandom({ seed: 5, probability, faults: passingFaults })));
  afterAll(() => proxy.clear());
  suiteOver(() => proxy.url);
});

describe("Cloud Storage, by the module that runners load", () => {
  const runnerModule = new URL("../../packages/gcp/dist/storage-module.mjs", import.meta.url);
  async function open(folder: string): Promise<Storage> {
    const { default: loaded } = (await import(runnerModule.href)) as { readonly default: StorageModule };
    return loaded.open({ bucket, bucket_folder: folder, endpoint: server.url }, { credentials: null });
  }
  storageSuite({
    test,
    newStorage: () => open(randomUUID()),
    openReference: ({ arguments: { bucket_folder: folder } }) => open(String(folder)),
  });
});

describe("Cloud Storage that refuses", () => {
  const email = "robot@project.iam.gserviceaccount.com";
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const service_account_info = {
    type: "service_account",
    client_email: email,
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
  const reach = (): Storage => createGcsStorage({ bucket, endpoint: proxy.url, credentials: { service_account_info } });
  const large = Buffer.from(Uint32Array.from({ length: 10_000_000 }, (_, index) => index).buffer);

  test("a token in mid-transfer gets a new one, and upload and download go on", async () => {
    const storage = reach();
    const uploadingFrom = proxy.requests.length;
    proxy.inject([{ method: "PUT", after: 1, fault: { kind: "status", ...invalidCredentials } }]);
    expect(await storage.write("expiring", large)).toEqual({ created: true });
    const uploading = proxy.requests.slice(uploadingFrom).filter(({ method }) => method === "PUT");
    // Five parts, one of them again, and the question how far the upload is.
    expect(uploading.map(({ fault }) => fault?.kind ?? null)).toEqual([null, "status", null, null, null, null, null]);
    proxy.inject([
      { method: "GET", fault: { kind: "truncated-body", bytes: 5_000_000 } },
      { method: "GET", after: 1, fault: { kind: "status", ...invalidCredentials } },
    ]);
    const before = proxy.requests.length;
    expect((await read(storage, "expiring")).equals(large)).toBe(true);
    expect(proxy.requests.slice(before).map(({ fault }) => fault?.kind ?? null)).toEqual([
      "truncated-body",
      "status",
      null,
    ]);
  });

  test("every token names the block's key as what to renew", async () => {
    proxy.inject([{ times: Number.POSITIVE_INFINITY, fault: { kind: "status", ...invalidCredentials } }]);
    await expect(reach().write("key", Buffer.from("x"))).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "credentials",
      principal: email,
      operation: "write",
    });
  });

  test("as this machine's clock is wrong names the clock", async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const skewed = gcsAnswer(401, "authError", "Invalid Credentials", { date });
    proxy.inject([{ times: Number.POSITIVE_INFINITY, fault: { kind: "status", ...skewed } }]);
    await expect(reach().write("key", Buffer.from("x"))).rejects.toMatchObject({
      problem: "misconfigured",
      mend: expect.stringContaining("60 minutes ahead of Google's"),
    });
  });

  test.each([["a small", Buffer.from("x")] as const, ["a large", large] as const])(
    "%s put names bucket, operation, principal and the command that allows it",
    async (_, body) => {
      const denied = accessDenied(email, "storage.objects.create");
      proxy.inject([{ method: "POST", times: Number.POSITIVE_INFINITY, fault: { kind: "status", ...denied } }]);
      await expect(reach().write("denied", body)).rejects.toMatchObject({
        name: "StorageOperationError",
        problem: "denied",
        storage: expect.stringContaining(`gs://${bucket}`),
        operation: "write",
        key: "denied",
        principal: email,
        mend: expect.stringContaining(`gcloud storage buckets add-iam-policy-binding gs://${bucket}`),
      });
      proxy.clear();
    },
  );
});

test("a bucket that does not exist is an error with the command that makes it, whatever is done there", async () => {
  const storage = createGcsStorage({ bucket: "no-such-bucket", endpoint: server.url });
  for (const work of [
    () => storage.write("key", Buffer.from("x")),
    () => storage.exists("key"),
    () => storage.delete("key"),
    () => read(storage, "key"),
  ]) {
    await expect(work()).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "missing",
      mend: expect.stringContaining("gcloud storage buckets create gs://no-such-bucket"),
    });
  }
});

async function read(storage: Storage, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
