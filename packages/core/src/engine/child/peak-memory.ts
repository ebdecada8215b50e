import { readFileSync } from "node:fs";

/**
 * The most resident memory that this process had so far. On Linux the kernel's count of resource usage begins with what
 * the parent had when it started this process, so that what it says of the memory itself is asked first.
 */
export function readPeakMemoryBytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readOwnStatus())?.[1];
  return Number(kilobytes ?? process.resourceUsage().maxRSS) * 1024;
}

function readOwnStatus(): string {
  try {
    return readFileSync("/proc/self/status", "utf8");
  } catch {
    return "";
  }
}
