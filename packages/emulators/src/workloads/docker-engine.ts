import type { Readable } from "node:stream";
import Modem from "docker-modem";

/** One request to an engine; a status that is not listed rejects with a `statusCode`. */
export interface EngineCall {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

/** A Docker engine's API. */
export interface DockerEngine {
  send(call: EngineCall): Promise<Readable>;
  read<T>(call: EngineCall): Promise<T>;
}

/** `host` as `DOCKER_HOST` says it: `unix://PATH` or `tcp://HOST:PORT`, on this machine. */
export function connectToEngine(host: string): DockerEngine {
  const url = new URL(host);
  const modem = new Modem(
    (url.protocol === "unix:"
      ? { protocol: "http", socketPath: url.pathname }
      : { protocol: "http", host: url.hostname, port: url.port }) as Modem.ConstructorOptions,
  );

  const send = ({ method, path, query = {}, body = {}, signal }: EngineCall): Promise<Readable> =>
    new Promise((resolve, reject) => {
      modem.dial(
        {
          method,
          path: `${path}?`,
          options: { _query: query, _body: body },
          statusCodes: { 200: true, 201: true, 204: true, 304: true },
          isStream: true,
          ...(signal === undefined ? {} : { abortSignal: signal }),
        },
        (error: Error | null, response: unknown) => (error === null ? resolve(response as Readable) : reject(error)),
      );
    });

  return {
    send,
    async read<T>(call: EngineCall) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of await send(call)) chunks.push(chunk as Uint8Array);
      const text = Buffer.concat(chunks).toString();
      return (text.trim() === "" ? null : JSON.parse(text)) as T;
    },
  };
}

/** Of a refused request; `null` where the engine was not reached. */
export function statusCodeOf(error: unknown): number | null {
  return (error as { readonly statusCode?: number }).statusCode ?? null;
}

/** The engine's own words. */
export function engineWords(error: unknown): string {
  const { message } = error as Error;
  return message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}
