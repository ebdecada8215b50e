import type { Json, JsonObject, LaunchRequest } from "prefect-core/provider";
import { KEPT_LABEL, patchRequest } from "prefect-core/provider";
import { fromInside, toApiNetwork } from "./api-network.ts";
import type { ApiNetwork, EngineFacts } from "./api-network.ts";
import { toContainerLabels } from "./container-labels.ts";
import { toContainerName } from "./container-name.ts";
import { deliveryRoot, temporaryDirectoryName } from "./delivery-root.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import { secretsFile } from "./secrets-file.ts";
import type { VolumeSpecification } from "./volume-specification.ts";

/** The engine's request for a container. */
export interface ContainerCreate {
  readonly name: string;
  readonly platform: string | null;
  /** Of `POST /containers/create`, in the engine's own words. */
  readonly body: JsonObject;
  /** Networks to connect before the container starts, beside the first. */
  readonly furtherNetworks: readonly string[];
  readonly warnings: readonly string[];
}

/** Pure: what a job is as a container. Throws `JobConfigurationError` for a patch that does not apply. */
export function toContainerCreate(
  request: LaunchRequest<DockerConfiguration>,
  { image, engine }: { readonly image: string; readonly engine: EngineFacts },
): ContainerCreate {
  const { configuration } = request;
  const { containerOptions, patch } = configuration;
  const labels = toContainerLabels({
    ...request.labels,
    ...(configuration.isKept ? { [KEPT_LABEL]: "true" } : {}),
  });
  const network = toApiNetwork(request.env["PREFECT_API_URL"], configuration, engine);
  const plain = {
    ...containerOptions.body,
    Image: image,
    Cmd: request.command,
    Env: Object.entries(toEnvironment(request, network)).map(([name, value]) => `${name}=${value}`),
    ...toVolumes(request),
    HostConfig: toHostConfig(configuration, network),
    ...toNetworking(configuration.networks),
  };
  const patched = patch === null ? plain : patchRequest({ ...plain, Labels: labels }, patch, "docker");
  return {
    name: toContainerName(request.name, `flow-run-${request.flowRunId}-${request.attempt}`),
    platform: containerOptions.platform,
    // By its labels a container is found again, so that no patch takes them away.
    body: { ...patched, Labels: { ...(patched as { Labels?: JsonObject }).Labels, ...labels } },
    furtherNetworks: configuration.networks.slice(1),
    warnings: [...containerOptions.warnings, ...(network.warning === null ? [] : [network.warning])],
  };
}

function toHostConfig(
  { containerOptions, networks, volumes, memoryBytes, memoryAndSwapBytes, privileged }: DockerConfiguration,
  { networkMode, extraHosts }: Pick<ReturnType<typeof toApiNetwork>, "networkMode" | "extraHosts">,
): JsonObject {
  const { ExtraHosts: given, ...options } = containerOptions.hostConfig;
  const hosts = mergeHosts(extraHosts, Array.isArray(given) ? given : []);
  const binds = volumes.flatMap(toBind);
  const network = networkMode ?? networks[0];
  return {
    // A first process that passes signals on, which Node.js itself does not do for its children.
    Init: true,
    ...options,
    ...(hosts.length === 0 ? {} : { ExtraHosts: hosts }),
    ...(binds.length === 0 ? {} : { Binds: binds }),
    ...(network === undefined ? {} : { NetworkMode: network }),
    ...(memoryBytes === null ? {} : { Memory: memoryBytes }),
    ...(memoryAndSwapBytes === null ? {} : { MemorySwap: memoryAndSwapBytes }),
    ...(privileged ? { Privileged: true } : {}),
  };
}

function toBind({ source, target, mode }: VolumeSpecification): string[] {
  return source === null ? [] : [[source, target, ...(mode === null ? [] : [mode])].join(":")];
}

/** What the run is given, and what it needs to find what is delivered. */
function toEnvironment(
  { env, inheritedEnv = [], secrets, configuration: { containerOptions } }: LaunchRequest<DockerConfiguration>,
  network: ApiNetwork,
): Readonly<Record<string, string>> {
  const { PREFECT_API_URL: apiUrl } = env;
  const isFitted = apiUrl !== undefined && inheritedEnv.includes("PREFECT_API_URL");
  const isReadOnly = containerOptions.hostConfig["ReadonlyRootfs"] === true;
  return {
    ...(isReadOnly ? { TMPDIR: `${deliveryRoot}/${temporaryDirectoryName}` } : {}),
    ...(secrets === undefined ? {} : { [secretsFile.variable]: secretsFile.path }),
    ...env,
    ...(isFitted ? { PREFECT_API_URL: fromInside(apiUrl, network) } : {}),
  };
}

/** Volumes without a name, and one for what is delivered. */
function toVolumes({ configuration, files = [], secrets }: LaunchRequest<DockerConfiguration>): JsonObject {
  const targets = configuration.volumes.filter(({ source }) => source === null).map(({ target }) => target);
  if (files.length > 0 || secrets !== undefined) targets.push(deliveryRoot);
  return targets.length === 0 ? {} : { Volumes: Object.fromEntries(targets.map((target) => [target, {}])) };
}

function toNetworking([first]: readonly string[]): JsonObject {
  return first === undefined ? {} : { NetworkingConfig: { EndpointsConfig: { [first]: {} } } };
}

/** A host that is given goes over one of ours with the same name. */
function mergeHosts(ours: readonly string[], given: readonly Json[]): readonly string[] {
  const nameOf = (entry: string): string => entry.split(":", 1)[0] ?? entry;
  const texts = given.map(String);
  const names = new Set(texts.map(nameOf));
  return [...ours.filter((entry) => !names.has(nameOf(entry))), ...texts];
}
