import type { ContainerPlatform } from "./container-platform.ts";
import type { JsonObject } from "./json.ts";
import type { ExitCause, LaunchRequest, Launcher } from "./launcher.ts";
import type { PlatformSecret, SecretReference } from "./secret.ts";
import type { StorageReference } from "./storage.ts";

/** Prefect's base job template: a configuration with placeholders, and a JSON schema of the variables that fill them. */
export interface BaseJobTemplate {
  readonly job_configuration: JsonObject;
  readonly variables: JsonObject;
}

/** What every decorator understands, whatever the platform. */
export interface CommonInfrastructureOptions {
  /** Name of an existing work pool. Default: the platform's own default pool, made on first use. */
  readonly workPool?: string;
  /** Patterns of files to put into the run's working directory, relative to the flow's source file. */
  readonly includeFiles?: readonly string[];
  /**
   * Names of packages that go along as they are instead of being bundled, beside those that must: native ones, and some
   * that break in a bundle.
   */
  readonly external?: readonly string[];
  /**
   * What such packages are packed for, where the platform says less than the image does. Default: what the
   * infrastructure tells, else Linux on x64 with glibc and Node.js 24, which the released runner image has.
   */
  readonly nativePlatform?: Partial<ContainerPlatform>;
  /** Replaces the words before the runner's path in the container's command. */
  readonly launcher?:
    readonly string[] | { readonly upload?: readonly string[]; readonly execution?: readonly string[] };
  /** Values for variables that a customised base job template declares, by their names in the template. */
  readonly jobVariables?: JsonObject;
  /** Environment variables of the run. Never for secrets. */
  readonly env?: Readonly<Record<string, string | null>>;
  /**
   * Secrets by the environment variable that the flow finds each in. Those of the submitter are looked up when a run is
   * submitted; those of a platform only by that platform, whose options narrow this type.
   */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  /**
   * How long it may take from the launch until the run's runner shows itself, in seconds; then the infrastructure is
   * ended, and the run with a `StartTimeoutError`. Apart from the flow's `timeoutSeconds`, which begins with the flow.
   * Default: the platform's, 600 where it has none of its own.
   */
  readonly startTimeoutSeconds?: number;
  /**
   * How often the run is started anew, on new infrastructure, after its infrastructure and not its flow ended it: a
   * number, or a policy. Apart from the flow's `retries`, which call the function again in the same process: each new
   * attempt begins with all of them. Needs storage that can create an object only if it is absent. Default: 0.
   */
  readonly infrastructureRetries?: number | InfrastructureRetries;
}

/** When a run is started anew on new infrastructure. */
export interface InfrastructureRetries {
  /** How many further attempts there are at most. */
  readonly maximum: number;
  /** After which ends. Default: `preempted`, `capacity`, `node-lost` and `lost`, which another attempt may escape. */
  readonly causes?: readonly ExitCause[];
  /** Pause before each further attempt, in seconds. Default: 10. */
  readonly delaySeconds?: number;
}

/** Storage that needs no configuration. */
export interface DefaultStorage {
  /** As the submitter opens it. */
  readonly submitter: StorageReference;
  /** As the runner opens it: the same place, or one inside the infrastructure. */
  readonly runner: StorageReference;
  /**
   * Set where the two are different places: the directory of the runner's storage, into which a bundle is delivered
   * before the command starts and from which what a run left is collected after it ended.
   */
  readonly deliveryDirectory?: string;
}

/** The runner as a given platform starts it. */
export interface RunnerCommand {
  /** Words before the runner's own arguments: `["node", "/opt/prefect/runner.mjs"]`. The last one is its path. */
  readonly prefix: readonly string[];
  /** Whether the runner is delivered to its path, so that an image needs only Node.js. Default: false. */
  readonly isDelivered?: boolean;
  /** Whether it runs on this machine's own file system, where it finds the modules of plugins. Default: false. */
  readonly isLocal?: boolean;
}

/**
 * How the block that a pool's storage names can reach a runner: `api`, the runner loads it, as its job has
 * `PREFECT_API_URL` and a key from the platform's secrets; `run-secret`, it goes with `LaunchRequest.secrets`;
 * `pool-secret`, the job names a secret of the platform that holds `PREFECT__STORAGE_CREDENTIALS`.
 */
export type StorageCredentialsWay = "api" | "run-secret" | "pool-secret";

/**
 * One kind of infrastructure, as a plugin defines it. Making one touches nothing: SDKs are loaded by `createLauncher`,
 * which the first launch calls.
 */
export interface InfrastructureType<Options extends CommonInfrastructureOptions, Configuration> {
  readonly specificationVersion: "v1";
  /** The work pool type: `process`, `docker`, `kubernetes`, ... */
  readonly type: string;
  readonly displayName: string;
  readonly description: string;
  readonly baseJobTemplate: BaseJobTemplate;
  /** Name of the pool that is made and used where none is named. */
  readonly defaultWorkPool: string;
  /** `startTimeoutSeconds` where a call names none. Default: 600. */
  readonly defaultStartTimeoutSeconds?: number;
  /** Where bundles go when the pool has no storage configured; absent where the platform needs configured storage. */
  defaultStorage?(): DefaultStorage;
  /** The names of its own options, for callers without types: any other is refused. Default: none is. */
  readonly optionNames?: readonly string[];
  /** The platform's own secrets that it takes beside those of the submitter, which it finds in the options. Default: none. */
  readonly secretSources?: readonly PlatformSecret["source"][];
  /** Keys of a rendered job configuration that hold credentials, though no block calls them secret: plans hide them. */
  readonly credentialKeys?: readonly string[];
  /** Typed options as job variables, by their names in the template. Pure. */
  toJobVariables(options: Options): JsonObject;
  /**
   * Variables that a call adds to instead of replacing them: lists are appended to the pool's default, objects merged
   * over it key by key. Default: none.
   */
  readonly accumulatingVariables?: readonly string[];
  /**
   * The rendered job configuration, checked; throws `JobConfigurationError` naming the key. `options` are the
   * decorator's, for what no template can hold. Pure.
   */
  parseConfiguration(rendered: JsonObject, options: Options): Configuration;
  /**
   * Checks what takes the platform's SDK, without asking the platform, before a run is made; throws `JobConfigurationError`
   * naming the key. Default: there is no more to check.
   */
  validateConfiguration?(configuration: Configuration): Promise<void>;
  runnerCommand(): RunnerCommand;
  /** What a job of this configuration runs on, as far as it can be told. Asked only where packages go along. */
  containerPlatform?(configuration: Configuration): Promise<Partial<ContainerPlatform>>;
  /**
   * The ways that a job of this configuration has, best first. None of them is used where the pool's storage names no
   * block: the runner then finds the workload's own identity. Default: `["run-secret"]`. Pure.
   */
  storageCredentialsWays?(configuration: Configuration): readonly StorageCredentialsWay[];
  /**
   * What reaches the platform that a configuration names: cluster, account, region, engine. Called at the first launch,
   * and where a run is attached to.
   */
  createLauncher(configuration: Configuration): Promise<Launcher<Configuration>>;
  /** What tells the launchers of two configurations apart: the cluster, the account, the engine. Default: one serves all. */
  connectionOf?(configuration: Configuration): string;
  /** The platform's own request, as `launch` would send it, for plans. Pure. */
  toResource?(request: LaunchRequest<Configuration>): JsonObject;
}
