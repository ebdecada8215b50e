import { afterEach, expect, test } from "@jest/globals";
import { request as requestTls } from "node:https";
import type { IncomingMessage } from "node:http";
import { type HttpServer, type HttpServerOptions, startHttpServer } from "./http-server.ts";
import { readJson } from "./http-exchange.ts";

let server: HttpServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  server = await startHttpServer({ handle: (request) => ({ body: { echo: readJson(request) } }), ...options });
  return server;
}

test("JSON goes in and comes out, and every request is counted by its operation", async () => {
  const { url, requests } = await start({ toOperation: ({ method }) => (method === "POST" ? "create" : "read") });
  const response = await fetch(`${url}/things?x=1`, { method: "POST", body: JSON.stringify([1]) });
  expect(await response.json()).toEqual({ echo: [1] });
  await fetch(url);
  await fetch(url);
  expect(requests.counts()).toEqual({ create: 1, read: 2 });
  expect(requests.entries[0]).toMatchObject({ method: "POST", path: "/things", status: 200 });
});

test("injected faults answer, cut and delay; a lost response was done before", async () => {
  const done: string[] = [];
  const { url, faults } = await start({
    handle: ({ path }) => {
      done.push(path);
      return { status: 201, body: {} };
    },
  });
  faults.inject({ fault: { kind: "answer", answer: { status: 429, headers: { "retry-after": "1" }, body: {} } } });
  faults.inject({ fault: { kind: "reset" } });
  faults.inject({ fault: { kind: "lose-response" } });
  faults.inject({ fault: { kind: "delay", milliseconds: 1 } });
  const throttled = await fetch(`${url}/throttled`);
  expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "1"]);
  await expect(fetch(`${url}/reset`)).rejects.toThrow("fetch failed");
  await expect(fetch(`${url}/lost`)).rejects.toThrow("fetch failed");
  expect((await fetch(`${url}/delayed`)).status).toBe(201);
  expect(done).toEqual(["/lost", "/delayed"]);
});

test("a request that hangs is answered only by the client's patience", async () => {
  const { url, faults } = await start();
  faults.inject({ fault: { kind: "hang" } });
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow("timeout");
  expect((await fetch(url)).status).toBe(200);
});

test("closing ends answers that are still being given", async () => {
  const { url, close } = await start({
    handle: ({ signal }) => ({ body: endless(signal) }),
  });
  const response = await fetch(url);
  const reader = response.body?.getReader();
  expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe("first\n");
  await close();
  await expect(reader?.read()).rejects.toThrow("terminated");
});

test("with TLS, a client that trusts the certificate is served", async () => {
  const { port, certificate } = await start({ isEncrypted: true });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    requestTls({ host: "127.0.0.1", port, ca: certificate ?? "" }, resolve)
      .on("error", reject)
      .end();
  });
  response.resume();
  expect(response.statusCode).toBe(200);
  await expect(fetch(`https://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
});

async function* endless(signal: AbortSignal): AsyncGenerator<string> {
  yield "first\n";
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}
