import { totalmem } from "node:os";
import type { Environment } from "./runner-settings.ts";

const heapShare = 0.8;
const bytesPerMegabyte = 1024 * 1024;

/**
 * How large the flow's heap may become, in MiB, or `null` where Node decides: without a memory limit, and where
 * `NODE_OPTIONS` says it already. Node's own cap is about 4 GB however much memory a container has.
 */
export function heapSizeMegabytes({
  memoryLimitBytes,
  totalMemoryBytes,
  nodeOptions,
}: {
  /** As `process.constrainedMemory()` tells it: zero, or more than the machine has, where there is no limit. */
  readonly memoryLimitBytes: number;
  readonly totalMemoryBytes: number;
  readonly nodeOptions: string;
}): number | null {
  if (/--max[-_]old[-_]space[-_]size/.test(nodeOptions)) return null;
  if (memoryLimitBytes <= 0 || memoryLimitBytes > totalMemoryBytes) return null;
  return Math.floor((memoryLimitBytes * heapShare) / bytesPerMegabyte);
}

/** The same for the container that this process runs in. */
export function heapSizeOfThisContainer(environment: Environment): number | null {
  return heapSizeMegabytes({
    memoryLimitBytes: process.constrainedMemory(),
    totalMemoryBytes: totalmem(),
    nodeOptions: environment["NODE_OPTIONS"] ?? "",
  });
}
