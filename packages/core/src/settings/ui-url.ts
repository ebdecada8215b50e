import type { Settings } from "./settings.ts";

/** Where the control plane's web pages are; `null` for the embedded control plane, which has none. Pure. */
export function toUiUrl(settings: Pick<Settings, "uiUrl" | "apiUrl" | "cloudApiUrl" | "cloudUiUrl">): string | null {
  if (settings.uiUrl !== null) return settings.uiUrl;
  if (settings.apiUrl === null) return null;
  return settings.apiUrl
    .replace(settings.cloudApiUrl, settings.cloudUiUrl)
    .replace(/\/api$/, "")
    .replace("/api/", "/")
    .replace("/accounts/", "/account/")
    .replace("/workspaces/", "/workspace/");
}
