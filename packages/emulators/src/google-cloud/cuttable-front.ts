import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port whose connections are passed on to a server, which cannot cut its own. */
export interface CuttableFront {
  readonly port: number;
  /** Cuts the connection that the server behind knows by this peer: `127.0.0.1:40000`. */
  cut(peer: string): void;
  close(): Promise<void>;
}

export async function startCuttableFront(target: number, port: number): Promise<CuttableFront> {
  const clients = new Map<string, Socket>();
  const server = createServer((client) => {
    const behind = connect(target, "127.0.0.1");
    let peer = "";
    behind.once("connect", () => {
      peer = `127.0.0.1:${behind.localPort}`;
      clients.set(peer, client);
    });
    const end = (): void => {
      clients.delete(peer);
      client.destroy();
      behind.destroy();
    };
    for (const socket of [client, behind]) socket.setNoDelay(true).on("error", end).on("close", end);
    client.pipe(behind).pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut: (peer) => void clients.get(peer)?.resetAndDestroy(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients.values()) client.destroy();
      await closed;
    },
  };
}
