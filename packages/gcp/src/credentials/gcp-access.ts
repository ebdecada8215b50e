/** What proves to Google Cloud who asks. */
export interface GcpAccess {
  /** The block that says so, for messages: `gcp-credentials/my-creds`. */
  readonly block: string | null;
  /** A service account's key, or `null` for Application Default Credentials. */
  readonly key: GcpKey | null;
  /** `null`: the key's, else the environment's. */
  readonly project: string | null;
}

export type GcpKey =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "info"; readonly info: Readonly<Record<string, unknown>> };

/** Application Default Credentials: environment, the user's login, or the identity of the machine or workload. */
export const defaultAccess: GcpAccess = { block: null, key: null, project: null };
