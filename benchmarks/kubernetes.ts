import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { flow } from "prefect-core";
import { startKubernetesEmulator } from "prefect-emulators/kubernetes";
import { createProcessBackend } from "prefect-emulators/workloads";
import { kubernetes } from "prefect-kubernetes";
import { openApi, runBareJob } from "./harness/bare-job.ts";
import { compareCalls } from "./harness/compare-calls.ts";

/**
 * What a call of a flow in a Job costs beside a Job alone, from its creation until it is complete. An emulated cluster has
 * its pods start at once, so that what a call adds is what counts there: a real one takes about three seconds for the Job
 * alone. `PREFECT_TEST_KUBECONFIG`, `PREFECT_TEST_IMAGE` (with the runner) and `PREFECT_TEST_WORK_POOL` (with storage that
 * both reach, in this machine's own Prefect home) measure on a real one.
 */
const rounds = 15;
const { PREFECT_TEST_KUBECONFIG: given, PREFECT_TEST_IMAGE: image = "process" } = process.env;
const home = mkdtempSync(path.join(tmpdir(), "prefect-benchmark-"));
const emulator = given ? null : await startKubernetesEmulator({ backend: createProcessBackend() });
if (emulator !== null) {
  writeFileSync(path.join(home, "kubeconfig"), emulator.kubeconfig());
  Object.assign(process.env, { PREFECT_HOME: home });
  delete process.env["PREFECT_API_URL"];
}
Object.assign(process.env, { KUBECONFIG: given ?? path.join(home, "kubeconfig"), PREFECT_RUNNER_IMAGE: image });

const onRunner = (job: object): never => {
  const runner = path.resolve(import.meta.dirname, "../packages/runner-image/dist/runner.mjs");
  return JSON.parse(JSON.stringify(job).replaceAll("/opt/prefect/runner.mjs", runner)) as never;
};
const workPool = process.env["PREFECT_TEST_WORK_POOL"];
const hello = kubernetes({
  streamOutput: false,
  ...(workPool === undefined ? {} : { workPool }),
  ...(emulator === null ? {} : { patch: onRunner }),
})(
  flow(async function hello(name: string) {
    return `Hello ${name}`;
  }),
);

try {
  if (emulator !== null) await configureStorage();
  const api = await openApi();
  const alone = {
    name: "a Job alone",
    measure: (round: number) => runBareJob(api, `bare-${process.pid}-${round}`, image),
  };
  await compareCalls({ rounds, alone, call: () => hello("Marvin") });
} finally {
  await emulator?.close();
  rmSync(home, { recursive: true, force: true });
}

/** Pods of the emulator reach this machine's files. */
async function configureStorage(): Promise<void> {
  const { execFileSync } = await import("node:child_process");
  const cli = path.resolve(import.meta.dirname, "../packages/core/dist/cli.js");
  const prefect = (...args: readonly string[]): void => {
    execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...args], {
      cwd: import.meta.dirname,
    });
  };
  prefect("work-pool", "create", "kubernetes", "--type", "kubernetes");
  prefect("work-pool", "storage", "configure", "local", "kubernetes", "--basepath", path.join(home, "storage"));
}
