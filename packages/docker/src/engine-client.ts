import type { Readable } from "node:stream";
import Modem from "docker-modem";
import { PrefectError } from "prefect-core/provider";
import type { Json, JsonObject } from "prefect-core/provider";
import { createAnswerLimit } from "./answer-limit.ts";
import { toConnection } from "./engine-connection.ts";
import type { EngineEndpoint } from "./engine-endpoint.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
import type { RegistryLogin } from "./registry-login.ts";

export interface EngineCall {
  /** For messages: `refused to <operation>`. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | null>>;
  readonly body?: JsonObject;
  readonly archive?: Readable;
  readonly login?: RegistryLogin | null;
  readonly signal?: AbortSignal | undefined;
}

/** Requests to an engine. Each throws `EngineApiError` or `EngineUnreachableError`. */
export interface EngineClient {
  /** An answer that may take as long as it takes. */
  send(call: EngineCall): Promise<Readable>;
  /** An answer that the engine owes at once, or `extraMilliseconds` later. */
  ask(call: EngineCall, extraMilliseconds?: number): Promise<Readable>;
  /** What an answer holds, whole; `null` for an empty one. Default of `answer`: asked for. */
  read(call: EngineCall, answer?: Promise<Readable>): Promise<Json>;
}

export function createEngineClient(endpoint: EngineEndpoint, silenceMilliseconds: number): EngineClient {
  const modem = new Modem(toConnection(endpoint) as Modem.ConstructorOptions);
  const { host } = endpoint;

  async function send({
    operation,
    method,
    path,
    query = {},
    body,
    archive,
    login,
    signal,
  }: EngineCall): Promise<Readable> {
    const given = Object.entries(query).filter(([, value]) => value !== null);
    try {
      return await new Promise<Readable>((resolve, reject) => {
        modem.dial(
          {
            method,
            path: `${path}?`,
            options: { _query: Object.fromEntries(given), _body: body ?? {} },
            statusCodes: { 200: true, 201: true, 204: true, 304: true },
            isStream: true,
            ...(archive === undefined ? {} : { file: archive }),
            ...(login == null ? {} : { authconfig: { ...login } }),
            ...(signal === undefined ? {} : { abortSignal: signal }),
          },
          (error: Error | null, response: unknown) => (error === null ? resolve(response as Readable) : reject(error)),
        );
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw toEngineError(error, operation, host);
    }
  }

  async function ask(call: EngineCall, extraMilliseconds = 0): Promise<Readable> {
    const milliseconds = silenceMilliseconds + extraMilliseconds;
    const limit = createAnswerLimit(milliseconds, call.signal);
    const archive = call.archive === undefined ? {} : { archive: limit.sending(call.archive) };
    try {
      return limit.receiving(await send({ ...call, ...archive, signal: limit.signal }));
    } catch (error) {
      limit[Symbol.dispose]();
      call.signal?.throwIfAborted();
      if (!limit.isExceeded) throw error;
      const problem = `it was silent for ${milliseconds / 1000} s where it should ${call.operation}`;
      throw new EngineUnreachableError({ host, problem, cause: error });
    }
  }

  async function read(call: EngineCall, answer: Promise<Readable> = ask(call)): Promise<Json> {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of await answer) chunks.push(chunk as Uint8Array);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw toEngineError(error, call.operation, host);
    }
    const text = Buffer.concat(chunks).toString();
    return text.trim() === "" ? null : (JSON.parse(text) as Json);
  }

  return { send, ask, read };
}

export function isNotFound(error: unknown): boolean {
  return EngineApiError.isInstance(error) && error.statusCode === 404;
}

function toEngineError(error: unknown, operation: string, host: string): Error {
  if (PrefectError.isInstance(error)) return error;
  const { statusCode, message } = error as Error & { readonly statusCode?: number };
  if (statusCode === undefined) return new EngineUnreachableError({ host, problem: message, cause: error });
  const reason = message.replace(/^\(HTTP code \d+\) unexpected - /, "").trim();
  return new EngineApiError({ operation, statusCode, reason });
}
