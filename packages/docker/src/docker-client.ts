import type { Readable } from "node:stream";
import type { JsonObject } from "prefect-core/provider";
import type { ContainerDetails, ContainerSummary } from "./container-details.ts";
import { toBaseUrl } from "./engine-endpoint.ts";
import type { EngineEndpoint } from "./engine-endpoint.ts";
import { createEngineClient, isNotFound } from "./engine-client.ts";
import type { EngineCall } from "./engine-client.ts";
import type { RegistryLogin } from "./registry-login.ts";

/** The engine's API, as far as it is used. Every call throws `EngineApiError` or `EngineUnreachableError`. */
export interface DockerClient {
  /** Of the endpoint. */
  readonly host: string;
  /** The endpoint as Python's Docker SDK writes it. */
  readonly baseUrl: string;
  version(): Promise<{ readonly Version: string; readonly Os: string; readonly Arch: string }>;
  /** `null` where the engine does not have the image. */
  describeImage(image: string): Promise<ImageDetails | null>;
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

/** What an image is made of. */
export interface ImageDetails {
  readonly Os: string;
  /** Of an image. */
  readonly Architecture?: string;
  /** Of an engine. */
  readonly Arch?: string;
  /** `NAME=value`. */
  readonly Env?: readonly string[];
  /** The instructions that made it. */
  readonly steps?: readonly string[];
}

export interface ImagePull {
  readonly image: string;
  readonly platform: string | null;
  readonly login: RegistryLogin | null;
  readonly signal?: AbortSignal;
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
  const { send, ask, read } = createEngineClient(endpoint, silenceMilliseconds);

  const container = (id: string, rest = ""): string => `/containers/${encodeURIComponent(id)}${rest}`;

  return {
    host: endpoint.host,
    baseUrl: toBaseUrl(endpoint),
    version: async () =>
      (await read({ operation: "tell its version", method: "GET", path: "/version" })) as unknown as {
        Version: string;
        Os: string;
        Arch: string;
      },
    async describeImage(image) {
      const about = (rest: string): EngineCall => ({
        operation: "describe an image",
        method: "GET",
        path: `/images/${image}/${rest}`,
      });
      try {
        const [details, history] = await Promise.all([read(about("json")), read(about("history"))]);
        const { Os, Architecture, Config } = details as unknown as {
          Os: string;
          Architecture: string;
          Config: { Env?: string[] | null } | null;
        };
        const steps = (history as unknown as { CreatedBy?: string }[]).map(({ CreatedBy }) => CreatedBy ?? "");
        return { Os, Architecture, Env: Config?.Env ?? [], steps };
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    async hasImage(image) {
      const call: EngineCall = { operation: "look for an image", method: "GET", path: `/images/${image}/json` };
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
      const call: EngineCall = {
        operation: "create the container",
        method: "POST",
        path: "/containers/create",
        query,
        body,
      };
      return String(((await read(call)) as JsonObject)["Id"]);
    },
    async connectNetwork(network, id) {
      const path = `/networks/${encodeURIComponent(network)}/connect`;
      await read({ operation: `connect the network ${network}`, method: "POST", path, body: { Container: id } });
    },
    async putArchive(id, directory, archive) {
      const query = { path: directory, noOverwriteDirNonDir: true };
      const sending = new AbortController();
      const call: EngineCall = {
        operation: "take files",
        method: "PUT",
        path: container(id, "/archive"),
        query,
        archive,
      };
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
      const call: EngineCall = { operation: "list containers", method: "GET", path: "/containers/json", query };
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
      const call: EngineCall = { operation: "wait for the container", method: "POST", path, signal };
      await read(call, send(call));
    },
    async stopContainer(id, graceSeconds) {
      const query = { t: Math.ceil(graceSeconds) };
      const call: EngineCall = { operation: "stop the container", method: "POST", path: container(id, "/stop"), query };
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

/** Without a tag the engine would pull every one there is. */
function toPullQuery(image: string): { readonly fromImage: string; readonly tag: string | null } {
  const hasTag = image.includes("@") || image.slice(image.lastIndexOf("/")).includes(":");
  return { fromImage: image, tag: hasTag ? null : "latest" };
}
