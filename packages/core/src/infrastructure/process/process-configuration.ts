import type { CommonInfrastructureOptions } from "../../contracts/infrastructure-type.ts";
import type { SubmitterSecret } from "../../contracts/secret.ts";
import type { Json, JsonObject } from "../../contracts/json.ts";
import { JobConfigurationError } from "../../errors/job-configuration-error.ts";

/** Where a local process runs. */
export interface LocalProcessOptions extends CommonInfrastructureOptions {
  readonly secrets?: Readonly<Record<string, SubmitterSecret>>;
  /** Working directory of the process, where no `includeFiles` are asked for. Default: a new one, removed with the run's files. */
  readonly workingDirectory?: string;
  /** Whether the run's output is shown where the flow was called. Default: true. */
  readonly streamOutput?: boolean;
}

const ownOptions: Readonly<Record<Exclude<keyof LocalProcessOptions, keyof CommonInfrastructureOptions>, true>> = {
  workingDirectory: true,
  streamOutput: true,
};

/** The options of local processes alone. */
export const processOptionNames: readonly string[] = Object.keys(ownOptions);

/** A rendered job configuration, as the launcher takes it. */
export interface ProcessConfiguration {
  readonly workingDirectory: string | null;
  readonly streamOutput: boolean;
}

/** The options of local processes alone; those that all infrastructure has are submission's to merge. */
export function toProcessJobVariables({ workingDirectory, streamOutput }: LocalProcessOptions): JsonObject {
  return {
    ...(workingDirectory === undefined ? {} : { working_dir: workingDirectory }),
    ...(streamOutput === undefined ? {} : { stream_output: streamOutput }),
  };
}

/** Throws `JobConfigurationError` naming the key. */
export function parseProcessConfiguration(
  { working_dir, stream_output }: JsonObject,
  { includeFiles = [] }: Pick<LocalProcessOptions, "includeFiles"> = {},
): ProcessConfiguration {
  const workingDirectory = working_dir ?? null;
  if (workingDirectory !== null && includeFiles.length > 0) {
    // They would be unpacked over whatever lies there, and stay.
    throw invalid(
      "working_dir",
      "cannot be set together with includeFiles, which need a directory of their own",
      workingDirectory,
    );
  }
  if (workingDirectory !== null && (typeof workingDirectory !== "string" || workingDirectory.trim() === "")) {
    throw invalid("working_dir", "must be the path of a directory", workingDirectory);
  }
  const streamOutput = stream_output ?? true;
  if (typeof streamOutput !== "boolean") throw invalid("stream_output", "must be true or false", streamOutput);
  return { workingDirectory, streamOutput };
}

function invalid(key: string, rule: string, value: Json): JobConfigurationError {
  return new JobConfigurationError({
    infrastructureType: "process",
    key,
    reason: `${rule}, not ${JSON.stringify(value)}`,
  });
}
