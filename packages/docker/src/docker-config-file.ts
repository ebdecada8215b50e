import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** What of Docker's own configuration file is of use here. */
export interface DockerConfigFile {
  readonly currentContext?: string;
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  /** Name of the helper that keeps every login. */
  readonly credsStore?: string;
  /** Names of helpers by registry. */
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** `DOCKER_CONFIG`, else `~/.docker`. */
export function dockerConfigDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return environment["DOCKER_CONFIG"] || join(homedir(), ".docker");
}

/** An absent or unreadable file says nothing, as for Docker's command line. */
export async function loadDockerConfigFile(directory: string): Promise<DockerConfigFile> {
  try {
    return JSON.parse(await readFile(join(directory, "config.json"), "utf8")) as DockerConfigFile;
  } catch {
    return {};
  }
}
