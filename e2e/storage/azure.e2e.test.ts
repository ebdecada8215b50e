import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createAzureBlobStorage } from "prefect-azure/storage";
import type { Storage, StorageModule } from "prefect-core/provider";
import { chooseAtRandom, createFaultProxy, type FaultProxy, storageSuite } from "prefect-core/testing";
import { azureAnswer, passingFaults, permissionMismatch, tooOld } from "../harness/azure-answers.ts";
import { azureServer, connectionStringFor } from "../harness/azure-server.ts";

const probability = 0.05;
const server = azureServer();
let container: string;
let proxy: FaultProxy;
beforeAll(async () => {
  container = await server.createContainer();
  proxy = await createFaultProxy({ target: server.url });
});
afterAll(() => proxy.close());

const reach = (url: string, folder?: string, name = container): Storage =>
  createAzureBlobStorage({
    container: name,
    credentials: { connection_string: connectionStringFor(url) },
    ...(folder === undefined ? {} : { folder }),
  });

const suiteOver = (url: () => string): void =>
  storageSuite({
    test,
    newStorage: () => reach(url(), randomUUID()),
    openReference: async ({ arguments: { base_folder: folder } }) => reach(url(), String(folder)),
  });

describe("Blob Storage reached directly", () => suiteOver(() => server.url));

describe(`Blob Storage where ${probability * 100} % of the requests go wrong`, () => {
  beforeAll(() => proxy.inject(chooseAtRandom({ seed: 5, probability, faults: passingFaults })));
  afterAll(() => proxy.clear());
  suiteOver(() => proxy.url);
});

describe("Blob Storage, by the module that runners load", () => {
  const runnerModule = new URL("../../packages/azure/dist/storage-module.mjs", import.meta.url);
  async function open(folder: string): Promise<Storage> {
    const { default: loaded } = (await import(runnerModule.href)) as { readonly default: StorageModule };
    const data = { connection_string: server.connectionString };
    const credentials = { block: "azure-blob-storage-credentials/test", data };
    return loaded.open({ container, base_folder: folder }, { credentials });
  }
  storageSuite({
    test,
    newStorage: () => open(randomUUID()),
    openReference: ({ arguments: { base_folder: folder } }) => open(String(folder)),
  });
});

describe("Blob Storage that refuses", () => {
  const large = Buffer.from(Uint32Array.from({ length: 8_000_000 }, (_, index) => index).buffer);
  const always = Number.POSITIVE_INFINITY;

  test("a request in mid-transfer as it expired is asked again, and upload and download go on", async () => {
    const expired = azureAnswer(401, "InvalidAuthenticationInfo", "Lifetime validation failed. The token is expired.");
    const storage = reach(proxy.url);
    proxy.inject([{ method: "PUT", after: 1, fault: { kind: "status", ...expired } }]);
    expect(await storage.write("expiring", large)).toEqual({ created: true });
    proxy.inject([
      { method: "GET", fault: { kind: "truncated-body", bytes: 5_000_000 } },
      { method: "GET", after: 1, fault: { kind: "status", ...expired } },
    ]);
    const before = proxy.requests.length;
    expect((await read(storage, "expiring")).equals(large)).toBe(true);
    expect(proxy.requests.slice(before).map(({ fault }) => fault?.kind ?? null)).toEqual([
      "truncated-body",
      "status",
      null,
    ]);
  });

  test("as this machine's clock is wrong names the clock", async () => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    proxy.inject([{ times: always, fault: { kind: "status", ...tooOld(hourAgo) } }]);
    await expect(reach(proxy.url).write("key", Buffer.from("x"))).rejects.toMatchObject({
      problem: "misconfigured",
      mend: expect.stringContaining("60 minutes ahead of Azure's"),
    });
  });

  test.each([["a small", Buffer.from("x")] as const, ["a large", large] as const])(
    "%s put names container, operation, principal and the role that allows it",
    async (_, body) => {
      proxy.inject([{ method: "PUT", times: always, fault: { kind: "status", ...permissionMismatch } }]);
      await expect(reach(proxy.url).write("denied", body)).rejects.toMatchObject({
        name: "StorageOperationError",
        problem: "denied",
        storage: `${proxy.url}/devstoreaccount1/${container}`,
        operation: "write",
        key: "denied",
        principal: "account devstoreaccount1",
        mend: expect.stringContaining("Storage Blob Data Contributor"),
      });
      proxy.clear();
    },
  );

  test("a wrong key says what to renew", async () => {
    const connection_string = connectionStringFor(server.url, Buffer.from("wrong").toString("base64"));
    const storage = createAzureBlobStorage({ container, credentials: { connection_string } });
    await expect(storage.write("key", Buffer.from("x"))).rejects.toMatchObject({ problem: "credentials" });
  });
});

test("a container that does not exist is an error with the command that makes it, whatever is done there", async () => {
  const storage = reach(server.url, undefined, "no-such-container");
  for (const work of [
    () => storage.write("key", Buffer.from("x")),
    () => storage.exists("key"),
    () => storage.delete("key"),
    () => read(storage, "key"),
  ]) {
    await expect(work()).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "missing",
      mend: expect.stringContaining("az storage container create --name no-such-container"),
    });
  }
});

async function read(storage: Storage, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
