import type { BlockType } from "../../contracts/block-type.ts";
import { builtInBlocks } from "../../control-plane/blocks/built-in-blocks.ts";
import { loadPlugins } from "../../settings/plugins/load-plugins.ts";

/** The block types that a package brings, in the order in which they can be registered. */
export interface PackageBlockTypes {
  readonly package: string;
  readonly blockTypes: readonly BlockType[];
}

/** Those of the core, then those of the working project's plugins by the plugins' names. */
export async function discoverBlockTypes(directory: string): Promise<readonly PackageBlockTypes[]> {
  const plugins = await loadPlugins(directory);
  return [
    { package: "prefect-core", blockTypes: builtInBlocks },
    ...plugins.map((plugin) => ({ package: plugin.package, blockTypes: plugin.exports.blockTypes ?? [] })),
  ];
}
