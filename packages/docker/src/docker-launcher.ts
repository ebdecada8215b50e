import type { InfrastructureReference, Launcher, LaunchRequest } from "prefect-core/provider";
import { toFoundInfrastructure } from "prefect-core/provider";
import { collectFiles } from "./collect-files.ts";
import { toContainerLabel, toContainerLabels } from "./container-labels.ts";
import { fromContainerReference, toContainerReference } from "./container-reference.ts";
import { createDockerClient } from "./docker-client.ts";
import type { DockerClient } from "./docker-client.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import { acrossDrops } from "./engine-patience.ts";
import { endpointOfHost, resolveEngineEndpoint } from "./engine-endpoint.ts";
import { endContainer } from "./end-container.ts";
import { launchContainer } from "./launch-container.ts";
import { removeContainer } from "./remove-container.ts";
import { watchContainer } from "./watch-container.ts";

/** Starts commands in containers of the engine that Docker's own command line would use. */
export function createDockerLauncher(): Launcher<DockerConfiguration> {
  const clients = new Map<string, DockerClient>();
  const launches = new Map<string, Promise<string>>();

  async function currentClient(): Promise<DockerClient> {
    const endpoint = await resolveEngineEndpoint();
    return remember(endpoint.host, () => createDockerClient(endpoint));
  }

  /** Of the engine that made the container, whichever is current now. */
  async function clientOf(reference: InfrastructureReference): Promise<DockerClient> {
    const { host } = fromContainerReference(reference);
    const endpoint = await endpointOfHost(host);
    return remember(host, () => createDockerClient(endpoint));
  }

  function remember(host: string, create: () => DockerClient): DockerClient {
    const client = clients.get(host) ?? create();
    clients.set(host, client);
    return client;
  }

  /** Launches of one attempt at the same time are one. */
  function launchOnce(client: DockerClient, request: LaunchRequest<DockerConfiguration>): Promise<string> {
    const attempt = `${client.host} ${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return known;
    const launch = acrossDrops(() => launchContainer(client, request)).finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return launch;
  }

  return {
    async checkReachable() {
      const client = await currentClient();
      await acrossDrops(() => client.version());
    },
    async launch(request) {
      const client = await currentClient();
      const container = await launchOnce(client, request);
      return toContainerReference(
        { container, host: client.host, isKept: request.configuration.isKept },
        client.baseUrl,
      );
    },
    async *watch(reference, options) {
      yield* watchContainer(await clientOf(reference), fromContainerReference(reference).container, options);
    },
    async kill(reference, { graceSeconds }) {
      await endContainer(await clientOf(reference), fromContainerReference(reference).container, graceSeconds);
    },
    async *collect(reference, directory) {
      yield* collectFiles(await clientOf(reference), fromContainerReference(reference).container, directory);
    },
    async cleanup(reference) {
      const { container, isKept } = fromContainerReference(reference);
      if (isKept) return;
      await removeContainer(await clientOf(reference), container);
    },
    async *find(labels) {
      const client = await currentClient();
      for (const { Id: container, State, Labels } of await acrossDrops(() =>
        client.listContainers(toContainerLabels(labels)),
      )) {
        // Whoever finds a kept container long after its end may remove it.
        const reference = toContainerReference({ container, host: client.host, isKept: false }, client.baseUrl);
        const isRunning = State === "running" || State === "paused" || State === "restarting";
        yield toFoundInfrastructure({ reference, isRunning }, (label) => Labels?.[toContainerLabel(label)]);
      }
    },
  };
}
