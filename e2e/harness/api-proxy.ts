import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** Stands before an API: counts what is asked of it, and can be gone for a while. */
export interface ApiProxy {
  /** For `PREFECT_API_URL`. */
  readonly apiUrl: string;
  /** Everything that was asked, as `POST /flow_runs/`. */
  readonly requests: readonly string[];
  /** Cuts every connection, and every new one, until it is back. */
  setDown(isDown: boolean): void;
  close(): Promise<void>;
}

export async function startApiProxy(target: string): Promise<ApiProxy> {
  const { hostname, port, pathname } = new URL(target);
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let isDown = false;

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = "GET", url = "", headers } = incoming;
    requests.push(`${method} ${url.slice(pathname.length)}`);
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const server = createServer(forward);
  server.on("connection", (socket) => {
    if (isDown) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  // Clients of Prefect's Python edition poll where they get no websocket.
  server.on("upgrade", (_, socket) => socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    requests,
    setDown(value) {
      isDown = value;
      if (isDown) for (const socket of sockets) socket.destroy();
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
