import type { GcpAccess } from "../credentials/gcp-access.ts";

/** Where objects are, and who asks for them. */
export interface GcsSettings {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket itself. */
  readonly folder: string;
  readonly access: GcpAccess;
  readonly endpoint: GcsEndpoint;
}

/** Where Cloud Storage answers, and whether requests bear credentials there. */
export interface GcsEndpoint {
  /** `null`: Google's own, in the universe of the credentials. */
  readonly url: string | null;
  /** An emulator without credentials is asked by nobody in particular. */
  readonly isAnonymous: boolean;
}
