import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createS3Storage } from "prefect-aws/storage";
import { createFaultProxy, type FaultProxy } from "prefect-core/testing";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { loadScale } from "../harness/scale.ts";
import { credentialsFor, motoServer } from "../harness/s3-server.ts";

const server = motoServer();
const flows = "../../storage/flows";
const calls = Math.ceil(100 * loadScale());

describe("a pool whose storage is a bucket", () => {
  let bucket: string;
  let proxy: FaultProxy;
  let home: DockerHome;

  beforeAll(async () => {
    bucket = await server.createBucket();
    proxy = await createFaultProxy({ target: server.url });
    home = await createDockerHome();
    await home.run(`${flows}/save-credentials`, ["mine", proxy.url]);
  });
  afterAll(async () => {
    await home.remove();
    await proxy.close();
  });

  async function createPool(name: string, type: string, ...options: readonly string[]): Promise<void> {
    await home.prefect("work-pool", "create", name, "--type", type);
    await home.prefect("work-pool", "storage", "configure", "s3", name, "--bucket", bucket, ...options);
  }
  const withBlock = ["--aws-credentials-block-name", "mine"];

  async function listKeys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of createS3Storage({ bucket, credentials: credentialsFor(server.url) }).list(prefix)) {
      keys.push(key);
    }
    return keys;
  }

  test("lets a container fetch its code and files, and write its result, with a block that its flow never sees", async () => {
    await createPool("olympic", "docker", ...withBlock);
    expect(await home.report(`${flows}/in-container`, ["olympic", "Marvin", "test-secret-key"])).toEqual({
      greeting: "Hello from the bucket, Marvin",
      credentials: [],
    });
    expect(await listKeys("results/")).toHaveLength(1);
    expect(await listKeys("code/")).not.toEqual([]);
    expect(await home.containers()).toEqual([]);
  });

  test("that does not exist is an error with the command that makes it", async () => {
    await home.prefect("work-pool", "create", "nowhere", "--type", "docker");
    await home.prefect(
      "work-pool",
      "storage",
      "configure",
      "s3",
      "nowhere",
      "--bucket",
      "no-such-bucket",
      ...withBlock,
    );
    expect(await home.report(`${flows}/in-container`, ["nowhere", "Marvin", "test-secret-key"])).toEqual({
      name: "StorageOperationError",
      message: expect.stringContaining("aws s3 mb s3://no-such-bucket"),
      cause: expect.any(String),
    });
    expect(await home.containers()).toEqual([]);
  });

  test(`uploads the code of ${calls} calls of one flow once`, async () => {
    await createPool("track", "process", ...withBlock);
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
