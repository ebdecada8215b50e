import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createS3Storage } from "prefect-aws/storage";
import type { Storage } from "prefect-core/provider";
import { createFaultProxy } from "prefect-core/testing";
import { accessDenied, clockTooSkewed, expiredToken, wrongRegion } from "../harness/s3-answers.ts";
import { type SignedRequest, startS3Gate } from "../harness/s3-gate.ts";
import { credentialsFor, motoServer } from "../harness/s3-server.ts";

const server = motoServer();
let bucket: string;
beforeAll(async () => {
  bucket = await server.createBucket();
});

const reach = (url: string, name = bucket): Storage =>
  createS3Storage({ bucket: name, credentials: credentialsFor(url) });

/** Four parts, each byte of which says where it is. */
const large = Buffer.from(Uint32Array.from({ length: 4_000_000 }, (_, index) => index).buffer);

async function read(storage: Storage, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of storage.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("credentials that expire in mid-transfer", () => {
  const environment = { ...process.env };
  let issuer: Server;
  afterEach(() => {
    process.env = { ...environment };
    issuer.close();
  });

  /** Hands out another key each time, as a container's metadata do. */
  async function startIssuer(): Promise<void> {
    let issued = 0;
    issuer = createServer((_, answer) => {
      const AccessKeyId = `key-${++issued}`;
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      answer.end(JSON.stringify({ AccessKeyId, SecretAccessKey: "secret", Token: "token", Expiration }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
    const { port } = issuer.address() as AddressInfo;
    process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = `http://127.0.0.1:${port}/`;
    process.env["AWS_REGION"] = "us-east-1";
  }

  test("are asked for again, and the upload and the download go on", async () => {
    await startIssuer();
    const refused = new Set<string>();
    let sentParts = 0;
    const expires = ({ accessKeyId, path }: SignedRequest) => {
      if (path.includes("partNumber") && ++sentParts > 2) refused.add("key-1");
      return refused.has(accessKeyId) ? expiredToken : null;
    };
    await using proxy = await createFaultProxy({ target: server.url });
    await using gate = await startS3Gate(proxy.url, expires);
    process.env["AWS_ENDPOINT_URL"] = gate.url;
    const storage = createS3Storage({ bucket });
    expect(await storage.write("expiring", large)).toEqual({ created: true });
    expect(new Set(gate.passed.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-1", "key-2"]));

    proxy.inject([{ method: "GET", fault: { kind: "truncated-body", bytes: 5_000_000 } }]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of storage.read("expiring")) {
      refused.add("key-2");
      chunks.push(chunk);
    }
    expect(Buffer.concat(chunks).equals(large)).toBe(true);
    expect(gate.passed.at(-1)).toMatchObject({ method: "GET", accessKeyId: "key-3" });
    expect(await server.countOpenUploads(bucket)).toBe(0);
  });

  test("are an error with the mend where no others come", async () => {
    await startIssuer();
    await using gate = await startS3Gate(server.url, () => expiredToken);
    process.env["AWS_ENDPOINT_URL"] = gate.url;
    await expect(createS3Storage({ bucket }).write("key", Buffer.from("x"))).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "credentials",
      storage: `s3://${bucket}`,
      operation: "write",
      principal: expect.stringMatching(/^access key key-\d$/),
      mend: expect.stringContaining("aws sso login"),
    });
  });
});

test("a clock that differs by hours is corrected, for the requests after it too", async () => {
  const hours = 3;
  const serverTime = (): Date => new Date(Date.now() + hours * 3_600_000);
  await using gate = await startS3Gate(
    server.url,
    ({ signedAt }) =>
      Math.abs(signedAt.getTime() - serverTime().getTime()) > 900_000 ? clockTooSkewed(serverTime()) : null,
    serverTime,
  );
  const storage = reach(gate.url);
  await storage.write("skewed", large);
  expect((await read(storage, "skewed")).equals(large)).toBe(true);
});

test("a bucket in another region than the block says is an error that names the right one", async () => {
  await using gate = await startS3Gate(server.url, ({ region }) =>
    region === "eu-west-1" ? null : wrongRegion(region, "eu-west-1"),
  );
  for (const work of [
    () => reach(gate.url).write("key", Buffer.from("x")),
    () => reach(gate.url).exists("key"),
    () => read(reach(gate.url), "key"),
  ]) {
    await expect(work()).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "misconfigured",
      mend: expect.stringContaining("The bucket is in eu-west-1, not in us-east-1: set region_name"),
    });
  }
});

test("a denied put names the bucket, the operation, the principal and the action to allow", async () => {
  const principal = "arn:aws:sts::123456789012:assumed-role/runner/task";
  await using gate = await startS3Gate(server.url, ({ method, path }) =>
    method === "PUT" ? accessDenied(principal, "s3:PutObject", `arn:aws:s3:::${path.slice(1)}`) : null,
  );
  for (const body of [Buffer.from("x"), large]) {
    await expect(reach(gate.url).write("denied", body)).rejects.toMatchObject({
      name: "StorageOperationError",
      problem: "denied",
      storage: `s3://${bucket} at ${gate.url}`,
      operation: "write",
      key: "denied",
      principal,
      message: expect.stringContaining("Allow s3:PutObject"),
    });
  }
  expect(await server.countOpenUploads(bucket)).toBe(0);
});

test("a bucket that does not exist is an error with the command that makes it", async () => {
  const storage = reach(server.url, "no-such-bucket");
  await expect(storage.write("key", Buffer.from("x"))).rejects.toMatchObject({
    name: "StorageOperationError",
    problem: "missing",
    message: expect.stringContaining("aws s3 mb s3://no-such-bucket"),
  });
  await expect(read(storage, "key")).rejects.toMatchObject({ name: "StorageOperationError", problem: "missing" });
});

test("an endpoint that nothing answers at is an error that says where to look", async () => {
  await expect(reach("http://127.0.0.1:9").exists("key")).rejects.toMatchObject({
    name: "StorageOperationError",
    problem: "unavailable",
    mend: expect.stringContaining("endpoint_url"),
  });
});

test("bytes that changed on their way are refused, in one piece and in parts", async () => {
  const storage = reach(server.url);
  for (const [key, body] of [
    ["small", Buffer.from("0123456789")],
    ["parted", large],
  ] as const) {
    await storage.write(key, body);
    await using tampering = await startTamperingProxy(server.url);
    await expect(read(reach(tampering.url), key)).rejects.toMatchObject({
      name: "StorageOperationError",
      operation: "read",
      message: expect.stringContaining("the bytes that arrived have the CRC-32"),
    });
  }
});

/** Changes the last byte of what is read. */
async function startTamperingProxy(target: string): Promise<{ url: string } & AsyncDisposable> {
  const proxy = createServer(async (incoming, answer) => {
    const { host: _, ...headers } = incoming.headers as Record<string, string>;
    const response = await fetch(target + incoming.url, { headers });
    const body = Buffer.from(await response.arrayBuffer());
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    answer.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
