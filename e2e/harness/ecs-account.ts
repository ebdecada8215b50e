import { type EcsEmulator, type EcsEmulatorOptions, startEcsEmulator } from "prefect-emulators/ecs";
import { createDockerBackend } from "prefect-emulators/workloads";
import { createRunnerBackend } from "./emulated-image.ts";
import { requireSetting } from "./required-setting.ts";

export const executionRole = "arn:aws:iam::123456789012:role/prefect-execution";
export const taskRole = "arn:aws:iam::123456789012:role/prefect-task";

/** An emulated account of AWS, whose tasks run here. */
export interface TestAccount {
  readonly emulator: EcsEmulator;
  /** Has Node.js and the runner. */
  readonly image: string;
  /** What a process needs to find the account and use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of the tasks that have not stopped. */
  runningTasks(): readonly string[];
  close(): Promise<void>;
}

export interface TestAccountOptions extends Omit<EcsEmulatorOptions, "backend"> {
  /** What runs the tasks. Default: processes. */
  readonly backend?: "process" | "docker";
}

export async function openTestAccount({
  backend = "process",
  ...options
}: TestAccountOptions = {}): Promise<TestAccount> {
  const isDocker = backend === "docker";
  const emulator = await startEcsEmulator({
    backend: isDocker
      ? createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") })
      : createRunnerBackend(),
    roles: [executionRole, taskRole],
    stopTimeoutSeconds: 5,
    ...options,
  });
  return {
    emulator,
    image: isDocker ? requireSetting("PREFECT_TEST_IMAGE") : "process",
    env: {
      AWS_ACCESS_KEY_ID: "test-access-key",
      AWS_SECRET_ACCESS_KEY: "test-secret-key",
      AWS_REGION: emulator.region,
      AWS_ENDPOINT_URL_ECS: emulator.url,
      AWS_ENDPOINT_URL_EC2: emulator.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: emulator.url,
    },
    runningTasks: () =>
      emulator.controls
        .tasks()
        .filter(({ lastStatus }) => lastStatus !== "STOPPED")
        .map(({ taskArn }) => taskArn),
    close: () => emulator.close(),
  };
}
