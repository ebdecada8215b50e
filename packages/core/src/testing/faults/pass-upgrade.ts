import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Hands a connection that changes its protocol to the target, as it came, from the request line on. */
export function passUpgrade(
  { method, url, rawHeaders }: IncomingMessage,
  client: Socket,
  head: Buffer,
  target: string,
): Socket {
  const platform = connectTo(target);
  platform.once("close", () => client.destroy());
  client.once("close", () => platform.destroy());
  const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
  platform.write(`${method} ${url} HTTP/1.1\r\n${headers}\r\n`);
  platform.write(head);
  platform.pipe(client).pipe(platform);
  return platform;
}

function connectTo(target: string): Socket {
  if (target.startsWith("unix://")) return connect(target.slice("unix://".length));
  const { protocol, hostname: host, port } = new URL(target);
  if (protocol === "https:") return connectTls({ host, port: Number(port || 443), rejectUnauthorized: false });
  return connect(Number(port || 80), host);
}
