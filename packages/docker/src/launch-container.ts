import { setTimeout as delay } from "node:timers/promises";
import type { LaunchNotice, LaunchRequest } from "prefect-core/provider";
import { CommandNotFoundError, ImagePullError, resolveRunnerImage, StartFailedError } from "prefect-core/provider";
import type { ContainerDetails } from "./container-details.ts";
import { attemptLabels } from "./container-labels.ts";
import { numberedName } from "./container-name.ts";
import { deliverFiles } from "./deliver-files.ts";
import { isNotFound } from "./engine-client.ts";
import type { DockerClient } from "./docker-client.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import { loadEngineFacts } from "./engine-facts.ts";
import { isPassing } from "./engine-patience.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { ImageRefusal, provideImage } from "./provide-image.ts";
import { toSecretsFiles } from "./secrets-file.ts";
import { toContainerCreate } from "./to-container-create.ts";
import type { ContainerCreate } from "./to-container-create.ts";

type Request = LaunchRequest<DockerConfiguration>;

/**
 * Starts the container of an attempt, or finds the one that an earlier or concurrent launch made, and starts that if
 * nobody has yet. Returns its id. Throws `ImagePullError`, `CommandNotFoundError`, `StartFailedError` and
 * `EngineUnreachableError`; what was created is removed again, unless the engine may have started it, or may yet.
 */
export async function launchContainer(client: DockerClient, request: Request): Promise<string> {
  request.signal?.throwIfAborted();
  const [existing] = await client.listContainers(attemptLabels(request));
  if (existing !== undefined && existing.State !== "created") return existing.Id;
  const container = existing?.Id ?? (await createContainer(client, request));
  try {
    await deliverFiles(client, container, [...(request.files ?? []), ...toSecretsFiles(request.secrets)]);
    request.signal?.throwIfAborted();
    await client.startContainer(container);
    return container;
  } catch (error) {
    // A start whose answer was lost runs the flow: whoever launches again finds it.
    if (!isPassing(error)) await client.removeContainer(container).catch(() => undefined);
    throw toLaunchError(error, request);
  }
}

async function createContainer(client: DockerClient, request: Request): Promise<string> {
  const { configuration, signal } = request;
  const notify = (notice: LaunchNotice): void => request.notify?.(notice);
  const { image, notice } = resolveRunnerImage(configuration.image);
  if (notice !== null) notify({ kind: "information", message: notice });
  const create = toContainerCreate(request, { image, engine: await loadEngineFacts(client, request) });
  for (const warning of create.warnings) notify({ kind: "warning", message: warning });
  const { imagePullPolicy: policy, registryCredentials: credentials } = configuration;
  try {
    // A patch may have named another image.
    const patched = String(create.body["Image"] ?? image);
    await provideImage(client, { image: patched, policy, platform: create.platform, credentials, signal, notify });
    return await createNamed(client, create, request);
  } catch (error) {
    throw toLaunchError(error, request);
  }
}

/** Under the first name that is free; one that this very attempt has already is this attempt's container. */
async function createNamed(client: DockerClient, create: ContainerCreate, request: Request): Promise<string> {
  for (let index = 0; ; index += 1) {
    const name = numberedName(create.name, index);
    try {
      const container = await client.createContainer({ ...create, name });
      await connectNetworks(client, create.furtherNetworks, container);
      return container;
    } catch (error) {
      if (!isNameConflict(error)) throw error;
      const holder = await findHolder(client, name);
      if (holder !== null && isOfAttempt(holder, request)) return holder.Id;
    }
  }
}

const holderPolls = 40;
const holderPollMilliseconds = 50;

/** The container that has a name, which exists a moment before the container does; `null` where none came to be. */
async function findHolder(client: DockerClient, name: string): Promise<ContainerDetails | null> {
  for (let poll = 0; poll < holderPolls; poll += 1) {
    const holder = await client.inspectContainer(name).catch((error: unknown) => {
      if (isNotFound(error)) return null;
      throw error;
    });
    if (holder !== null) return holder;
    await delay(holderPollMilliseconds);
  }
  return null;
}

function isOfAttempt({ Config: { Labels } }: ContainerDetails, request: Request): boolean {
  return Object.entries(attemptLabels(request)).every(([label, value]) => Labels?.[label] === value);
}

async function connectNetworks(client: DockerClient, networks: readonly string[], container: string): Promise<void> {
  try {
    for (const network of networks) await client.connectNetwork(network, container);
  } catch (error) {
    await client.removeContainer(container).catch(() => undefined);
    throw error;
  }
}

function isNameConflict(error: unknown): boolean {
  return (
    EngineApiError.isInstance(error) && error.statusCode === 409 && /name .* is already in use/i.test(error.reason)
  );
}

function toLaunchError(error: unknown, { flowRunId, command }: Request): unknown {
  const failure = (message: string) => ({ flowRunId, exitCode: null, message, logTail: [] });
  if (error instanceof ImageRefusal) return new ImagePullError(failure(error.message));
  if (!EngineApiError.isInstance(error) || isPassing(error)) return error;
  if (isNotFound(error) && /no such image/i.test(error.reason)) return new ImagePullError(failure(error.message));
  if (/executable file not found|no such file or directory: unknown|permission denied: unknown/i.test(error.reason)) {
    return new CommandNotFoundError(failure(`The image cannot run \`${command[0]}\`. ${error.message}`));
  }
  return new StartFailedError(failure(error.message));
}
