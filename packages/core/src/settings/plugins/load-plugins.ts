import { pathToFileURL } from "node:url";
import type { PluginEntry } from "../../contracts/plugin.ts";
import { PluginLoadError } from "../../errors/plugin-load-error.ts";
import { findPlugins, type Plugin } from "./find-plugins.ts";

/** A plugin and what its entry exports. */
export interface LoadedPlugin extends Plugin {
  readonly exports: PluginEntry;
}

/** The plugins of the project that `directory` is in, loaded, by name. Throws `PluginLoadError`. */
export async function loadPlugins(directory: string): Promise<readonly LoadedPlugin[]> {
  return await Promise.all((await findPlugins(directory)).map(loadPlugin));
}

async function loadPlugin(plugin: Plugin): Promise<LoadedPlugin> {
  try {
    return { ...plugin, exports: (await import(pathToFileURL(plugin.entry).href)) as PluginEntry };
  } catch (cause) {
    throw new PluginLoadError({ package: plugin.package, version: plugin.version, cause });
  }
}
