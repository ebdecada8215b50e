import type { ControlPlaneSettings } from "../control-plane-settings.ts";

/** The version of Prefect's REST API that this client speaks. */
export const apiVersion = "0.8.4";

/** Headers that a setting must not replace. */
const ownHeaders: ReadonlySet<string> = new Set([
  "user-agent",
  "x-prefect-api-version",
  "prefect-csrf-token",
  "prefect-csrf-client",
]);

type HeaderSettings = Pick<ControlPlaneSettings, "apiKey" | "apiAuthString" | "customHeaders">;

/** What every request says of who sends it. */
export function requestHeaders(settings: HeaderSettings): Readonly<Record<string, string>> {
  const custom = Object.entries(settings.customHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...Object.fromEntries(custom.filter(([name]) => !ownHeaders.has(name ?? ""))),
    ...authorization(settings),
    accept: "application/json",
    "user-agent": `prefect-typescript (API ${apiVersion})`,
    "x-prefect-api-version": apiVersion,
  };
}

function authorization({ apiAuthString, apiKey }: HeaderSettings): Readonly<Record<string, string>> {
  if (apiAuthString) return { authorization: `Basic ${Buffer.from(apiAuthString).toString("base64")}` };
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
