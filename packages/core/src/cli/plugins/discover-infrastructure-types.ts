import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";
import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { loadPlugins } from "../../settings/plugins/load-plugins.ts";

/** A type as the command line takes it, whatever its own options and configuration. */
export type DiscoveredType = InfrastructureType<CommonInfrastructureOptions, unknown>;

/** The types that can be used here: `process`, then those of the working project's plugins by the plugins' names. */
export async function discoverInfrastructureTypes(directory: string): Promise<readonly DiscoveredType[]> {
  const plugins = await loadPlugins(directory);
  const added = plugins.flatMap((plugin) => plugin.exports.infrastructureTypes ?? []);
  // Its configuration is handed back to it alone.
  return [processInfrastructure as unknown as DiscoveredType, ...added];
}
