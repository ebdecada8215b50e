import type { GcloudProperties } from "./gcloud-properties.ts";

/** A service by its name in Google's host names. */
export type GoogleService = "run" | "aiplatform" | "logging" | "cloudresourcemanager" | "iamcredentials";

/** Where a service of Google answers. */
export interface GoogleEndpoint {
  /** `https://run.googleapis.com`, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Without TLS, where nobody is asked who they are: an emulator. */
  readonly isPlain: boolean;
}

/**
 * Google's own, or that of gcloud's property `api_endpoint_overrides/SERVICE`
 * (`CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN=https://run.p.googleapis.com`): a private endpoint, or an emulator. Pure.
 */
export function endpointOf(
  service: GoogleService,
  properties: GcloudProperties,
  usualHost = `${service}.googleapis.com`,
): GoogleEndpoint {
  const override = properties.read("api_endpoint_overrides", service);
  const url = new URL(override !== null && URL.canParse(override) ? override : `https://${usualHost}`);
  const isPlain = url.protocol === "http:";
  return { url: url.origin, host: url.hostname, port: Number(url.port) || (isPlain ? 80 : 443), isPlain };
}
