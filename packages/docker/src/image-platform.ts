import type { ContainerPlatform } from "prefect-core/provider";
import { architectureOfImage, platformOfImage, resolveRunnerImage } from "prefect-core/provider";
import { createDockerClient, type ImageDetails } from "./docker-client.ts";
import type { DockerConfiguration } from "./docker-configuration.ts";
import { resolveEngineEndpoint } from "./engine-endpoint.ts";
import { acrossDrops } from "./engine-patience.ts";

/** What containers of a configuration are: as the engine describes its image, else as the engine itself is. */
export async function readContainerPlatform({
  image: configured,
  containerOptions,
}: Pick<DockerConfiguration, "image" | "containerOptions">): Promise<Partial<ContainerPlatform>> {
  const { image } = resolveRunnerImage(configured);
  const client = createDockerClient(await resolveEngineEndpoint());
  const found = await acrossDrops(() => client.describeImage(image));
  const details = found ?? (await acrossDrops(() => client.version()));
  return { ...toImagePlatform(image, details), ...ofOption(containerOptions.platform) };
}

/** Pure. */
export function toImagePlatform(image: string, details: Partial<ImageDetails>): Partial<ContainerPlatform> {
  const version = details.Env?.map((entry) => /^NODE_VERSION=v?(\d+)/.exec(entry)?.[1]).find(Boolean);
  const isAlpine = details.steps?.some((step) => /\bapk add\b|alpine-minirootfs/.test(step)) === true;
  return {
    ...(details.Os === undefined ? {} : { os: details.Os }),
    ...(details.Architecture === undefined && details.Arch === undefined
      ? {}
      : { architecture: architectureOfImage(String(details.Architecture ?? details.Arch)) }),
    ...platformOfImage(image),
    ...(isAlpine ? { libc: "musl" as const } : {}),
    ...(version === undefined ? {} : { nodeMajor: Number(version) }),
  };
}

function ofOption(platform: string | null): Partial<ContainerPlatform> {
  const [os, architecture] = platform?.split("/") ?? [];
  return os === undefined || architecture === undefined ? {} : { os, architecture: architectureOfImage(architecture) };
}
