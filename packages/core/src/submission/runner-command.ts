import type { StorageReference } from "../contracts/storage.ts";

/**
 * The command that runs a bundle: how the platform starts the runner, a launcher in place of the words before the
 * runner's path, and where the bundle is. Which run it is, the runner learns from its environment. Pure.
 */
export function toRunnerCommand(
  prefix: readonly string[],
  launcher: readonly string[] | null,
  { module, arguments: storageArguments }: StorageReference,
): readonly string[] {
  const start = launcher === null ? prefix : [...launcher, ...prefix.slice(-1)];
  const flags = Object.entries(storageArguments)
    .filter(([, value]) => value !== null && value !== undefined)
    .flatMap(([name, value]) => [`--${name.replaceAll("_", "-")}`, String(value)]);
  return [...start, "execute", "--storage-module", module, ...flags];
}
