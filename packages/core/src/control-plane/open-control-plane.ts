import { resolve } from "node:path";
import type { ControlPlaneSettings } from "./control-plane-settings.ts";
import type { PrefectClient } from "./prefect-client.ts";

const opened = new Map<string, Promise<PrefectClient>>();

/**
 * The client for the control plane that the settings name: Prefect's API where `apiUrl` is set, else the embedded one
 * in `home`. One per process and target; `close()` forgets it. Default settings: those that are in force here.
 */
export async function openControlPlane(settings?: ControlPlaneSettings): Promise<PrefectClient> {
  return await openTarget(settings ?? (await import("../settings/load-settings.ts")).loadSettings());
}

function openTarget(settings: ControlPlaneSettings): Promise<PrefectClient> {
  const target = targetOf(settings);
  const known = opened.get(target);
  if (known !== undefined) return known;
  const opening = open(settings, () => opened.delete(target));
  opened.set(target, opening);
  opening.catch(() => opened.delete(target));
  return opening;
}

function targetOf(settings: ControlPlaneSettings): string {
  if (!settings.apiUrl) return `embedded ${resolve(settings.home)}`;
  return JSON.stringify([settings.apiUrl, settings.apiKey, settings.apiAuthString, settings.customHeaders]);
}

async function open(settings: ControlPlaneSettings, onClose: () => void): Promise<PrefectClient> {
  const { createClient } = await import("./create-client.ts");
  if (settings.apiUrl) {
    const { createHttpTransport } = await import("./transports/http-transport.ts");
    return createClient(createHttpTransport({ ...settings, apiUrl: settings.apiUrl }), { onClose });
  }
  const { openEmbeddedTransport } = await import("./embedded/embedded-transport.ts");
  return createClient(await openEmbeddedTransport(settings.home), { onClose });
}
