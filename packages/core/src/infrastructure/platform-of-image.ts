import type { ContainerPlatform } from "../contracts/container-platform.ts";

/** What an image's name says, as Node.js's official images do: `node:22-alpine`. Pure. */
export function platformOfImage(image: string): Partial<ContainerPlatform> {
  const [, major] = /(?:^|\/)node:v?(\d+)(?:[.-]|$)/.exec(image) ?? [];
  return {
    ...(/alpine|musl/.test(image) ? { libc: "musl" } : {}),
    ...(major === undefined ? {} : { nodeMajor: Number(major) }),
  };
}

/** An architecture by the name that images and clusters have for it. Pure. */
export function architectureOfImage(name: string): string {
  return { amd64: "x64", x86_64: "x64", "386": "ia32", aarch64: "arm64", ppc64le: "ppc64" }[name] ?? name;
}
