import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBothEditions, type BothEditions } from "../harness/both-editions.ts";
import { runDocker } from "../harness/docker-command.ts";
import { requireSetting } from "../harness/required-setting.ts";

const pool = "beside-docker";
const image = "prefect-test/runner:beside-python";
const runnerImage = path.resolve(import.meta.dirname, "../../packages/runner-image");

let user: BothEditions;

beforeAll(async () => {
  const base = requireSetting("PREFECT_TEST_SHELL_IMAGE");
  await runDocker("build", "--build-arg", `BASE_IMAGE=${base}`, "--tag", image, runnerImage);
  user = await createBothEditions({
    plugins: ["docker"],
    env: { DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"), PREFECT_RUNNER_IMAGE: image },
    files: {
      "queued.mjs": `
        import { flow } from "prefect-core";
        import { docker } from "prefect-docker";
        const shared = process.argv[2];
        const double = flow({ name: "double-in-docker", logPrints: true }, async (n) => {
          console.log("doubling", n, "in process", process.pid);
          return n * 2;
        });
        // The storage is a directory of root's.
        const options = { volumes: [shared + ":" + shared], containerCreateKwargs: { user: "0:0" } };
        const future = await docker({ workPool: "${pool}", ...options })(double).submitToWorkPool(21);
        console.log("scheduled", future.flowRunId);
        console.log("result", await future.result());`,
    },
  });
  await mkdir(shared(), { recursive: true });
  await user.typescript(`work-pool create ${pool} --type docker`);
  await user.typescript(`work-pool storage configure local ${pool} --basepath ${shared()}`);
});

afterAll(() => user.remove());

function shared(): string {
  return path.join(user.project.home, "shared");
}

async function runPythonWorker(): Promise<string> {
  return await user.python("prefect", "worker", "start", "--pool", pool, "--run-once", "--install-policy", "never");
}

interface WorkedRun {
  readonly state_type: string;
  readonly run_count: number;
  readonly infrastructure_pid: string;
  readonly labels: Readonly<Record<string, string>>;
}

describe("a docker pool that a Python worker serves", () => {
  test("runs a TypeScript flow in the runner image, which reports to the server", async () => {
    const submitting = user.script("queued.mjs", shared());
    const scheduled = {
      flow_runs: { state: { type: { any_: ["SCHEDULED"] } } },
      work_pools: { name: { any_: [pool] } },
    };
    while ((await user.post<number>("/flow_runs/count", scheduled)) === 0) continue;
    await runPythonWorker();
    const stdout = await submitting;
    expect(stdout).toContain("result 42");
    const id = /scheduled (\S+)/.exec(stdout)?.[1] ?? "";
    const run = await user.read<WorkedRun>(`/flow_runs/${id}`);
    expect(run).toMatchObject({ state_type: "COMPLETED", run_count: 1, labels: { "prefect.worker.type": "docker" } });
    const container = run.infrastructure_pid.split(":").at(-1) ?? "";
    expect((await runDocker("inspect", "--format", "{{.Config.Image}}", container)).trim()).toBe(image);
    await runDocker("rm", "--volumes", container);
    expect(await user.typescript(`flow-run logs ${id}`)).toContain("doubling 21");
  });

  test("keeps a Python run for that worker while ours serves it too", async () => {
    const flow = await user.post<{ id: string }>("/flows/", { name: "python-in-docker" });
    const run = await user.post<{ id: string }>("/flow_runs/", {
      flow_id: flow.id,
      work_pool_name: pool,
      state: { type: "SCHEDULED" },
      job_variables: { image, command: "node --version", auto_remove: true },
    });
    expect(await user.typescript(`worker start --pool ${pool} --run-once`)).toContain(
      `${run.id}) cannot be started by this worker`,
    );
    expect(await user.read(`/flow_runs/${run.id}`)).toMatchObject({ state_type: "SCHEDULED" });
    expect(await runPythonWorker()).toContain("submitted to infrastructure");
    expect(await user.read(`/flow_runs/${run.id}`)).toMatchObject({ labels: { "prefect.worker.type": "docker" } });
  });
});
