import type { JsonObject } from "./json.ts";
import type { Storage } from "./storage.ts";

/** A block that a storage is opened with. */
export interface StorageCredentials {
  /** For messages: `aws-credentials/my-creds`. */
  readonly block: string;
  /** The block's data with Prefect's field names, secrets included. Checked by whoever opens the storage. */
  readonly data: JsonObject;
}

export interface StorageOpenOptions {
  /** `null`: the platform's own default chain, which finds a workload's identity or the user's login. */
  readonly credentials: StorageCredentials | null;
}

/**
 * What opens the storage that a bundle step names. It is what a runner's storage module exports by default, so that it
 * reaches nothing but its own SDK, which `open` or the first request loads.
 */
export interface StorageModule {
  readonly specificationVersion: "v1";
  /**
   * The step's module without `.upload` and `.execute`: `prefect_aws.bundles`. Steps that say
   * `prefect_aws.experimental.bundles.upload` are this one's too.
   */
  readonly module: string;
  /** The step argument that names a credentials block, and the type of that block. Absent where there is none. */
  readonly credentials?: { readonly argument: string; readonly blockTypeSlug: string };
  /**
   * Opens the storage; nothing is sent before its first operation. The arguments are the step's, without `requires`
   * and `launcher`, as texts; `reference()` of the storage gives them back. Throws `InvalidStorageReferenceError` for
   * an argument and `InvalidBlockError` for credentials that cannot be used.
   */
  open(storageArguments: JsonObject, options: StorageOpenOptions): Promise<Storage>;
}

/** One option of `work-pool storage configure`: `--bucket` for the step argument `bucket`. */
export interface StorageOption {
  /** The step argument, in snake_case; the option is its kebab-case. */
  readonly argument: string;
  readonly description: string;
  /** Asked on a terminal where the option is missing: `Enter the name of the S3 bucket to use:`. */
  readonly question?: string;
  readonly isRequired: boolean;
}

/** A type of block that is a place in this kind of storage, so that results can be kept there. */
export interface StorageBlock {
  readonly blockTypeSlug: string;
  /**
   * The field that holds the credentials, as a reference to their block or in place; what is `null` or an empty object
   * there stands for the platform's default chain. Absent where there are none.
   */
  readonly credentialsField?: string;
  /**
   * The arguments of `open` that the block's data stand for. Keys of results are relative to them, as Prefect's block
   * resolves them. `block` is for messages. Throws `InvalidBlockError`. Pure.
   */
  toArguments(data: JsonObject, block: string): JsonObject;
}

/** The block that `storage configure` makes for the results of a pool's runs. */
export interface ResultBlock extends StorageBlock {
  /** Its data, as Prefect's command line writes them; `credentials` is a reference to a block or `{}`. Pure. */
  toData(storageArguments: JsonObject, credentials: JsonObject): JsonObject;
}

/**
 * One kind of storage, as a plugin defines it and lists it in `storageTypes` of its `"prefect"` entry. Making one
 * touches nothing.
 */
export interface StorageType extends StorageModule {
  /** The subcommand of `work-pool storage configure`: `s3`. */
  readonly name: string;
  /** `S3`, as `storage inspect` and messages call it. */
  readonly displayName: string;
  /** What the subcommand's help says. Default: made of the display name. */
  readonly description?: string;
  /** Where the storage is, in the order in which the step has them. The credentials block has an entry of its own. */
  readonly options: readonly StorageOption[];
  /** The option that names the credentials block, and what its blocks are called in messages: `AWS`. */
  readonly credentialsOption?: StorageOption & { readonly blockDisplayName: string };
  /**
   * Given arguments, completed and made independent of where the command was given: `directory` is its working
   * directory, `home` is PREFECT_HOME. Default: as they are. Throws `InvalidStorageReferenceError`. Pure.
   */
  completeArguments?(given: JsonObject, place: { readonly directory: string; readonly home: string }): JsonObject;
  /**
   * What a step `requires` where it names no launcher: the Python package that serves the same steps, `prefect-aws`.
   * Steps are then written as Prefect's command line writes them, as `prefect_aws.experimental.bundles.upload`.
   */
  readonly requires?: string;
  readonly resultBlock: ResultBlock;
  /** Further types of block that are places in this storage. Default: none. */
  readonly otherBlocks?: readonly StorageBlock[];
  /**
   * A prebuilt module that needs nothing but Node.js and exports this type's `StorageModule` by default: a runner that
   * has no such package imports it. Absent where the runner itself has it.
   */
  readonly runnerModule?: URL;
}
