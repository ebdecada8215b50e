import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { ApiUnauthorizedError } from "../../errors/api-unauthorized-error.ts";
import { ApiUnreachableError } from "../../errors/api-unreachable-error.ts";
import { createClient } from "../create-client.ts";
import { createHttpTransport, type HttpSettings } from "./http-transport.ts";
import { retryDelaySeconds } from "./retry-delay.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(handle: Handler): Promise<string> {
  const listening = createServer(handle);
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/api`;
}

function clientOf(apiUrl: string, settings: Partial<HttpSettings> = {}) {
  return createClient(createHttpTransport({ home: "/nowhere", ...settings, apiUrl }));
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

test("a request says who sends it, and custom headers cannot change that", async () => {
  let seen: IncomingMessage["headers"] = {};
  const url = await serve((request, response) => {
    seen = request.headers;
    answer(response, 200, "3.8.8");
  });
  const customHeaders = { "X-Team": "a", "X-Prefect-Api-Version": "9" };
  await clientOf(url, { apiKey: "key", customHeaders }).readServerVersion();
  expect(seen).toMatchObject({ authorization: "Bearer key", "x-prefect-api-version": "0.8.4", "x-team": "a" });
  await clientOf(url, { apiKey: "key", apiAuthString: "user:password" }).readServerVersion();
  expect(seen.authorization).toBe("Basic dXNlcjpwYXNzd29yZA==");
});

test("a busy server is asked again after the time that it names, and no more often than allowed", async () => {
  let requests = 0;
  const url = await serve((_, response) => {
    requests += 1;
    if (requests < 3) answer(response, 429, {}, { "retry-after": "0" });
    else answer(response, 200, "3.8.8");
  });
  expect(await clientOf(url).readServerVersion()).toBe("3.8.8");
  requests = 0;
  await expect(clientOf(url, { clientMaxRetries: 1 }).readServerVersion()).rejects.toMatchObject({ status: 429 });
});

test("a server's token travels with every change, and a refused one is replaced", async () => {
  const tokens: unknown[] = [];
  const url = await serve((request, response) => {
    if (request.url?.startsWith("/api/csrf-token")) {
      answer(response, 200, { token: `token-${tokens.length}`, expiration: "2999-01-01T00:00:00Z" });
      return;
    }
    tokens.push(request.headers["prefect-csrf-token"]);
    if (tokens.length === 1) answer(response, 403, { detail: "Invalid CSRF token" }, { "retry-after": "0" });
    else answer(response, 204, null);
  });
  await clientOf(url).deleteVariable("v");
  expect(tokens).toEqual(["token-0", "token-1"]);
});

test("wrong credentials and a web page in place of an API are named with their mend", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/api/admin/version") answer(response, 401, { detail: "Invalid credentials" });
    else response.writeHead(200, { "content-type": "text/html" }).end("<html></html>");
  });
  const unauthorized = clientOf(url).readServerVersion();
  await expect(unauthorized).rejects.toBeInstanceOf(ApiUnauthorizedError);
  await expect(unauthorized).rejects.toThrow(/PREFECT_API_KEY/);
  const page = clientOf(url).readWorkPool("pool");
  await expect(page).rejects.toBeInstanceOf(ApiUnreachableError);
  await expect(page).rejects.toThrow(/text\/html.*PREFECT_API_URL/);
});

test("pauses between retries double, spread by the jitter, unless the server names one", () => {
  const at = (attempt: number, retryAfter: string | null, random: number) =>
    retryDelaySeconds({ attempt, retryAfter, jitterFactor: 0.2, random });
  expect([at(1, null, 0.5), at(2, null, 0.5), at(3, null, 0.5)]).toEqual([2, 4, 8]);
  expect(at(1, null, 1)).toBeCloseTo(2.4);
  expect(at(5, "3", 0)).toBe(3);
});
