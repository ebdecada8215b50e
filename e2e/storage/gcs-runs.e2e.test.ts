import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createFaultProxy, type FaultProxy } from "prefect-core/testing";
import { createGcsStorage } from "prefect-gcp/storage";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { gcsServer } from "../harness/gcs-server.ts";
import { loadScale } from "../harness/scale.ts";

const server = gcsServer();
const flows = "../../storage/flows";
const calls = Math.ceil(100 * loadScale());

describe("a pool whose storage is a bucket of Cloud Storage", () => {
  let bucket: string;
  let proxy: FaultProxy;
  let home: DockerHome;

  beforeAll(async () => {
    bucket = await server.createBucket();
    proxy = await createFaultProxy({ target: server.url });
    home = await createDockerHome({ STORAGE_EMULATOR_HOST: proxy.url });
  });
  afterAll(async () => {
    await home.remove();
    await proxy.close();
  });

  async function createPool(name: string, type: string): Promise<void> {
    await home.prefect("work-pool", "create", name, "--type", type);
    const place = ["--bucket", bucket, "--endpoint", proxy.url];
    await home.prefect("work-pool", "storage", "configure", "gcs", name, ...place);
  }

  async function listKeys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of createGcsStorage({ bucket, endpoint: server.url }).list(prefix)) keys.push(key);
    return keys;
  }

  test("lets a container fetch its code and files, and write its result", async () => {
    await createPool("olympic", "docker");
    const env = JSON.stringify({ STORAGE_EMULATOR_HOST: proxy.url });
    expect(await home.report(`${flows}/in-container`, ["olympic", "Marvin", "private_key", env])).toEqual({
      greeting: "Hello from the bucket, Marvin",
      credentials: [],
    });
    expect(await listKeys("results/")).toHaveLength(1);
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
      .filter(({ method, path }) => method === "POST" && /[?&]name=([^&]*%2F)?code%2F/.test(path));
    expect(new Set(written.map(({ path }) => path)).size).toBe(written.length);
    expect(written.length).toBeLessThanOrEqual(2);
    expect(written.length).toBeGreaterThan(0);
  }, 300_000);
});
