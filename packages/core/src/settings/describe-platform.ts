import type { LayerPlatform } from "../contracts/container-platform.ts";

/** `linux x64 (glibc) with Node.js 24`. Pure. */
export function describePlatform({ os, architecture, libc, nodeMajor }: LayerPlatform): string {
  const node = nodeMajor === null ? "" : ` with Node.js ${nodeMajor}`;
  return `${os} ${architecture}${libc === null ? "" : ` (${libc})`}${node}`;
}
