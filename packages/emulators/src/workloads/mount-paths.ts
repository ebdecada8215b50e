import type { WorkloadMount } from "./workload-backend.ts";

/**
 * Writes the paths below a mount's target as those below its source: a process sees the file system of the machine,
 * where the directory lies somewhere else.
 */
export function toHostPaths(text: string, mounts: readonly WorkloadMount[]): string {
  if (mounts.length === 0) return text;
  const sources = new Map(mounts.map(({ source, target }) => [target, source]));
  const targets = [...sources.keys()].toSorted((one, other) => other.length - one.length).map(escapeForPattern);
  const pattern = new RegExp(`(?<![\\w./-])(?:${targets.join("|")})(?![\\w.-])`, "g");
  return text.replaceAll(pattern, (target) => sources.get(target) ?? target);
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
