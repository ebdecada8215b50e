import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** The way of a process to what it takes for Azure: a proxy, and a managed identity that gives it tokens. */
export interface AzureGateway {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const identityHeader = "of-this-machine";
const tokenSeconds = 3600;

/** `targets` says where connections to a host end; any other host is out of reach. */
export async function startAzureGateway(targets: Readonly<Record<string, string>>): Promise<AzureGateway> {
  const tunnels = new Set<Duplex>();
  const server = createServer((request, response) => {
    if (request.headers["x-identity-header"] !== identityHeader) return void response.writeHead(403).end();
    const token = {
      access_token: "test",
      token_type: "Bearer",
      resource: new URL(request.url ?? "/", "http://127.0.0.1").searchParams.get("resource"),
      expires_on: String(Math.floor(Date.now() / 1000) + tokenSeconds),
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token));
  });
  server.on("connect", (request, client: Duplex) => {
    client.on("error", () => client.destroy());
    const target = targets[request.url?.replace(/:443$/, "") ?? ""];
    if (target === undefined) return void client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const { port, hostname } = new URL(target);
    const tunnel = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(tunnel).pipe(client);
    });
    tunnel.on("error", () => client.destroy());
    client.on("close", () => tunnel.destroy());
    tunnel.on("close", () => client.destroy());
    client.on("close", () => tunnels.delete(client));
    tunnels.add(client);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    // As App Service gives its programs an identity.
    env: {
      HTTPS_PROXY: own,
      NO_PROXY: "127.0.0.1",
      IDENTITY_ENDPOINT: `${own}/identity`,
      IDENTITY_HEADER: identityHeader,
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const tunnel of tunnels) tunnel.destroy();
      await closed;
    },
  };
}
