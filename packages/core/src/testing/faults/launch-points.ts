import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";
import type { InfrastructureReference, Launcher, LaunchRequest } from "../../contracts/launcher.ts";

/**
 * What is done at named points of a launch, in the process that launches. What it throws, the launch throws; to end
 * the submitter there, `process.kill(process.pid, "SIGKILL")`.
 */
export interface LaunchPoints {
  /** The run exists, its infrastructure does not. */
  beforeLaunch?(request: LaunchRequest<unknown>): Promise<void> | void;
  /**
   * The infrastructure exists, and nobody has recorded it: to throw here is a lost answer. Another launch with the same
   * labels and another `flowRunId` is a duplicate.
   */
  afterLaunch?(
    reference: InfrastructureReference,
    request: LaunchRequest<unknown>,
    launcher: Launcher<unknown>,
  ): Promise<void> | void;
  /** Before files are collected from an infrastructure that ended. */
  beforeCollect?(reference: InfrastructureReference): Promise<void> | void;
  /** The run has ended, and its infrastructure is about to be removed. */
  beforeCleanup?(reference: InfrastructureReference): Promise<void> | void;
}

/** The same infrastructure with these points in its launchers, to be bound with `defineInfrastructure`. */
export function withLaunchPoints<Options extends CommonInfrastructureOptions, Configuration>(
  infrastructure: InfrastructureType<Options, Configuration>,
  points: LaunchPoints,
): InfrastructureType<Options, Configuration> {
  return {
    ...infrastructure,
    createLauncher: async (configuration) =>
      addLaunchPoints(await infrastructure.createLauncher(configuration), points),
  };
}

/** A launcher with these points. */
export function addLaunchPoints<Configuration>(
  launcher: Launcher<Configuration>,
  points: LaunchPoints,
): Launcher<Configuration> {
  const { collect } = launcher;
  return {
    ...launcher,
    async launch(request) {
      await points.beforeLaunch?.(request);
      const reference = await launcher.launch(request);
      await points.afterLaunch?.(reference, request, launcher as Launcher<unknown>);
      return reference;
    },
    ...(collect === undefined
      ? {}
      : {
          async *collect(reference, directory) {
            await points.beforeCollect?.(reference);
            yield* collect(reference, directory);
          },
        }),
    async cleanup(reference) {
      await points.beforeCleanup?.(reference);
      await launcher.cleanup(reference);
    },
  };
}
