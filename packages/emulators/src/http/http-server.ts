import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createFaultQueue, type FaultQueue } from "../faults/fault-queue.ts";
import type { HttpAnswer, HttpRequest } from "./http-exchange.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import { createSelfSignedCertificate } from "./self-signed-certificate.ts";
import { sendAnswer } from "./send-answer.ts";

export interface HttpServerOptions {
  /** What it throws is answered with status 500. */
  readonly handle: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
  /** Names what a request asks for. Default: method and path. */
  readonly toOperation?: (request: Omit<HttpRequest, "operation">) => string;
  /** Whether bodies are left in `chunks`, for those that memory would not hold. Default: false. */
  readonly leavesBodies?: boolean;
  /** Whether it speaks TLS, with a certificate of its own. Default: false. */
  readonly isEncrypted?: boolean;
  /** Further names for which its certificate is good. Default: none. */
  readonly hostNames?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
}

/** A server on 127.0.0.1 that logs what it is asked, and fails on demand. */
export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** What a client must trust; `null` without TLS. */
  readonly certificate: string | null;
  readonly requests: RequestLog;
  readonly faults: FaultQueue<HttpRequest, HttpAnswer>;
  /** Breaks every connection that there is; new ones are taken. */
  interrupt(): void;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export async function startHttpServer({
  handle,
  toOperation = ({ method, path }) => `${method} ${path}`,
  leavesBodies = false,
  isEncrypted = false,
  hostNames = [],
  port = 0,
}: HttpServerOptions): Promise<HttpServer> {
  const faults = createFaultQueue<HttpRequest, HttpAnswer>();
  const requests = createRequestLog();
  const closing = new AbortController();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    const request = await readRequest(incoming, { signal, toOperation, leavesBodies });
    const logStatus = requests.add(request);
    const fault = faults.take(request);
    if (fault?.kind === "reset") return void response.destroy();
    if (fault?.kind === "hang") return;
    if (fault?.kind === "delay") await delay(fault.milliseconds, undefined, { signal });
    const given = fault?.kind === "answer" ? fault.answer : await handle(request);
    if (fault?.kind === "lose-response") return void response.destroy();
    logStatus(given.status ?? 200);
    await sendAnswer(response, given);
  }

  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    answer(incoming, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      void sendAnswer(response, { status: 500, body: String((error as Error).stack) });
    });
  };
  const tls = isEncrypted ? await createSelfSignedCertificate(hostNames) : null;
  const server =
    tls === null
      ? createPlainServer(listener)
      : createTlsServer({ cert: tls.certificate, key: tls.privateKey }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `${tls === null ? "http" : "https"}://127.0.0.1:${taken}`,
    port: taken,
    certificate: tls?.certificate ?? null,
    requests,
    faults,
    interrupt: () => server.closeAllConnections(),
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(
  incoming: IncomingMessage,
  { signal, toOperation, leavesBodies }: RequestReading,
): Promise<HttpRequest> {
  const collected: Buffer[] = [];
  if (!leavesBodies) {
    for await (const chunk of incoming) collected.push(chunk as Buffer);
  }
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const request = {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(collected),
    chunks: incoming as AsyncIterable<Uint8Array>,
    signal,
  };
  return { ...request, operation: toOperation(request) };
}

interface RequestReading {
  readonly signal: AbortSignal;
  readonly toOperation: (request: Omit<HttpRequest, "operation">) => string;
  readonly leavesBodies: boolean;
}
