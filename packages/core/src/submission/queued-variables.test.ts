import { expect, test } from "@jest/globals";
import type { LaunchableJob } from "./launchable-job.ts";
import { toQueuedVariables } from "./queued-variables.ts";

/** A job of a platform that delivers its runner, on a pool with this image. */
function toJob(
  poolImage: string | null,
  jobVariables: LaunchableJob["jobVariables"] = {},
  options: LaunchableJob["binding"]["options"] = {},
): LaunchableJob {
  const template = {
    job_configuration: { command: "{{ command }}", image: "{{ image }}" },
    variables: { type: "object", properties: { command: {}, image: { default: poolImage } } },
  };
  const infrastructure = {
    baseJobTemplate: template,
    runnerCommand: () => ({ prefix: ["node", "/delivered/runner.mjs"], isDelivered: true }),
  };
  return {
    binding: { infrastructure, options },
    pool: { name: "shared", baseJobTemplate: template },
    bundleStorage: { reference: { module: "prefect_core.bundles", arguments: { basepath: "/data" } }, launcher: null },
    jobVariables,
  } as unknown as LaunchableJob;
}

test.each([null, "prefecthq/prefect:3-python3.12", "docker.io/prefecthq/prefect-aws"])(
  "where the pool's image is %s, a worker of Prefect's Python edition is told the runner image and its runner",
  (image) => {
    expect(toQueuedVariables(toJob(image, { env: { A: "1" } }))).toEqual({
      env: { A: "1" },
      image: expect.stringMatching(/prefect-typescript-runner:\d/),
      command: "node /opt/prefect/runner.mjs execute --storage-module prefect_core.bundles --basepath /data",
    });
  },
);

test("an image that somebody chose stays", () => {
  expect(toQueuedVariables(toJob("ours:1"))).toMatchObject({ image: "ours:1" });
  expect(toQueuedVariables(toJob(null, { image: "mine:2" }))).toMatchObject({ image: "mine:2" });
});

test("a launcher of the flow's comes before the runner there too", () => {
  const { command } = toQueuedVariables(toJob(null, {}, { launcher: { execution: ["tini", "node"] } }));
  expect(command).toMatch(/^tini node \/opt\/prefect\/runner\.mjs execute /);
});
