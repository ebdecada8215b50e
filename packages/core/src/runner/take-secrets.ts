import { readFile, rm } from "node:fs/promises";
import { RunnerUsageError } from "../errors/runner-usage-error.ts";
import type { Environment } from "./runner-settings.ts";

const variable = "PREFECT__RUNNER_SECRETS_FILE";

/**
 * The environment with the run's secrets, which come in a file that only this user can read. The file is removed where
 * that is allowed: the flow has them in its environment from then on. Throws `RunnerUsageError`.
 */
export async function takeSecrets(environment: Environment): Promise<Environment> {
  const path = environment[variable];
  if (path === undefined || path === "") return environment;
  const secrets = await readSecrets(path);
  await rm(path, { force: true }).catch(() => undefined);
  return { ...environment, ...secrets };
}

async function readSecrets(path: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Record<string, string>;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(",")[0] : String(error);
    throw new RunnerUsageError({ problem: `The run's secrets cannot be read from ${variable}: ${reason}.` });
  }
}
