import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpMethod } from "../control-plane/endpoints/endpoint.ts";
import type { Transport } from "../control-plane/transports/transport.ts";
import { ServerNotStartedError } from "../errors/server-not-started-error.ts";
import { isAuthorized } from "./authorization.ts";
import { isCompatible } from "./api-version.ts";
import { readBody, type RequestBody } from "./request-body.ts";

export interface ApiServerOptions {
  /** What answers. */
  readonly transport: Transport;
  /** The address to listen on. */
  readonly host: string;
  /** `0` for any that is free. */
  readonly port: number;
  /** `user:password` that every request must carry, health checks apart; `null` for none. */
  readonly authString: string | null;
  /** Told of failures that a client is told of as `500`. */
  readonly onError?: (error: unknown) => void;
}

export interface ApiServer {
  /** For `PREFECT_API_URL`. */
  readonly apiUrl: string;
  /** Answers what has begun and takes nothing new. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const base = "/api";
const methods: ReadonlySet<string> = new Set<HttpMethod>(["GET", "POST", "PATCH", "PUT", "DELETE"]);
/** Load balancers ask these, and have no credentials. */
const openPaths: ReadonlySet<string> = new Set(["/health", "/ready"]);

/** Prefect's REST API over HTTP, answered by a control plane. Throws `ServerNotStartedError`. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const server = createServer((request, response) => void serve(request, response, options));
  // Prefect's clients poll where they get no websocket.
  server.on("upgrade", (_request, socket) =>
    socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
  );
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    apiUrl: `http://${host}:${String(port)}${base}`,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: ApiServerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(new ServerNotStartedError({ host, port, cause })));
    server.listen(port, host, () => resolve());
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, options: ApiServerOptions): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerRequest(request, options);
  } catch (error) {
    options.onError?.(error);
    answer = { status: 500, body: { exception_message: "Internal Server Error" } };
  }
  const text = answer.body == null ? "" : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...(text === "" ? {} : { "content-type": "application/json" }),
    "content-length": Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
}

async function answerRequest(request: IncomingMessage, { transport, authString }: ApiServerOptions): Promise<Answer> {
  const { pathname, search } = new URL(request.url ?? "/", "http://server");
  const method = request.method ?? "GET";
  const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : null;
  if (path === null || !methods.has(method)) return { status: 404, body: { detail: "Not Found" } };
  if (!openPaths.has(path) && !isAuthorized(request.headers.authorization, authString)) {
    const headers = { "www-authenticate": "Basic" };
    return { status: 401, body: { exception_message: "Unauthorized" }, headers };
  }
  if (!isCompatible(request.headers["x-prefect-api-version"])) {
    return { status: 400, body: { detail: "Invalid X-PREFECT-API-VERSION header." } };
  }
  if (path === "/csrf-token") return { status: 422, body: { detail: "CSRF protection is disabled." } };
  const body: RequestBody = await readBody(request);
  if (body.kind === "too large") return { status: 413, body: { detail: "The body is too large." } };
  if (body.kind === "malformed") return { status: 422, body: { detail: "The body is no JSON." } };
  return await transport.send({ method: method as HttpMethod, path: `${path}${search}`, body: body.value });
}
