/** The settings that decide which control plane is used, and how. */
export interface ControlPlaneSettings {
  /** Prefect's API, ending in `/api` for a server; `null` or absent: the embedded control plane. */
  readonly apiUrl?: string | null | undefined;
  readonly apiKey?: string | null | undefined;
  /** `user:password`; wins over the key. */
  readonly apiAuthString?: string | null | undefined;
  /** The directory of the embedded store. */
  readonly home: string;
  readonly customHeaders?: Readonly<Record<string, string>> | undefined;
  /** Default: 5. */
  readonly clientMaxRetries?: number | undefined;
  /** Status codes beside 408, 429, 502 and 503 after which a request is sent again. */
  readonly clientRetryExtraCodes?: readonly number[] | undefined;
  /** Default: 0.2. */
  readonly clientRetryJitterFactor?: number | undefined;
  /** Default: 60. */
  readonly requestTimeoutSeconds?: number | undefined;
  /** Default: true. */
  readonly clientCsrfSupportEnabled?: boolean | undefined;
}
