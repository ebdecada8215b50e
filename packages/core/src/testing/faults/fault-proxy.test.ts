import { mkdtemp, rm } from "node:fs/promises";
import { Agent, createServer, request, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { FaultRule } from "./fault.ts";
import { createFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import { chooseAtRandom } from "./seeded-random.ts";

const large = "x".repeat(100_000);
/** What took effect at the platform. */
const effects: string[] = [];
let platform: Server;
let target: string;

beforeAll(async () => {
  platform = createServer(async (incoming, answer) => {
    const body = await text(incoming);
    effects.push(`${incoming.method} ${incoming.url} ${body}`);
    if (incoming.url === "/large") answer.end(large);
    else answer.writeHead(201, { "x-platform": "yes" }).end(`made ${body}`);
  });
  platform.on("upgrade", (incoming, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => platform.listen(0, "127.0.0.1", resolve));
  target = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => platform.close(resolve));
});
beforeEach(() => {
  effects.length = 0;
});

const start = (faults: readonly FaultRule[] = []): Promise<FaultProxy> => createFaultProxy({ target, faults });
const post = (proxy: FaultProxy, signal?: AbortSignal): Promise<Response> =>
  fetch(`${proxy.url}/things?name=a`, { method: "POST", body: "a thing", ...(signal === undefined ? {} : { signal }) });

describe("a proxy", () => {
  test("passes on what nothing befalls, both ways", async () => {
    await using proxy = await start();
    const answer = await post(proxy);
    expect([answer.status, answer.headers.get("x-platform"), await answer.text()]).toEqual([
      201,
      "yes",
      "made a thing",
    ]);
    expect(effects).toEqual(["POST /things?name=a a thing"]);
    expect(await (await fetch(`${proxy.url}/large`)).text()).toBe(large);
    expect(proxy.requests).toEqual([
      { method: "POST", path: "/things?name=a", fault: null },
      { method: "GET", path: "/large", fault: null },
    ]);
  });

  test("listens on a unix socket too, and passes on to one", async () => {
    const directory = await mkdtemp(join(tmpdir(), "fault-proxy-"));
    const socketPath = join(directory, "inner.sock");
    await using inner = await createFaultProxy({ target, socketPath });
    await using outer = await createFaultProxy({ target: inner.url });
    expect(inner.url).toBe(`unix://${socketPath}`);
    expect(await (await post(outer)).text()).toBe("made a thing");
    await rm(directory, { recursive: true });
  });

  test("passes on a connection that changes its protocol", async () => {
    await using proxy = await start();
    const client = request(`${proxy.url}/attach`, { headers: { connection: "upgrade", upgrade: "echo" } }).end();
    const echoed = await new Promise((resolve) => {
      client.once("upgrade", (_, socket) => {
        socket.once("data", (chunk) => {
          resolve(String(chunk));
          socket.destroy();
        });
        socket.write("hello");
      });
    });
    expect(echoed).toBe("hello");
  });

  test("ends every connection when it is interrupted, and takes new ones", async () => {
    await using proxy = await start([{ fault: { kind: "hang" } }]);
    const hanging = post(proxy);
    while (proxy.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    proxy.interrupt();
    await expect(hanging).rejects.toThrow();
    expect((await post(proxy)).status).toBe(201);
  });
});

describe("a request that is befallen by", () => {
  test("a status is answered with it, and never reaches the platform", async () => {
    await using proxy = await start([
      { fault: { kind: "status", status: 429, retryAfterSeconds: 2, body: "slow down" } },
      { fault: { kind: "status", status: 503 }, times: 2 },
    ]);
    const first = await post(proxy);
    expect([first.status, first.headers.get("retry-after"), await first.text()]).toEqual([429, "2", "slow down"]);
    const second = await post(proxy);
    expect([second.status, second.headers.get("retry-after")]).toEqual([503, null]);
    expect(effects).toEqual([]);
    expect((await post(proxy)).status).toBe(201);
  });

  test("a reset never reaches the platform, and its connection breaks", async () => {
    await using proxy = await start([{ fault: { kind: "reset" } }]);
    await expect(post(proxy)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(effects).toEqual([]);
  });

  test("a lost response has taken effect", async () => {
    await using proxy = await start([{ fault: { kind: "lost-response" } }]);
    await expect(post(proxy)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(effects).toEqual(["POST /things?name=a a thing"]);
  });

  test("a hang waits for as long as the client does", async () => {
    await using proxy = await start([{ fault: { kind: "hang" } }]);
    const controller = new AbortController();
    const hanging = post(proxy, controller.signal);
    while (proxy.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error("waited long enough"));
    await expect(hanging).rejects.toThrow("waited long enough");
    expect(effects).toEqual([]);
  });

  test("a delay arrives later", async () => {
    await using proxy = await start([{ fault: { kind: "delay", milliseconds: 50 } }]);
    expect((await post(proxy)).status).toBe(201);
    expect(proxy.requests[0]?.fault).toEqual({ kind: "delay", milliseconds: 50 });
  });

  test("a truncated body breaks off in the middle of its answer", async () => {
    await using proxy = await start([{ fault: { kind: "truncated-body", bytes: 1000 } }]);
    const agent = new Agent();
    const seen = await new Promise<{ bytes: number; isComplete: boolean }>((resolve) => {
      request(`${proxy.url}/large`, { agent }, (response) => {
        let bytes = 0;
        response.on("data", (chunk: Buffer) => (bytes += chunk.length));
        response.on("error", () => undefined);
        response.once("close", () => resolve({ bytes, isComplete: response.complete }));
      }).end();
    });
    expect(seen.isComplete).toBe(false);
    expect(seen.bytes).toBeLessThanOrEqual(1000);
  });
});

describe("a rule", () => {
  test("befalls the requests of its method and path, after some, and so often", async () => {
    const fault = { kind: "status", status: 500 } as const;
    await using proxy = await start([{ fault, method: "POST", path: /things/, after: 1, times: 2 }]);
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await post(proxy)).status);
    expect(statuses).toEqual([201, 500, 500, 201, 201]);
    expect((await fetch(`${proxy.url}/large`)).status).toBe(200);
  });

  test("is replaced and cleared while the proxy runs", async () => {
    await using proxy = await start([{ fault: { kind: "reset" }, times: Number.POSITIVE_INFINITY }]);
    await expect(post(proxy)).rejects.toThrow();
    proxy.inject([{ fault: { kind: "status", status: 500 }, times: Number.POSITIVE_INFINITY }]);
    expect((await post(proxy)).status).toBe(500);
    proxy.clear();
    expect((await post(proxy)).status).toBe(201);
  });
});

test("faults at random are decided by their seed, as often as their probability says", () => {
  const faults = [{ kind: "reset" }, { kind: "hang" }] as const;
  const decide = (seed: number): readonly (string | undefined)[] => {
    const choose = chooseAtRandom({ seed, probability: 0.3, faults });
    return Array.from({ length: 1000 }, () => choose({ method: "GET", path: "/" })?.kind);
  };
  expect(decide(7)).toEqual(decide(7));
  expect(decide(7)).not.toEqual(decide(8));
  const counts = Object.groupBy(decide(7), (kind) => kind ?? "nothing");
  expect(counts["nothing"]?.length).toBeGreaterThan(600);
  expect(counts["nothing"]?.length).toBeLessThan(800);
  expect(counts["reset"]?.length).toBeGreaterThan(80);
  expect(counts["hang"]?.length).toBeGreaterThan(80);
});
