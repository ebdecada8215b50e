import type { SettingsContext } from "./setting-layers.ts";
import { resolveHome, resolveSettings } from "./resolve-settings.ts";
import type { Settings } from "./settings.ts";

/**
 * The settings as they are now; nothing is cached. Default context: this process's environment and working directory.
 * Throws `SettingsFileError`, `InvalidSettingError` or `ProfileNotFoundError`.
 */
export function loadSettings(context: SettingsContext = processContext()): Settings {
  const { settings } = resolveSettings(context);
  const values = Object.entries(settings).map(([key, setting]) => [key, setting.value]);
  return Object.fromEntries(values) as Settings;
}

/** The directory that holds what outlives a process: profiles, the embedded control plane's database, local storage. */
export function prefectHome(context: SettingsContext = processContext()): string {
  return resolveHome(context);
}

let installed: SettingsContext | null = null;

/** Reads settings from here instead of from this process, until `null` is given. For worlds apart, such as tests. */
export function installSettingsContext(context: SettingsContext | null): void {
  installed = context;
}

function processContext(): SettingsContext {
  return installed ?? { env: process.env, cwd: process.cwd() };
}
