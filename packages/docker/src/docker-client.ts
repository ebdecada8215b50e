import type { Readable } from "node:stream";
import Modem from "docker-modem";
import type { Json, JsonObject } from "prefect-core/provider";
import { PrefectError } from "prefect-core/provider";
import { createAnswerLimit } from "./answer-limit.ts";
import type { ContainerDetails, ContainerSummary } from "./container-details.ts";
import { createPlainAgent, createTlsAgent } from "./engine-agents.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { EngineConfigurationError } from "./errors/engine-configuration-error.ts";
import { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";
import { toBaseUrl } from "./engine-endpoint.ts";
import type { EngineEndpoint } from "./engine-endpoint.ts";
import type { RegistryLogin } from "./registry-login.ts";
import { SshAgent } from "./ssh-agent.ts";

/** The engine's API, as far as it is used. Every call throws `EngineApiError` or `EngineUnreachableError`. */
export interface DockerClient {
  /** Of the endpoint. */
  readonly host: string;
  /** The endpoint as Python's Docker SDK writes it. */
  readonly baseUrl: string;
  version(): Promise<{ readonly Version: string; readonly Os: string }>;
  /** Whether the engine has the image. */
  hasImage(image: string): Promise<boolean>;
  /** Lines of JSON, until the image is there or the registry has refused it. */
  pullImage(request: ImagePull): Promise<Readable>;
  createContainer(request: {
    readonly name: string;
    readonly platform: string | null;
    readonly body: JsonObject;
  }): Promise<string>;
  connectNetwork(network: string, container: string): Promise<void>;
  putArchive(container: string, directory: string, archive: Readable): Promise<void>;
  getArchive(container: string, path: string): Promise<Readable>;
  startContainer(container: string): Promise<void>;
  inspectContainer(container: string): Promise<ContainerDetails>;
  listContainers(labels: Readonly<Record<string, string>>): Promise<readonly ContainerSummary[]>;
  /** Messages with their timestamps, multiplexed unless the container has a terminal. */
  readLogs(
    container: string,
    options: { readonly since: string | null; readonly signal: AbortSignal },
  ): Promise<Readable>;
  /** Resolves once the container runs no more. */
  waitContainer(container: string, signal: AbortSignal): Promise<void>;
  /** Resolves once the container runs no more. */
  stopContainer(container: string, graceSeconds: number): Promise<void>;
  /** With its volumes that have no name, even while it runs. */
  removeContainer(container: string): Promise<void>;
}

export interface ImagePull {
  readonly image: string;
  readonly platform: string | null;
  readonly login: RegistryLogin | null;
  readonly signal?: AbortSignal;
}

interface Call {
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

/** As long as an engine may be away before it counts as gone; one that is merely slow answers within it. */
const answerMilliseconds = 60_000;

/**
 * Connects to nothing yet. An engine that is silent for `silenceMilliseconds` where it owes an answer is unreachable;
 * how long output, the end of a container and a pull take, it cannot know. Throws `EngineConfigurationError` for a host
 * that is none.
 */
export function createDockerClient(
  endpoint: EngineEndpoint,
  { silenceMilliseconds = answerMilliseconds }: { readonly silenceMilliseconds?: number } = {},
): DockerClient {
  const modem = new Modem(toConnection(endpoint));
  const { host } = endpoint;

  async function send({ operation, method, path, query = {}, body, archive, login, signal }: Call): Promise<Readable> {
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

  /** An answer that the engine owes at once, or `extraMilliseconds` later. */
  async function ask(call: Call, extraMilliseconds = 0): Promise<Readable> {
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

  async function read(call: Call, answer: Promise<Readable> = ask(call)): Promise<Json> {
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

  const container = (id: string, rest = ""): string => `/containers/${encodeURIComponent(id)}${rest}`;

  return {
    host,
    baseUrl: toBaseUrl(endpoint),
    version: async () =>
      (await read({ operation: "tell its version", method: "GET", path: "/version" })) as unknown as {
        Version: string;
        Os: string;
      },
    async hasImage(image) {
      const call: Call = { operation: "look for an image", method: "GET", path: `/images/${image}/json` };
      return read(call).then(
        () => true,
        (error: unknown) => {
          if (isNotFound(error)) return false;
          throw error;
        },
      );
    },
    pullImage: ({ image, platform, login, signal }) =>
      send({
        operation: "pull the image",
        method: "POST",
        path: "/images/create",
        query: { ...toPullQuery(image), platform },
        login,
        signal,
      }),
    async createContainer({ name, platform, body }) {
      const query = { name, platform };
      const call: Call = { operation: "create the container", method: "POST", path: "/containers/create", query, body };
      return String(((await read(call)) as JsonObject)["Id"]);
    },
    async connectNetwork(network, id) {
      const path = `/networks/${encodeURIComponent(network)}/connect`;
      await read({ operation: `connect the network ${network}`, method: "POST", path, body: { Container: id } });
    },
    async putArchive(id, directory, archive) {
      const query = { path: directory, noOverwriteDirNonDir: true };
      const sending = new AbortController();
      const call: Call = { operation: "take files", method: "PUT", path: container(id, "/archive"), query, archive };
      try {
        await read({ ...call, signal: sending.signal });
      } catch (error) {
        // A refusal may come before all is sent; the rest would keep the connection, and this process, waiting.
        sending.abort();
        throw error;
      }
    },
    getArchive: (id, path) =>
      ask({ operation: "give files", method: "GET", path: container(id, "/archive"), query: { path } }),
    async startContainer(id) {
      await read({ operation: "start the container", method: "POST", path: container(id, "/start") });
    },
    inspectContainer: async (id) =>
      (await read({
        operation: "describe the container",
        method: "GET",
        path: container(id, "/json"),
      })) as unknown as ContainerDetails,
    async listContainers(labels) {
      const filters = JSON.stringify({ label: Object.entries(labels).map(([label, value]) => `${label}=${value}`) });
      const query = { all: true, filters };
      const call: Call = { operation: "list containers", method: "GET", path: "/containers/json", query };
      return (await read(call)) as unknown as readonly ContainerSummary[];
    },
    readLogs: (id, { since, signal }) =>
      send({
        operation: "give the container's output",
        method: "GET",
        path: container(id, "/logs"),
        query: { follow: true, stdout: true, stderr: true, timestamps: true, since },
        signal,
      }),
    async waitContainer(id, signal) {
      const path = container(id, "/wait");
      const call: Call = { operation: "wait for the container", method: "POST", path, signal };
      await read(call, send(call));
    },
    async stopContainer(id, graceSeconds) {
      const query = { t: Math.ceil(graceSeconds) };
      const call: Call = { operation: "stop the container", method: "POST", path: container(id, "/stop"), query };
      await read(call, ask(call, query.t * 1000));
    },
    async removeContainer(id) {
      await read({
        operation: "remove the container",
        method: "DELETE",
        path: container(id),
        query: { v: true, force: true },
      });
    },
  };
}

export function isNotFound(error: unknown): boolean {
  return EngineApiError.isInstance(error) && error.statusCode === 404;
}

/** Without a tag the engine would pull every one there is. */
function toPullQuery(image: string): { readonly fromImage: string; readonly tag: string | null } {
  const hasTag = image.includes("@") || image.slice(image.lastIndexOf("/")).includes(":");
  return { fromImage: image, tag: hasTag ? null : "latest" };
}

function toEngineError(error: unknown, operation: string, host: string): Error {
  if (PrefectError.isInstance(error)) return error;
  const { statusCode, message } = error as Error & { readonly statusCode?: number };
  if (statusCode === undefined) return new EngineUnreachableError({ host, problem: message, cause: error });
  const reason = message.replace(/^\(HTTP code \d+\) unexpected - /, "").trim();
  return new EngineApiError({ operation, statusCode, reason });
}

/** Everything is named, as the library takes what is not from the environment. */
function toConnection({ host, tls }: EngineEndpoint): Modem.ConstructorOptions {
  const none = {
    host: undefined,
    port: undefined,
    socketPath: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  if (host.startsWith("unix://")) {
    return { ...none, protocol: "http", socketPath: host.slice("unix://".length) } as Modem.ConstructorOptions;
  }
  const url = parseHost(host);
  const address = { ...none, host: url.hostname, port: url.port || undefined };
  if (url.protocol === "ssh:") {
    return { ...address, protocol: "http", port: undefined, agent: new SshAgent(host) } as Modem.ConstructorOptions;
  }
  if (tls === null) {
    return { ...address, protocol: "http", port: url.port || 2375, agent: createPlainAgent() } as never;
  }
  const { isVerified, ...certificates } = tls;
  const agent = createTlsAgent({ rejectUnauthorized: isVerified, ...certificates });
  return { ...address, protocol: "https", port: url.port || 2376, agent, ...certificates } as never;
}

function parseHost(host: string): URL {
  const url = URL.canParse(host) ? new URL(host) : null;
  if (url !== null && /^(?:tcp|https?|ssh):$/.test(url.protocol) && url.hostname !== "") return url;
  throw new EngineConfigurationError({
    source: `'${host}'`,
    problem: "an engine's host is unix://PATH, tcp://HOST:PORT or ssh://USER@HOST",
  });
}
