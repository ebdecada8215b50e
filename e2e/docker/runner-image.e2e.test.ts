import { performance } from "node:perf_hooks";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runDocker } from "../harness/docker-command.ts";
import { createDockerHome, type DockerHome } from "../harness/docker-home.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { buildRunnerImage } from "../harness/runner-image.ts";
import { mustRun, runCommand } from "../harness/run-command.ts";

const packageDirectory = path.resolve(import.meta.dirname, "../../packages/runner-image");
const image = "prefect-test/runner:built";

interface ImageDescription {
  readonly Size: number;
  readonly RootFS: { readonly Layers: readonly string[] };
  readonly Config: { readonly User: string };
}

async function describeImage(name: string): Promise<ImageDescription> {
  return JSON.parse(await runDocker("image", "inspect", "--format", "{{json .}}", name)) as ImageDescription;
}

describe("the runner image", () => {
  let home: DockerHome;
  const base = requireSetting("PREFECT_TEST_SHELL_IMAGE");
  const toEngine = {
    cwd: packageDirectory,
    env: { DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"), DOCKER_BUILDKIT: "0" },
  };
  const docker = (...args: readonly string[]) => runCommand(["docker", ...args], toEngine);

  beforeAll(async () => {
    home = await createDockerHome({ PREFECT_RUNNER_IMAGE: image });
    await buildRunnerImage(image);
  });
  afterAll(() => home.remove());

  test("adds the runner to its base and nothing else, and is not root", async () => {
    const [built, from] = [await describeImage(image), await describeImage(base)];
    const startedAt = performance.now();
    await runDocker("run", "--rm", "--network", "none", image, "node", "--eval", "");
    const milliseconds = Math.round(performance.now() - startedAt);
    const addedLayers = built.RootFS.Layers.length - from.RootFS.Layers.length;
    process.stdout.write(
      `The runner image: ${megabytes(built.Size)} MB, of which its base has ${megabytes(from.Size)} MB; ` +
        `${built.RootFS.Layers.length} layers, ${addedLayers} of its own; create, start, run and remove: ${milliseconds} ms.\n`,
    );
    // The runner, and what opens a bucket or a container of each cloud.
    expect(built.Size - from.Size).toBeLessThan(4_000_000);
    expect(built.Config.User).toBe("1000:1000");
  });

  test.each([
    { command: ["execute"], entrypoint: [] },
    { command: ["node", "/opt/prefect/runner.mjs", "execute"], entrypoint: [] },
    { command: ["/opt/prefect/entrypoint.sh", "node", "/opt/prefect/runner.mjs", "execute"], entrypoint: [] },
    { command: ["/opt/prefect/runner.mjs", "execute"], entrypoint: ["--entrypoint", "node"] },
    {
      command: ["node", "/opt/prefect/runner.mjs", "execute"],
      entrypoint: ["--entrypoint", "/opt/prefect/entrypoint.sh"],
    },
  ])("$entrypoint takes $command as a command of the runner", async ({ command, entrypoint }) => {
    const { exitCode, stderr } = await docker("run", "--rm", "--network", "none", ...entrypoint, image, ...command);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 64,
      stderr: expect.stringContaining("--storage-module is missing"),
    });
  });

  test("executes any other command as it is given", async () => {
    const outcome = await docker(
      "run",
      "--rm",
      "--network",
      "none",
      image,
      "sh",
      "-c",
      'echo "$0 $1"; exit 5',
      "a b",
      "c",
    );
    expect(outcome).toMatchObject({ exitCode: 5, stdout: "a b c\n" });
  });

  test("runs a flow", async () => {
    expect(await home.report("hello")).toMatchObject({ greeting: "Hello Marvin", hasRunner: true });
    expect(await home.containers()).toEqual([]);
  });

  test("is released for both platforms, as the version of its package", async () => {
    const printed = await mustRun([process.execPath, "release/release-image.ts", "--dry-run"], {
      cwd: packageDirectory,
    });
    expect(printed).toMatch(
      /^docker buildx build --platform linux\/amd64,linux\/arm64 .*--tag prefecthq\/prefect-typescript-runner:\d.* --push \.$/m,
    );
  });
});

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
