import {
  type CloudRunEmulator,
  type CloudRunEmulatorOptions,
  startCloudRunEmulator,
} from "prefect-emulators/cloud-run";
import { createDockerBackend } from "prefect-emulators/workloads";
import { createRunnerBackend } from "./emulated-image.ts";
import { requireSetting } from "./required-setting.ts";

/** An emulated project of Google Cloud, whose jobs run here. */
export interface TestProject {
  readonly emulator: CloudRunEmulator;
  /** Has Node.js and the runner. */
  readonly image: string;
  /** What a process needs to find the project. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface TestProjectOptions extends Omit<CloudRunEmulatorOptions, "backend"> {
  /** What runs the jobs. Default: processes. */
  readonly backend?: "process" | "docker";
}

export async function openTestProject({
  backend = "process",
  ...options
}: TestProjectOptions = {}): Promise<TestProject> {
  const isDocker = backend === "docker";
  const emulator = await startCloudRunEmulator({
    backend: isDocker
      ? createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") })
      : createRunnerBackend(),
    stopGraceSeconds: 5,
    ...options,
  });
  return {
    emulator,
    image: isDocker ? requireSetting("PREFECT_TEST_IMAGE") : "process",
    // Nobody is to look for the identity of a machine in Google Cloud.
    env: { ...emulator.environment, METADATA_SERVER_DETECTION: "none" },
    close: () => emulator.close(),
  };
}
