import type { LaunchNotice } from "prefect-core/provider";
import type { DockerClient } from "./docker-client.ts";
import { dockerConfigDirectory, loadDockerConfigFile } from "./docker-config-file.ts";
import type { ImagePullPolicy, RegistryCredentials } from "./docker-options.ts";
import { EngineApiError } from "./errors/engine-api-error.ts";
import { isMovingImage, registryOfImage } from "./image-reference.ts";
import { createPullProgress, readPullLines } from "./pull-progress.ts";
import { loadRegistryLogin, toRegistryLogin } from "./registry-login.ts";
import type { RegistryLogin } from "./registry-login.ts";

export interface ImageRequest {
  readonly image: string;
  readonly policy: ImagePullPolicy | null;
  readonly platform: string | null;
  readonly credentials: RegistryCredentials | null;
  readonly signal?: AbortSignal | undefined;
  readonly notify: (notice: LaunchNotice) => void;
}

/** Why an image is not there, in the words of whoever refused it. */
export class ImageRefusal extends Error {}

const progressMilliseconds = 1000;

/** Sees to it that the engine has the image, as the policy wants it. Throws `ImageRefusal`. */
export async function provideImage(client: DockerClient, request: ImageRequest): Promise<void> {
  const { image, notify } = request;
  const policy = request.policy ?? (isMovingImage(image) ? "Always" : "IfNotPresent");
  if (policy === "Always") return pullImage(client, request);
  const isPresent = await client.hasImage(image);
  if (policy === "IfPossible") {
    return pullImage(client, request).catch((error: unknown) => {
      if (!isPresent || !(error instanceof ImageRefusal)) throw error;
      notify({ kind: "warning", message: `${error.message} The engine's own copy is used.` });
    });
  }
  if (isPresent) return;
  if (policy === "IfNotPresent") return pullImage(client, request);
  throw new ImageRefusal(`The engine has no image ${image}, and the pull policy is Never.`);
}

async function pullImage(client: DockerClient, request: ImageRequest): Promise<void> {
  const { image, platform, signal, notify } = request;
  const login = await findLogin(request);
  notify({ kind: "progress", message: `Pulling ${image}` });
  const progress = createPullProgress();
  let told = performance.now();
  try {
    const pull = { image, platform, login, ...(signal === undefined ? {} : { signal }) };
    for await (const line of readPullLines(await client.pullImage(pull))) {
      if (line.error !== undefined) throw refusal(image, line.error);
      progress.add(line);
      if (performance.now() - told < progressMilliseconds) continue;
      told = performance.now();
      notify({ kind: "progress", message: `Pulling ${image}: ${progress.describe()}` });
    }
  } catch (error) {
    if (EngineApiError.isInstance(error)) throw refusal(image, error.reason);
    throw error;
  }
}

async function findLogin({ image, credentials, notify }: ImageRequest): Promise<RegistryLogin | null> {
  if (credentials === null) return loadRegistryLogin(await loadDockerConfigFile(dockerConfigDirectory()), image);
  const login = toRegistryLogin(credentials, image);
  if (login === null) {
    const message = `The registry credentials are for ${credentials.registry_url}, not for ${registryOfImage(image)}, and are not sent there.`;
    notify({ kind: "warning", message });
  }
  return login;
}

function refusal(image: string, reason: string): ImageRefusal {
  return new ImageRefusal(`Docker pull failed for ${image}: ${reason.trim().replace(/\.?$/, ".")}`);
}
