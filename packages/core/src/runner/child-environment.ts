import type { Environment } from "./runner-settings.ts";

/**
 * What the flow sees of the runner's environment: all but what is for the runner alone, which is its own settings and
 * the credentials of bundle storage that a platform hands it under `PREFECT__STORAGE_`.
 */
export function toChildEnvironment(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isForRunner(entry[0]),
  );
  return Object.fromEntries(entries);
}

function isForRunner(name: string): boolean {
  return name.startsWith("PREFECT__STORAGE_") || name.startsWith("PREFECT__RUNNER_");
}
