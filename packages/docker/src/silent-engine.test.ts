import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createFaultProxy, type FaultProxy } from "prefect-core/testing";
import { createDockerClient, type DockerClient } from "./docker-client.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

const silence = { silenceMilliseconds: 100 };
let directory: string;
let proxy: FaultProxy;
let client: DockerClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "silent-engine-"));
  const socketPath = join(directory, "engine.sock");
  proxy = await createFaultProxy({ target: "http://127.0.0.1:9", socketPath, faults: () => ({ kind: "hang" }) });
  client = createDockerClient({ host: proxy.url, tls: null }, silence);
});
afterAll(async () => {
  await proxy.close();
  await rm(directory, { recursive: true });
});

describe("an engine that takes connections and never answers", () => {
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    "its version": () => client.version(),
    "a container's state": () => client.inspectContainer("c"),
    "to make a container": () => client.createContainer({ name: "c", platform: null, body: {} }),
    "to take files": () => client.putArchive("c", "/", Readable.from([Buffer.alloc(512)], { objectMode: false })),
    "to give files": () => client.getArchive("c", "/prefect"),
    "to stop a container": () => client.stopContainer("c", 0),
    "to remove a container": () => client.removeContainer("c"),
  };
  test.each(Object.entries(asked))("is unreachable when asked for or %s", async (_, ask) => {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineUnreachableError);
    expect((error as Error).message).toMatch(/silent for 0.1 s/);
  });

  test("is waited for as long as a container may run", async () => {
    const controller = new AbortController();
    const waiting = client.waitContainer("c", controller.signal);
    await expect(client.version()).rejects.toBeInstanceOf(EngineUnreachableError);
    controller.abort(new Error("waited long enough"));
    await expect(waiting).rejects.toThrow("waited long enough");
  });
});

test("an engine that falls silent in the middle of an answer is unreachable", async () => {
  const begin: RequestListener = (_, answer) => void answer.writeHead(200).write('{"Version":');
  const server = createServer(begin);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const begun = createDockerClient({ host, tls: null }, silence);
  await expect(begun.version()).rejects.toBeInstanceOf(EngineUnreachableError);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
