import type { JsonObject } from "./json.ts";
import type { LogStream } from "./log-record.ts";

/** What to start. The command is complete; a launcher knows nothing of bundles, storage or serializers. */
export interface LaunchRequest<Configuration> {
  readonly flowRunId: string;
  /** From 1; a new infrastructure for the same run is a new attempt. */
  readonly attempt: number;
  /** For people; a launcher makes it valid on its platform. Identity is run and attempt, never this. */
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * The names in `env` that are this process's own settings, such as `PREFECT_API_URL`, and not what anybody chose for the
   * run: a launcher may fit those to the network of what it starts. Default: none.
   */
  readonly inheritedEnv?: readonly string[];
  /**
   * By the variable that the flow finds each in, and `PREFECT__STORAGE_CREDENTIALS` for the runner alone. They reach the runner by the platform's own means for secrets, never in
   * its plain environment: at the least as a JSON file that only the command's user can read and that
   * `PREFECT__RUNNER_SECRETS_FILE` names.
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Put on everything that is created, so that `find` and clean-up see it. */
  readonly labels: Readonly<Record<string, string>>;
  /** After this time clean-up may remove what is left. Never before the run's own limits have passed. */
  readonly expiresAt: Date;
  /**
   * How long the command may run, in seconds: what its flow's own limits allow in all, and a margin. For the platform's
   * own deadline, which holds where nobody looks after the run; one that counts from the launch has
   * `startTimeoutSeconds` added. Absent: no limit.
   */
  readonly deadlineSeconds?: number;
  /** How long the platform may take from the launch until the command runs, in seconds. Whoever supervises enforces it. */
  readonly startTimeoutSeconds?: number;
  readonly configuration: Configuration;
  /** Put into the infrastructure before its command starts, by launchers that say they can (`collect`). */
  readonly files?: readonly DeliveredFile[];
  readonly signal?: AbortSignal;
  /** Told what `launch` does that takes its time, and what it decided that the caller should know. */
  readonly notify?: (notice: LaunchNotice) => void;
}

/** A line for people about a launch under way. */
export interface LaunchNotice {
  /** `progress` is of interest only while it happens. */
  readonly kind: "progress" | "information" | "warning";
  readonly message: string;
}

/** A file on its way into, or out of, an infrastructure that shares no storage with the submitter. */
export interface DeliveredFile {
  /** Absolute, in the infrastructure's file system. */
  readonly path: string;
  readonly bytes: number;
  /** Whether only the user that the command runs as may read it. Default: false. */
  readonly isSecret?: boolean;
  /** May be called more than once, where a delivery is tried again. */
  content(): AsyncIterable<Uint8Array>;
}

/** What was started, as JSON: it can be stored, and watched or killed from another process. */
export interface InfrastructureReference {
  /** The type of the launcher that made it: `process`, `docker`, ... */
  readonly type: string;
  /** Prefect's `infrastructure_pid` for this platform. */
  readonly infrastructurePid: string;
  /** What the launcher needs beside it to find the thing again. */
  readonly details: JsonObject;
}

/** Infrastructure that was found by its labels, with what it says of itself. */
export interface FoundInfrastructure {
  readonly reference: InfrastructureReference;
  /** The run and attempt that it was launched for; `null` where its labels do not say. */
  readonly flowRunId: string | null;
  readonly attempt: number | null;
  /** After this time clean-up may remove it; `null` where its labels do not say. */
  readonly expiresAt: Date | null;
  /** Whether its command runs. What was created and never started does not. */
  readonly isRunning: boolean;
  /** Whether it was asked to stay after its end, for a look at it; clean-up leaves it until it has expired. */
  readonly isKept: boolean;
}

/**
 * Why infrastructure ended, or never ran, in the same words on every platform. Each has a class of
 * `InfrastructureError`, whose documentation says when it is meant.
 */
export type ExitCause =
  | "exited"
  | "signal"
  | "out-of-memory"
  | "command-not-found"
  | "runner-missing"
  | "image-pull"
  | "unschedulable"
  | "capacity"
  | "start-failed"
  | "start-timeout"
  | "preempted"
  | "evicted"
  | "deadline"
  | "node-lost"
  | "stopped"
  | "lost";

/** Something that happened to the infrastructure. After `exited` nothing follows. */
export type InfrastructureEvent =
  | { readonly kind: "starting"; readonly timestamp: Date; readonly reason: string }
  /** `isSilent`: nobody can follow its output, so that this is all the sign of its runner that there will be. */
  | { readonly kind: "running"; readonly timestamp: Date; readonly isSilent?: boolean }
  | {
      readonly kind: "output";
      readonly timestamp: Date;
      readonly stream: Exclude<LogStream, "logger">;
      readonly line: string;
    }
  | InfrastructureExit;

export interface InfrastructureExit {
  readonly kind: "exited";
  readonly timestamp: Date;
  /** `null` where the platform does not tell. */
  readonly exitCode: number | null;
  readonly cause: ExitCause;
  /** What happened, as a sentence, with the platform's own words: the scheduler's reason, the registry's answer. */
  readonly message: string;
  /** The platform's own name of it, for programs: `OOMKilled`, `SpotInterruption`, `ImagePullBackOff`. Default: none. */
  readonly platformReason?: string;
  /** What to do next, where this platform knows better than the cause's class. Default: that of the class. */
  readonly hint?: string;
}

/** Whether one thing that runs need is allowed. */
export interface AccessCheck {
  /** What it is for, as the end of "to ...": `start runs`, `read their output`. */
  readonly purpose: string;
  /** As the platform writes it: `create jobs.batch in namespace ml`, `ecs:RunTask on cluster default`. */
  readonly permission: string;
  readonly isAllowed: boolean;
  /** Whether runs work without it, with less: poorer diagnoses, no secrets. Default: false. */
  readonly isOptional?: boolean;
  /** What the platform said, where it said anything. */
  readonly reason?: string;
}

/** Something that launches made for many runs, and that none needs any more. */
export interface Leftover {
  /** What it is on its platform: `task definition`. */
  readonly kind: string;
  readonly name: string;
  /** Why nobody needs it. */
  readonly reason: string;
  /** Removing what is gone is no error. */
  remove(): Promise<void>;
}

/** Starts, watches and stops commands on one platform. */
export interface Launcher<Configuration> {
  /** Throws where the platform cannot be reached, so that a call is refused before its run exists. One quick request. */
  checkReachable?(): Promise<void>;
  /** Asks the platform what these credentials may do of what runs need; starts nothing. */
  checkAccess?(): Promise<readonly AccessCheck[]>;
  /** A second launch of the same run and attempt finds the first one's infrastructure and starts nothing. */
  launch(request: LaunchRequest<Configuration>): Promise<InfrastructureReference>;
  /** From any process, as often as wanted; all output from the start, then what follows. */
  watch(
    reference: InfrastructureReference,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<InfrastructureEvent>;
  /** Asks to end, ends by force after the grace, and resolves once the platform confirms. Killing what is gone is no error. */
  kill(reference: InfrastructureReference, options: { readonly graceSeconds: number }): Promise<void>;
  /**
   * The files below a directory of an ended infrastructure, each read before the next is asked for; none where there
   * is no such directory. A launcher that has this can also deliver files; one that has not needs storage that both
   * sides reach.
   */
  collect?(reference: InfrastructureReference, directory: string): AsyncIterable<DeliveredFile>;
  /** Removes what an ended infrastructure left behind. Idempotent. */
  cleanup(reference: InfrastructureReference): Promise<void>;
  /** Everything that bears all the labels, ended or not. */
  find(labels: Readonly<Record<string, string>>): AsyncIterable<FoundInfrastructure>;
  /** What bears all the labels, outlives runs, and is needed by none; for clean-up. Default: there is no such thing. */
  leftovers?(labels: Readonly<Record<string, string>>, options: { readonly now: Date }): AsyncIterable<Leftover>;
}
