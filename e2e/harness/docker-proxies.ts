import { readFile } from "node:fs/promises";
import { createServer as createTlsServer } from "node:tls";
import path from "node:path";
import { createServer, connect, type Server, type Socket } from "node:net";
import ssh2 from "ssh2";
import { requireSetting } from "./required-setting.ts";

/** A way to the engine of the tests that is not its socket. */
export interface EngineProxy {
  readonly port: number;
  /** Ends every connection and takes no more. */
  close(): Promise<void>;
}

function connectToEngine(): Socket {
  return connect(new URL(requireSetting("PREFECT_TEST_DOCKER_HOST")).pathname);
}

export interface TcpProxy extends EngineProxy {
  /** Ends every connection that there is. */
  interrupt(): void;
}

/** An engine at `tcp://127.0.0.1:PORT`, without encryption. */
export function startTcpProxy(): Promise<TcpProxy> {
  return startProxy((serve) => createServer({ allowHalfOpen: true }, serve));
}

/** The same with TLS, for whoever has a certificate of the authority whose `ca.pem` lies beside the engine's own. */
export async function startTlsProxy(certificates: string): Promise<TcpProxy> {
  const load = (file: string) => readFile(path.join(certificates, file));
  const [ca, cert, key] = await Promise.all([load("ca.pem"), load("cert.pem"), load("key.pem")]);
  const options = { ca, cert, key, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true };
  return startProxy((serve) => createTlsServer(options, serve));
}

async function startProxy(create: (serve: (client: Socket) => void) => Server): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  };
  const server = create((client) => {
    const engine = connectToEngine();
    for (const socket of [client, engine]) {
      keep(socket);
      socket.on("error", () => [client, engine].forEach((each) => each.destroy()));
    }
    client.pipe(engine).pipe(client);
  });
  // Also one whose handshake fails.
  server.on("connection", keep);
  const port = await listen(server);
  const interrupt = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    interrupt,
    async close() {
      interrupt();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface SshProxy extends EngineProxy {
  /** As a line of `known_hosts` has it, without the host. */
  readonly hostKey: string;
  /** How many connections were let in, and how often Docker's command was executed over them. */
  readonly counts: { connections: number; commands: number };
}

/** An engine at `ssh://USER@127.0.0.1:PORT`, for whoever holds the private key. */
export async function startSshProxy(authorizedKey: string): Promise<SshProxy> {
  const hostKey = ssh2.utils.generateKeyPairSync("ed25519");
  const authorized = parsePublicKey(authorizedKey);
  const counts = { connections: 0, commands: 0 };
  const clients = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    clients.add(client);
    client.on("error", () => undefined);
    client.once("close", () => clients.delete(client));
    client.on("authentication", (context) => {
      if (context.method !== "publickey" || !context.key.data.equals(authorized)) return context.reject(["publickey"]);
      context.accept();
    });
    client.on("ready", () => (counts.connections += 1));
    client.on("session", (acceptSession) => {
      acceptSession().on("exec", (acceptCommand, reject, { command }) => {
        if (command !== "docker system dial-stdio") return reject();
        counts.commands += 1;
        const channel = acceptCommand();
        const engine = connectToEngine();
        channel.on("error", () => engine.destroy());
        engine.on("error", () => channel.close());
        channel.pipe(engine).pipe(channel);
      });
    });
  });
  const port = await listen(server as unknown as Server);
  return {
    port,
    hostKey: hostKey.public,
    counts,
    async close() {
      for (const client of clients) client.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function parsePublicKey(text: string): Buffer {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return (Array.isArray(key) ? key[0] : key).getPublicSSH() as Buffer;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}
