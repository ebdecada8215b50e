import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { controlPlaneFacts } from "../control-plane/contract/control-plane-facts.ts";
import { openEmbeddedTransport } from "../control-plane/embedded/embedded-transport.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import type { Transport } from "../control-plane/transports/transport.ts";
import { ApiUnauthorizedError } from "../errors/api-unauthorized-error.ts";
import { ServerNotStartedError } from "../errors/server-not-started-error.ts";
import { startApiServer, type ApiServer } from "./api-server.ts";

let home: string;
let transport: Transport;
let server: ApiServer;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "prefect-server-"));
  transport = await openEmbeddedTransport(home);
  server = await startApiServer({ transport, host: "127.0.0.1", port: 0, authString: null });
});

afterAll(async () => {
  await server.close();
  await transport.close();
  await rm(home, { recursive: true });
});

describe("the server answers over HTTP as Prefect's does", () => {
  test.each(controlPlaneFacts)("$name", async ({ check }) => {
    await check(await openControlPlane({ home, apiUrl: server.apiUrl }));
  });
});

test("a client is told that there are no CSRF tokens, and that there are no websockets", async () => {
  const token = await fetch(`${server.apiUrl}/csrf-token?client=a`);
  expect([token.status, await token.json()]).toEqual([422, { detail: "CSRF protection is disabled." }]);
  const { hostname, port } = new URL(server.apiUrl);
  const socket = connect(Number(port), hostname);
  socket.write(
    "GET /api/events/in HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
});

test.each([
  ["0.8.4", 200],
  ["0.8.0", 200],
  ["0.9.0", 400],
  ["1.0.0", 400],
  ["latest", 400],
])("a client of API version %s gets status %d", async (version, status) => {
  const response = await fetch(`${server.apiUrl}/admin/version`, { headers: { "x-prefect-api-version": version } });
  expect(response.status).toBe(status);
});

test("what is no request of the API is refused as such", async () => {
  const post = (path: string, body: string) => fetch(`${server.apiUrl}${path}`, { method: "POST", body });
  expect((await post("/flows/", "{")).status).toBe(422);
  expect((await post("/flows/", `"${"x".repeat(17 * 1024 * 1024)}"`)).status).toBe(413);
  expect((await fetch(`${server.apiUrl}/nowhere`)).status).toBe(404);
  expect((await fetch(new URL("/", server.apiUrl))).status).toBe(404);
});

test("with a password set, only clients that have it get in; health checks need none", async () => {
  await using guarded = await serveGuarded("admin:secret");
  const clientOf = (apiAuthString: string) => openControlPlane({ home, apiUrl: guarded.apiUrl, apiAuthString });
  expect(await (await clientOf("admin:secret")).readServerVersion()).toMatch(/^3\./);
  await expect((await clientOf("admin:wrong")).readServerVersion()).rejects.toBeInstanceOf(ApiUnauthorizedError);
  expect((await fetch(`${guarded.apiUrl}/admin/version`)).status).toBe(401);
  expect((await fetch(`${guarded.apiUrl}/health`)).status).toBe(200);
});

test("a port that is taken is named, with the mend", async () => {
  const port = Number(new URL(server.apiUrl).port);
  const second = startApiServer({ transport, host: "127.0.0.1", port, authString: null });
  await expect(second).rejects.toBeInstanceOf(ServerNotStartedError);
  await expect(second).rejects.toThrow(`127.0.0.1:${String(port)}: another program listens there`);
});

async function serveGuarded(authString: string): Promise<ApiServer & AsyncDisposable> {
  const guarded = await startApiServer({ transport, host: "127.0.0.1", port: 0, authString });
  return Object.assign(guarded, { [Symbol.asyncDispose]: () => guarded.close() });
}
