import { createDockerBackend, type WorkloadBackend } from "prefect-emulators/workloads";
import { createRunnerBackend } from "./emulated-image.ts";
import { requireSetting } from "./required-setting.ts";
import { buildRunnerImage } from "./runner-image.ts";

/** An emulated service of Google Cloud in the project of the tests, whose jobs run here. */
export interface TestProject<Emulator> {
  readonly emulator: Emulator;
  /** Has Node.js and the runner. */
  readonly image: string;
  /** What a process needs to find the project. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What runs the jobs of an emulator. */
export interface ProjectBackend {
  /** Default: processes. */
  readonly backend?: "process" | "docker";
}

interface ProjectEmulator {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts an emulator whose jobs run as processes, or as containers. */
export async function openTestProject<Emulator extends ProjectEmulator>(
  backend: NonNullable<ProjectBackend["backend"]>,
  start: (surroundings: { readonly backend: WorkloadBackend; readonly stopGraceSeconds: number }) => Promise<Emulator>,
): Promise<TestProject<Emulator>> {
  const isDocker = backend === "docker";
  const emulator = await start({
    backend: isDocker
      ? createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") })
      : createRunnerBackend(),
    stopGraceSeconds: 5,
  });
  return {
    emulator,
    image: isDocker ? await buildRunnerImage("prefect-test/runner:google") : "process",
    // Nobody is to look for the identity of a machine in Google Cloud.
    env: { ...emulator.environment, METADATA_SERVER_DETECTION: "none" },
    close: () => emulator.close(),
  };
}
