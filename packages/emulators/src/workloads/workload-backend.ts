/** What runs the containers of an emulated cloud: a Docker engine, or processes where there is none. */
export interface WorkloadBackend {
  readonly kind: "docker" | "process";
  /** Makes the image available. Throws `ImageUnavailableError`. */
  provideImage(image: string, policy: ImagePolicy): Promise<void>;
  /**
   * Starts a command in an image that was provided. Throws `WorkloadStartError`, after which nothing is left behind, and
   * `ImageUnavailableError` where the image is gone again.
   */
  start(request: WorkloadRequest): Promise<Workload>;
  /** Ends and removes everything that it started. */
  close(): Promise<void>;
}

/** When a registry is asked: never, if the image is not there, or always. */
export type ImagePolicy = "never" | "if-absent" | "always";

export interface WorkloadRequest {
  /** Unique among what runs; characters of host names. */
  readonly name: string;
  readonly image: string;
  /** Takes the place of the image's entry point, and then also of its command; `null` keeps them. */
  readonly entrypoint: readonly string[] | null;
  /** Take the place of the image's command; `null` keeps it where `entrypoint` is also `null`. */
  readonly arguments: readonly string[] | null;
  /** Added to the image's. */
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory?: string | null;
  readonly mounts?: readonly WorkloadMount[];
  /** Processors, a fraction where wanted. Default: unlimited. */
  readonly cpuLimit?: number | null;
  /** Default: unlimited. A workload that needs more is killed, with `isOutOfMemory`. */
  readonly memoryLimitBytes?: number | null;
  /** `user`, `uid` or `uid:gid`. Default: the image's. */
  readonly user?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether a process that reaps and forwards signals is put before the command. Default: false. */
  readonly hasInitProcess?: boolean;
}

/** A directory or file of this machine, seen by the workload at `target`. */
export interface WorkloadMount {
  readonly source: string;
  /** Absolute, and not the root. */
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** A command that was started. Networks are the machine's own, so it reaches what listens on 127.0.0.1. */
export interface Workload {
  /** Of the engine's container, or `process-<pid>`. */
  readonly id: string;
  readonly startedAt: Date;
  /** Resolves once it runs no more and all of its output is there. Never rejects. */
  readonly exited: Promise<WorkloadExit>;
  /** All output from the start, as often as wanted; with `follow`, also what comes until the end. */
  output(options?: { readonly follow?: boolean; readonly signal?: AbortSignal }): AsyncIterable<WorkloadOutput>;
  /** SIGTERM, then SIGKILL after the grace; resolves when it has ended. */
  stop(graceSeconds: number): Promise<void>;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** Ends it by force where it still runs, and forgets its output. */
  remove(): Promise<void>;
}

/** A line, with its end where it has one, or a piece of a very long line. */
export interface WorkloadOutput {
  readonly stream: "stdout" | "stderr";
  /** RFC 3339 in UTC with nine digits, so that the order of texts is that of times. */
  readonly timestamp: string;
  readonly content: Buffer;
}

export interface WorkloadExit {
  /** As a shell tells it: 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
  /** `SIGKILL`, ... as far as it is known. */
  readonly signal: NodeJS.Signals | null;
  readonly isOutOfMemory: boolean;
  readonly finishedAt: Date;
}
