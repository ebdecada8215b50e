import type { Settings } from "../settings/settings.ts";

/** The settings that decide which control plane is used, and how. */
export type ControlPlaneSettings = Pick<Settings, "home"> &
  Partial<
    Pick<
      Settings,
      | "apiUrl"
      | "apiKey"
      | "apiAuthString"
      | "customHeaders"
      | "clientMaxRetries"
      | "clientRetryExtraCodes"
      | "clientRetryJitterFactor"
      | "requestTimeoutSeconds"
      | "clientCsrfSupportEnabled"
    >
  >;
