import { resolveSettings } from "../../settings/resolve-settings.ts";
import type { CliContext } from "../cli-context.ts";
import { findPlugins } from "../../settings/plugins/find-plugins.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { packageVersion } from "../../settings/package-version.ts";

interface VersionOptions extends OutputOptions {
  readonly omitIntegrations?: boolean;
}

/** `prefect version`. */
export async function showVersion(context: CliContext, options: VersionOptions): Promise<void> {
  const { profileName, settings } = resolveSettings(context.settingsContext);
  const plugins = options.omitIntegrations === true ? [] : await findPlugins(context.environment.cwd);
  const apiUrl = settings.apiUrl.value;
  const facts = {
    Version: packageVersion(),
    "Node.js version": process.versions.node,
    "OS/Arch": `${process.platform}/${process.arch}`,
    Profile: profileName,
    "Server type": toServerType(apiUrl, settings.cloudApiUrl.value),
    Server: apiUrl === null ? { Database: "sqlite", "SQLite version": process.versions["sqlite"] } : { URL: apiUrl },
    ...(plugins.length === 0
      ? {}
      : { Integrations: Object.fromEntries(plugins.map((plugin) => [plugin.package, plugin.version])) }),
  };
  if (options.output === "json") context.printJson(facts);
  else printFacts(context, facts, "");
}

function toServerType(apiUrl: string | null, cloudApiUrl: string): "ephemeral" | "cloud" | "server" {
  if (apiUrl === null) return "ephemeral";
  return apiUrl.startsWith(cloudApiUrl) ? "cloud" : "server";
}

function printFacts(context: CliContext, facts: object, indentation: string): void {
  for (const [name, value] of Object.entries(facts)) {
    const label = `${indentation}${name}:`;
    if (typeof value === "object") {
      context.print(label);
      printFacts(context, value, `${indentation}  `);
    } else {
      context.print(`${label.padEnd(21)} ${value}`);
    }
  }
}
