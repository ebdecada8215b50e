import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ecs } from "prefect-aws";
import { flow } from "prefect-core";
import { startEcsEmulator } from "prefect-emulators/ecs";
import { createProcessBackend } from "prefect-emulators/workloads";
import { toAwsAccess } from "../packages/aws/src/credentials/to-aws-access.ts";
import { connectToEcs } from "../packages/aws/src/ecs/ecs-client.ts";
import { registerBareTask, runBareTask } from "./harness/bare-task.ts";
import { compareCalls } from "./harness/compare-calls.ts";

/**
 * What a call of a flow in a task of ECS costs beside a task alone, from its start until it has stopped. The emulated ECS
 * has tasks start at once, so that what a call adds is what counts there: Fargate takes 30 to 45 seconds for the task alone.
 * Most of it is the time between two looks at a task.
 */
const rounds = 10;
const home = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const runner = path.resolve(import.meta.dirname, "../packages/runner-image/dist");
const emulator = await startEcsEmulator({
  backend: createProcessBackend({ imageDirectories: { "/opt/prefect": runner } }),
});
Object.assign(process.env, {
  PREFECT_HOME: home,
  PREFECT_RUNNER_IMAGE: "process",
  AWS_ACCESS_KEY_ID: "benchmark",
  AWS_SECRET_ACCESS_KEY: "benchmark",
  AWS_REGION: emulator.region,
  AWS_ENDPOINT_URL_ECS: emulator.url,
  AWS_ENDPOINT_URL_EC2: emulator.url,
});
delete process.env["PREFECT_API_URL"];

const hello = ecs()(
  flow(async function hello(name: string) {
    return `Hello ${name}`;
  }),
);

try {
  prefect("work-pool", "create", "ecs", "--type", "ecs");
  // Tasks of the emulator reach this machine's files.
  prefect("work-pool", "storage", "configure", "local", "ecs", "--basepath", path.join(home, "storage"));
  const api = await connectToEcs(toAwsAccess(null));
  const bareTask = await registerBareTask(api, "process");
  const alone = { name: "a task alone", measure: () => runBareTask(api, bareTask) };
  await compareCalls({ rounds, alone, call: () => hello("Marvin") });
} finally {
  await emulator.close();
  rmSync(home, { recursive: true, force: true });
}

function prefect(...args: readonly string[]): void {
  const cli = path.resolve(import.meta.dirname, "../packages/core/dist/cli.js");
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...args], { cwd: import.meta.dirname });
}
