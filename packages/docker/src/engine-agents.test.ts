import { once } from "node:events";
import { createServer, connect, Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { limitConnecting } from "./engine-agents.ts";

test("an engine's machine that says nothing is given up", async () => {
  const socket = new Socket();
  limitConnecting(socket, 1);
  const [error] = await once(socket, "error");
  expect(error).toMatchObject({ code: "ETIMEDOUT", message: "no connection within 0.001 s" });
});

test("one that has answered may say nothing for as long as it likes", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  limitConnecting(socket, 60_000);
  await once(socket, "connect");
  // Nothing is left that would end it, or keep this process alive.
  expect(socket.listenerCount("connect")).toBe(0);
  expect(socket.destroyed).toBe(false);
  socket.destroy();
  server.close();
});
