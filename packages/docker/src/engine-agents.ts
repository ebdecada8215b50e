import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import type { AgentOptions } from "node:https";
import type { Socket } from "node:net";

/** An engine that can be reached has answered before this; the system itself would try for two minutes. */
const connectMilliseconds = 10_000;

// Kept connections are probed by the system, so that a machine that vanished is noticed within seconds.
const kept = { keepAlive: true };

/** Connections to an engine at `tcp://`. */
export function createPlainAgent(): Agent {
  return limited(new Agent(kept));
}

/** Connections to one that encrypts. */
export function createTlsAgent(options: AgentOptions): TlsAgent {
  return limited(new TlsAgent({ ...kept, ...options }));
}

function limited<A extends Agent>(agent: A): A {
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (...given) => {
    const socket = create(...given);
    if (socket != null) limitConnecting(socket as Socket, connectMilliseconds);
    return socket;
  };
  return agent;
}

/** Gives a socket up that is not connected in time. */
export function limitConnecting(socket: Socket, milliseconds: number): void {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error(`no connection within ${milliseconds / 1000} s`), { code: "ETIMEDOUT" }));
  }, milliseconds);
  for (const event of ["connect", "close"]) socket.once(event, () => clearTimeout(timer));
}
