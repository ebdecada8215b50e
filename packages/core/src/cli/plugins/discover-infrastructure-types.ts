import { pathToFileURL } from "node:url";
import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";
import { PluginLoadError } from "../../errors/plugin-load-error.ts";
import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { findPlugins, type Plugin } from "./find-plugins.ts";

/** A type as the command line takes it, whatever its own options and configuration. */
export type DiscoveredType = InfrastructureType<CommonInfrastructureOptions, unknown>;

/** The types that can be used here: `process`, then those of the working project's plugins by the plugins' names. */
export async function discoverInfrastructureTypes(directory: string): Promise<readonly DiscoveredType[]> {
  const plugins = await findPlugins(directory);
  const added = await Promise.all(plugins.map(loadTypes));
  // Its configuration is handed back to it alone.
  return [processInfrastructure as unknown as DiscoveredType, ...added.flat()];
}

/** A plugin's entry exports what it adds as `infrastructureTypes`. */
async function loadTypes(plugin: Plugin): Promise<readonly DiscoveredType[]> {
  try {
    const entry = (await import(pathToFileURL(plugin.entry).href)) as {
      readonly infrastructureTypes?: readonly DiscoveredType[];
    };
    return entry.infrastructureTypes ?? [];
  } catch (cause) {
    throw new PluginLoadError({ package: plugin.package, version: plugin.version, cause });
  }
}
