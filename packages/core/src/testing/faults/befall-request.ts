import { type IncomingMessage, request as sendRequest, type RequestOptions, type ServerResponse } from "node:http";
import { request as sendTlsRequest } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "./fault.ts";

const defaultBody = JSON.stringify({ message: "injected fault" });

/** Answers a request as the fault has it; sends it on to the target where the fault lets it. */
export async function befallRequest(
  fault: Fault | null,
  incoming: IncomingMessage,
  answer: ServerResponse,
  target: string,
): Promise<void> {
  switch (fault?.kind) {
    case "status": {
      const { status, retryAfterSeconds, headers = {}, body = defaultBody } = fault;
      const retryAfter = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
      // A body that nobody reads would hold the client back from reading the answer.
      incoming.resume();
      answer.writeHead(status, { "content-type": "application/json", ...retryAfter, ...headers }).end(body);
      return;
    }
    case "reset":
      incoming.socket.resetAndDestroy();
      return;
    case "hang":
      incoming.resume();
      return;
    case "lost-response": {
      const response = await forward(incoming, answer, target);
      for await (const _ of response) continue;
      incoming.socket.resetAndDestroy();
      return;
    }
    case "truncated-body":
      return truncate(await forward(incoming, answer, target), answer, fault.bytes);
    case "delay":
      await delay(fault.milliseconds);
      break;
    default:
  }
  const response = await forward(incoming, answer, target);
  answer.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
  answer.flushHeaders();
  response.pipe(answer);
  response.once("error", () => answer.destroy());
}

/** Sends the request on, as it is; it is given up where the client goes away. */
function forward(incoming: IncomingMessage, answer: ServerResponse, target: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = send(incoming, target, resolve);
    outgoing.once("error", reject);
    incoming.once("error", () => outgoing.destroy());
    answer.once("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
}

function send(
  { method, url, rawHeaders }: IncomingMessage,
  target: string,
  answered: (response: IncomingMessage) => void,
): ReturnType<typeof sendRequest> {
  const options: RequestOptions = { method: method ?? "GET", path: url ?? "/", headers: rawHeaders, agent: false };
  if (target.startsWith("unix://")) {
    return sendRequest({ ...options, socketPath: target.slice("unix://".length) }, answered);
  }
  const { protocol, hostname, port } = new URL(target);
  const address = { ...options, host: hostname, port };
  return protocol === "https:"
    ? sendTlsRequest({ ...address, rejectUnauthorized: false }, answered)
    : sendRequest(address, answered);
}

async function truncate(response: IncomingMessage, answer: ServerResponse, bytes: number): Promise<void> {
  answer.writeHead(response.statusCode ?? 502, response.statusMessage, response.rawHeaders);
  let left = bytes;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    await new Promise((resolve) => answer.write(part, resolve));
    if (left === 0) break;
  }
  response.destroy();
  // Not a reset, which would also take what the client has not read yet.
  answer.destroy();
}
