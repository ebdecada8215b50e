import type { IncomingHttpHeaders } from "node:http";

/** A request with its whole body, unless its server leaves the body to be read piece by piece. */
export interface HttpRequest {
  readonly method: string;
  /** Decoded nowhere, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the server leaves it in `chunks`. */
  readonly body: Buffer;
  /** What of the body was not read yet. Throws where the client ends early. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What it asks for, in the words of the emulated API; method and path unless the server says it better. */
  readonly operation: string;
  /** Aborted when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects and `null` are sent as JSON; what is iterated is sent piece by piece. Default: empty. */
  readonly body?: object | string | Buffer | AsyncIterable<string | Uint8Array> | null;
}

/** The request's body as JSON; `null` for an empty one. Throws `SyntaxError`. */
export function readJson(request: HttpRequest): unknown {
  return request.body.length === 0 ? null : (JSON.parse(request.body.toString()) as unknown);
}
