import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { befallRequest } from "./befall-request.ts";
import { chooseByRules, type Fault, type FaultableRequest, type FaultChooser, type FaultRule } from "./fault.ts";
import { passUpgrade } from "./pass-upgrade.ts";

export interface FaultProxyOptions {
  /** What is behind it: `http://127.0.0.1:4566`, `https://127.0.0.1:6443` (its certificate is not checked), `unix:///run/x.sock`. */
  readonly target: string;
  /** Listens on this socket. Default: on a free port of 127.0.0.1. */
  readonly socketPath?: string;
  /** A PEM key and certificate, for clients that speak TLS alone. Default: without TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** What befalls requests from the start on. Default: nothing. */
  readonly faults?: readonly FaultRule[] | FaultChooser;
}

/** What came through a proxy. */
export interface ProxiedRequest extends FaultableRequest {
  /** What befell it; `null` where nothing did. */
  readonly fault: Fault | null;
}

/** Stands between a client and a platform, and lets go wrong what it is told to. */
export interface FaultProxy extends AsyncDisposable {
  /** As a client is told it: `http://127.0.0.1:PORT`, `https://...` or `unix:///...`. */
  readonly url: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly ProxiedRequest[];
  /** From now on these befall requests, in place of those before. */
  inject(faults: readonly FaultRule[] | FaultChooser): void;
  /** From now on nothing befalls a request. */
  clear(): void;
  /** Breaks every connection that there is; new ones are taken. */
  interrupt(): void;
  close(): Promise<void>;
}

/** A proxy for HTTP APIs, over TCP or a unix socket. Upgraded connections pass untouched. */
export async function createFaultProxy({
  target,
  socketPath,
  tls,
  faults = [],
}: FaultProxyOptions): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  let choose = toChooser(faults);

  const handle = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const request = { method: incoming.method ?? "GET", path: incoming.url ?? "/" };
    const fault = choose(request);
    requests.push({ ...request, fault });
    // Whoever went away meanwhile needs no answer.
    befallRequest(fault, incoming, answer, target).catch(() => incoming.socket.destroy());
  };
  const server: Server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  server.on("connection", (socket) => track(sockets, socket));
  server.on("upgrade", (incoming, socket: Socket, head) => track(sockets, passUpgrade(incoming, socket, head, target)));
  // The platform's own limits hold, not this server's.
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (socketPath === undefined) server.listen(0, "127.0.0.1", resolve);
    else server.listen(socketPath, resolve);
  });
  const interrupt = (): void => sockets.forEach((socket) => socket.destroy());
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    interrupt();
    await closed;
    if (socketPath !== undefined) await rm(socketPath, { force: true });
  };
  const scheme = tls === undefined ? "http" : "https";
  return {
    url:
      socketPath === undefined
        ? `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
        : `unix://${socketPath}`,
    requests,
    inject: (next) => void (choose = toChooser(next)),
    clear: () => void (choose = () => null),
    interrupt,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toChooser(faults: readonly FaultRule[] | FaultChooser): FaultChooser {
  return typeof faults === "function" ? faults : chooseByRules(faults);
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on("error", () => socket.destroy());
  socket.once("close", () => sockets.delete(socket));
}
