import type { ContainerPlatform } from "../contracts/container-platform.ts";

/** What containers are where nothing says otherwise: what the released runner image is. */
export const defaultPlatform: ContainerPlatform = { os: "linux", architecture: "x64", libc: "glibc", nodeMajor: 24 };
