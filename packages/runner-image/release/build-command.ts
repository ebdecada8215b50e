/** Name of the released image, without its tag. */
export const imageName = "prefecthq/prefect-typescript-runner";

const platforms = ["linux/amd64", "linux/arm64"];

export interface ImageRelease {
  /** Of `prefect-runner`; the image bears it as its tag. */
  readonly version: string;
  readonly baseImage: string;
}

/** The command that builds the image for every platform and pushes it, to be run where the Dockerfile is. */
export function toBuildCommand({ version, baseImage }: ImageRelease): string[] {
  const tags = [version, ...(version.includes("-") ? [] : ["latest"])];
  return [
    ["docker", "buildx", "build"],
    ["--platform", platforms.join(",")],
    ["--build-arg", `BASE_IMAGE=${baseImage}`],
    ["--label", `org.opencontainers.image.version=${version}`],
    tags.flatMap((tag) => ["--tag", `${imageName}:${tag}`]),
    ["--provenance=true", "--sbom=true", "--push", "."],
  ].flat();
}
