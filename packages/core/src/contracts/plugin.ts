import type { BlockType } from "./block-type.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "./infrastructure-type.ts";
import type { StorageType } from "./storage-type.ts";

/**
 * What a plugin's entry exports: the file that the field `"prefect"` of its `package.json` names. Importing it must be
 * cheap, as the command line and every submission to configured storage do it: no SDK.
 */
export interface PluginEntry {
  // Their configurations are handed back to them alone.
  readonly infrastructureTypes?: readonly InfrastructureType<CommonInfrastructureOptions, unknown>[];
  readonly storageTypes?: readonly StorageType[];
  readonly blockTypes?: readonly BlockType[];
}
