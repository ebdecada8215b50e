import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * What the `gcloud` command line is set to: an environment variable goes before the active configuration's file.
 * https://cloud.google.com/sdk/docs/properties
 */
export interface GcloudProperties {
  /** `read("core", "project")`; `null` where it is not set. */
  read(section: string, name: string): string | null;
}

/** Reads the active configuration; a machine without `gcloud` has none. */
export async function loadGcloudProperties(
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<GcloudProperties> {
  const directory = environment["CLOUDSDK_CONFIG"] || join(homedir(), ".config", "gcloud");
  const active =
    environment["CLOUDSDK_ACTIVE_CONFIG_NAME"] || (await readText(join(directory, "active_config"))) || "default";
  const file = parseProperties(await readText(join(directory, "configurations", `config_${active.trim()}`)));
  return {
    read(section, name) {
      const variable = `CLOUDSDK_${section}_${name}`.toUpperCase();
      return environment[variable] || (file.get(`${section}/${name}`) ?? null);
    },
  };
}

/** Properties of a configuration file, by `section/name`. Pure. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let section = "";
  for (const line of text.split("\n").map((one) => one.trim())) {
    const title = /^\[(.+)\]$/.exec(line)?.[1];
    if (title !== undefined) section = title.trim();
    const [, name, value] = /^([^#;=]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value?.trim()) properties.set(`${section}/${name.trim()}`, value.trim());
  }
  return properties;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}
