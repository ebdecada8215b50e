import {
  flag,
  loggingLevel,
  nonNegativeInteger,
  nonNegativeNumber,
  path,
  statusCodes,
  stringRecord,
  text,
  webAddress,
  type SettingKind,
} from "./setting-kinds.ts";
import type { Settings } from "./settings.ts";

/** One setting: how it is named, written and described. */
export interface SettingDefinition<T = unknown> {
  /** The environment variable, which is its key in a profile too. */
  readonly name: string;
  /** Older names that Prefect still reads; the name itself wins. */
  readonly aliases?: readonly string[];
  /** Its place in `prefect.toml`, and in `pyproject.toml` under `tool.prefect`. */
  readonly tomlPath: string;
  readonly kind: SettingKind<NonNullable<T>>;
  /** As one would write it; `null` where the setting has no value until it is set. */
  readonly default: string | null;
  readonly description: string;
  /** Whether views hide the value. */
  readonly secret?: boolean;
  /** Set where a profile cannot hold the setting, since profiles are found through it. */
  readonly outsideProfiles?: boolean;
}

/** Every setting that is read here. Names, meanings and defaults are Prefect's where Prefect has the setting. */
export const settingDefinitions: { readonly [K in keyof Settings]: SettingDefinition<Settings[K]> } = {
  home: {
    name: "PREFECT_HOME",
    tomlPath: "home",
    kind: path,
    default: "~/.prefect",
    description: "Directory of the profiles, the embedded control plane's database and local storage.",
    outsideProfiles: true,
  },
  profilesPath: {
    name: "PREFECT_PROFILES_PATH",
    tomlPath: "profiles_path",
    kind: path,
    default: "$PREFECT_HOME/profiles.toml",
    description: "The file that holds the profiles.",
    outsideProfiles: true,
  },
  apiUrl: {
    name: "PREFECT_API_URL",
    tomlPath: "api.url",
    kind: webAddress,
    default: null,
    description: "The API of a Prefect server or of Prefect Cloud. Without it, the embedded control plane is used.",
  },
  apiKey: {
    name: "PREFECT_API_KEY",
    tomlPath: "api.key",
    kind: text,
    default: null,
    description: "Key for Prefect Cloud, sent as a bearer token.",
    secret: true,
  },
  apiAuthString: {
    name: "PREFECT_API_AUTH_STRING",
    tomlPath: "api.auth_string",
    kind: text,
    default: null,
    description: "`user:password` for a server behind basic authentication. It wins over `PREFECT_API_KEY`.",
    secret: true,
  },
  requestTimeoutSeconds: {
    name: "PREFECT_API_REQUEST_TIMEOUT",
    tomlPath: "api.request_timeout",
    kind: nonNegativeNumber,
    default: "60",
    description: "Seconds after which a request to the API is given up.",
  },
  cloudApiUrl: {
    name: "PREFECT_CLOUD_API_URL",
    tomlPath: "cloud.api_url",
    kind: webAddress,
    default: "https://api.prefect.cloud/api",
    description: "Where Prefect Cloud's API is; an API URL below it is taken for Prefect Cloud.",
  },
  cloudUiUrl: {
    name: "PREFECT_CLOUD_UI_URL",
    tomlPath: "cloud.ui_url",
    kind: webAddress,
    default: "https://app.prefect.cloud",
    description: "Where Prefect Cloud's web pages are.",
  },
  uiUrl: {
    name: "PREFECT_UI_URL",
    tomlPath: "ui_url",
    kind: webAddress,
    default: null,
    description: "Where the server's web pages are. Without it, derived from `PREFECT_API_URL`.",
  },
  clientMaxRetries: {
    name: "PREFECT_CLIENT_MAX_RETRIES",
    tomlPath: "client.max_retries",
    kind: nonNegativeInteger,
    default: "5",
    description: "How often a request that failed for a transient reason is sent again.",
  },
  clientRetryJitterFactor: {
    name: "PREFECT_CLIENT_RETRY_JITTER_FACTOR",
    tomlPath: "client.retry_jitter_factor",
    kind: nonNegativeNumber,
    default: "0.2",
    description: "By which fraction the pause before such a repetition varies.",
  },
  clientRetryExtraCodes: {
    name: "PREFECT_CLIENT_RETRY_EXTRA_CODES",
    tomlPath: "client.retry_extra_codes",
    kind: statusCodes,
    default: "",
    description: "HTTP status codes, separated by commas, that count as transient beside 408, 429, 502 and 503.",
  },
  clientCsrfSupportEnabled: {
    name: "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED",
    tomlPath: "client.csrf_support_enabled",
    kind: flag,
    default: "true",
    description: "Whether requests that change something carry the server's CSRF token.",
  },
  customHeaders: {
    name: "PREFECT_CLIENT_CUSTOM_HEADERS",
    tomlPath: "client.custom_headers",
    kind: stringRecord,
    default: "{}",
    description: "JSON object of headers that every request to the API carries. Hidden in views: it may hold a token.",
    secret: true,
  },
  loggingLevel: {
    name: "PREFECT_LOGGING_LEVEL",
    tomlPath: "logging.level",
    kind: loggingLevel,
    default: "INFO",
    description: "The least level that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
  },
  loggingToApiEnabled: {
    name: "PREFECT_LOGGING_TO_API_ENABLED",
    tomlPath: "logging.to_api.enabled",
    kind: flag,
    default: "true",
    description: "Whether the logs of runs are sent to the control plane.",
  },
  loggingToApiBatchIntervalSeconds: {
    name: "PREFECT_LOGGING_TO_API_BATCH_INTERVAL",
    tomlPath: "logging.to_api.batch_interval",
    kind: nonNegativeNumber,
    default: "2.0",
    description: "Seconds for which logs are collected before they are sent.",
  },
  loggingToApiBatchSize: {
    name: "PREFECT_LOGGING_TO_API_BATCH_SIZE",
    tomlPath: "logging.to_api.batch_size",
    kind: nonNegativeInteger,
    default: "4000000",
    description: "The most bytes of logs that one request sends.",
  },
  loggingToApiMaxLogSize: {
    name: "PREFECT_LOGGING_TO_API_MAX_LOG_SIZE",
    tomlPath: "logging.to_api.max_log_size",
    kind: nonNegativeInteger,
    default: "1000000",
    description: "The most characters of one log message that are sent.",
  },
  resultsDefaultStorageBlock: {
    name: "PREFECT_RESULTS_DEFAULT_STORAGE_BLOCK",
    aliases: ["PREFECT_DEFAULT_RESULT_STORAGE_BLOCK"],
    tomlPath: "results.default_storage_block",
    kind: text,
    default: null,
    description: "`block-type/name` of the block that holds results where neither flow nor work pool names one.",
  },
  resultsPersistByDefault: {
    name: "PREFECT_RESULTS_PERSIST_BY_DEFAULT",
    tomlPath: "results.persist_by_default",
    kind: flag,
    default: "false",
    description: "Whether a flow that runs in this process keeps its result where its options do not say.",
  },
  localStoragePath: {
    name: "PREFECT_RESULTS_LOCAL_STORAGE_PATH",
    aliases: ["PREFECT_LOCAL_STORAGE_PATH"],
    tomlPath: "results.local_storage_path",
    kind: path,
    default: "$PREFECT_HOME/storage",
    description: "Directory for bundles and results where no other storage is configured.",
  },
  defaultWorkPoolName: {
    name: "PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME",
    aliases: ["PREFECT_DEFAULT_WORK_POOL_NAME"],
    tomlPath: "deployments.default_work_pool_name",
    kind: text,
    default: null,
    description: "The work pool that `work-pool create --set-as-default` names, for Prefect's deployments.",
  },
  serverApiHost: {
    name: "PREFECT_SERVER_API_HOST",
    tomlPath: "server.api.host",
    kind: text,
    default: "127.0.0.1",
    description: "The address that `prefect server start` listens on.",
  },
  serverApiPort: {
    name: "PREFECT_SERVER_API_PORT",
    tomlPath: "server.api.port",
    kind: nonNegativeInteger,
    default: "4200",
    description: "The port that `prefect server start` listens on.",
  },
  serverApiAuthString: {
    name: "PREFECT_SERVER_API_AUTH_STRING",
    tomlPath: "server.api.auth_string",
    kind: text,
    default: null,
    description: "`user:password` that `prefect server start` wants of every client.",
    secret: true,
  },
  workerQuerySeconds: {
    name: "PREFECT_WORKER_QUERY_SECONDS",
    tomlPath: "worker.query_seconds",
    kind: nonNegativeNumber,
    default: "10",
    description: "Seconds between two looks of a worker for scheduled runs.",
  },
  workerPrefetchSeconds: {
    name: "PREFECT_WORKER_PREFETCH_SECONDS",
    tomlPath: "worker.prefetch_seconds",
    kind: nonNegativeNumber,
    default: "10",
    description: "How many seconds ahead of their time a worker takes note of scheduled runs.",
  },
  workerHeartbeatSeconds: {
    name: "PREFECT_WORKER_HEARTBEAT_SECONDS",
    tomlPath: "worker.heartbeat_seconds",
    kind: nonNegativeNumber,
    default: "30",
    description: "Seconds between two heartbeats of a worker. It counts as offline once it missed three.",
  },
  workerWebserverHost: {
    name: "PREFECT_WORKER_WEBSERVER_HOST",
    tomlPath: "worker.webserver.host",
    kind: text,
    default: "127.0.0.1",
    description:
      "The address on which `prefect worker start --with-healthcheck` answers. Prefect's own default is 0.0.0.0.",
  },
  workerWebserverPort: {
    name: "PREFECT_WORKER_WEBSERVER_PORT",
    tomlPath: "worker.webserver.port",
    kind: nonNegativeInteger,
    default: "8080",
    description: "The port of that address.",
  },
  cliColors: {
    name: "PREFECT_CLI_COLORS",
    tomlPath: "cli.colors",
    kind: flag,
    default: "true",
    description: "Whether the command line colours what it prints on a terminal.",
  },
  cliPrompt: {
    name: "PREFECT_CLI_PROMPT",
    tomlPath: "cli.prompt",
    kind: flag,
    default: null,
    description: "Whether commands ask questions. Without it, they ask where input and output are a terminal.",
  },
  runnerImage: {
    name: "PREFECT_RUNNER_IMAGE",
    tomlPath: "runner.image",
    kind: text,
    default: null,
    description: "Container image that replaces an unset or Python image. Without it, the released runner image.",
  },
};

/** The definition that a variable's name, or an older name of it, belongs to. */
export function findSettingDefinition(name: string): SettingDefinition | undefined {
  return Object.values<SettingDefinition>(settingDefinitions).find((definition) =>
    settingNames(definition).includes(name),
  );
}

/** The names under which a setting is read, the one that wins first. */
export function settingNames(definition: SettingDefinition): readonly string[] {
  return [definition.name, ...(definition.aliases ?? [])];
}
