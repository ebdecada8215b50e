import type { LoggingLevel } from "./setting-kinds.ts";

/**
 * Everything that can be configured from outside a program. What each field means, which variable sets it and what it
 * is by default stands in `settingDefinitions`, from which the documentation is checked; `null` means not set.
 */
export interface Settings {
  readonly home: string;
  readonly profilesPath: string;
  /** Without a trailing slash. `null`: the embedded control plane. */
  readonly apiUrl: string | null;
  readonly apiKey: string | null;
  /** `user:password`; wins over `apiKey`. */
  readonly apiAuthString: string | null;
  readonly requestTimeoutSeconds: number;
  readonly cloudApiUrl: string;
  readonly cloudUiUrl: string;
  readonly uiUrl: string | null;
  readonly clientMaxRetries: number;
  readonly clientRetryJitterFactor: number;
  readonly clientRetryExtraCodes: readonly number[];
  readonly clientCsrfSupportEnabled: boolean;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly loggingLevel: LoggingLevel;
  readonly loggingToApiEnabled: boolean;
  readonly loggingToApiBatchIntervalSeconds: number;
  /** In bytes of JSON. */
  readonly loggingToApiBatchSize: number;
  /** In characters. */
  readonly loggingToApiMaxLogSize: number;
  readonly resultsDefaultStorageBlock: string | null;
  readonly resultsPersistByDefault: boolean;
  readonly localStoragePath: string;
  readonly defaultWorkPoolName: string | null;
  readonly serverApiHost: string;
  readonly serverApiPort: number;
  /** `user:password`; `null`: the server asks for none. */
  readonly serverApiAuthString: string | null;
  /** Between two looks of a worker for runs. */
  readonly workerQuerySeconds: number;
  readonly workerPrefetchSeconds: number;
  readonly workerHeartbeatSeconds: number;
  readonly workerWebserverHost: string;
  readonly workerWebserverPort: number;
  readonly cliColors: boolean;
  /** `null`: ask where input and output are a terminal. */
  readonly cliPrompt: boolean | null;
  readonly runnerImage: string | null;
}
