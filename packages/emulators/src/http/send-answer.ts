import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HttpAnswer } from "./http-exchange.ts";

/** Sends headers and body; what is iterated goes out at once, piece by piece, for as long as the client listens. */
export async function sendAnswer(
  response: ServerResponse,
  { status = 200, headers = {}, body }: HttpAnswer,
): Promise<void> {
  if (isIterated(body)) {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.flushHeaders();
    return await pipeline(Readable.from(body, { objectMode: true }), response);
  }
  const [type, content] = toContent(body);
  const contentType = type === null ? {} : { "content-type": type };
  response.writeHead(status, { ...contentType, "content-length": String(content.length), ...headers });
  await new Promise<void>((resolve) => response.end(content, resolve));
}

function isIterated(body: HttpAnswer["body"]): body is AsyncIterable<string | Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function toContent(body: Exclude<HttpAnswer["body"], AsyncIterable<unknown>>): [string | null, Buffer] {
  if (body === undefined) return [null, Buffer.alloc(0)];
  if (Buffer.isBuffer(body)) return ["application/octet-stream", body];
  if (typeof body === "string") return ["text/plain; charset=utf-8", Buffer.from(body)];
  return ["application/json", Buffer.from(JSON.stringify(body))];
}
