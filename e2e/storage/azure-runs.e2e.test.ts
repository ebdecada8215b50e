import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createAzureBlobStorage } from "prefect-azure/storage";
import { createFaultProxy, type FaultProxy } from "prefect-core/testing";
import { azureServer, connectionStringFor } from "../harness/azure-server.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { loadScale } from "../harness/scale.ts";

const server = azureServer();
const flows = "../../storage/flows";
const calls = Math.ceil(100 * loadScale());

describe("a pool whose storage is a container of Blob Storage", () => {
  let container: string;
  let proxy: FaultProxy;
  let home: DockerHome;

  beforeAll(async () => {
    container = await server.createContainer();
    proxy = await createFaultProxy({ target: server.url });
    home = await createDockerHome();
    await home.run(`${flows}/save-azure-credentials`, ["mine", connectionStringFor(proxy.url)]);
  });
  afterAll(async () => {
    await home.remove();
    await proxy.close();
  });

  async function createPool(name: string, type: string): Promise<void> {
    await home.prefect("work-pool", "create", name, "--type", type);
    const place = ["--container", container, "--azure-blob-storage-credentials-block-name", "mine"];
    await home.prefect("work-pool", "storage", "configure", "azure-blob-storage", name, ...place);
  }

  async function listKeys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    const credentials = { connection_string: server.connectionString };
    for await (const { key } of createAzureBlobStorage({ container, credentials }).list(prefix)) keys.push(key);
    return keys;
  }

  test("lets a container fetch its code and files, and write its result, with a block that its flow never sees", async () => {
    await createPool("olympic", "docker");
    expect(await home.report(`${flows}/in-container`, ["olympic", "Marvin", "AccountKey"])).toEqual({
      greeting: "Hello from the bucket, Marvin",
      credentials: [],
    });
    // As Prefect's own command line configures it, results are in no folder.
    expect((await listKeys("")).filter((key) => /^[\da-f]{32}$/.test(key))).toHaveLength(1);
    expect(await listKeys("code/")).not.toEqual([]);
    expect(await home.containers()).toEqual([]);
  });

  test(`uploads the code of ${calls} calls of one flow once`, async () => {
    await createPool("track", "process");
    const before = proxy.requests.length;
    const squares = await home.report(`${flows}/many-calls`, ["track", String(calls)], { timeoutSeconds: 280 });
    expect(squares).toEqual(Array.from({ length: calls }, (_, value) => value * value));
    const written = proxy.requests
      .slice(before)
      .filter(({ method, path }) => method === "PUT" && path.includes("/code/"));
    expect(new Set(written.map(({ path }) => path)).size).toBe(written.length);
    expect(written.length).toBeLessThanOrEqual(2);
    expect(written.length).toBeGreaterThan(0);
  }, 300_000);
});
