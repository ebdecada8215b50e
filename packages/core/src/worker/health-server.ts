import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface HealthServerOptions {
  readonly host: string;
  /** `0` for any that is free. */
  readonly port: number;
  readonly isHealthy: () => boolean;
}

/** Answers `GET /health` with 200, or with 503 where the worker is no longer healthy. Rejects where it cannot listen. */
export async function startHealthServer({ host, port, isHealthy }: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const [status, message] =
      request.url !== "/health"
        ? [404, "Not Found"]
        : isHealthy()
          ? [200, "OK"]
          : [503, "Worker may be unresponsive at this time"];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${String(address.port)}/health`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
