import type { IncomingMessage } from "node:http";

/** More than the largest batch of logs that Prefect's clients send. */
const LARGEST_BYTES = 16 * 1024 * 1024;

export type RequestBody =
  | { readonly kind: "read"; /** `undefined` for none. */ readonly value: unknown }
  | { readonly kind: "malformed" }
  | { readonly kind: "too large" };

export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    // The rest is read all the same: a client that still sends would not read the answer.
    if (bytes <= LARGEST_BYTES) chunks.push(chunk);
  }
  if (bytes > LARGEST_BYTES) return { kind: "too large" };
  if (bytes === 0) return { kind: "read", value: undefined };
  try {
    return { kind: "read", value: JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown };
  } catch {
    return { kind: "malformed" };
  }
}
