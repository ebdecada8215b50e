import { expect, test } from "@jest/globals";
import { flow } from "../index.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import { loadSettings } from "../settings/load-settings.ts";
import { useTemporaryHome } from "./fixtures/temporary-home.ts";
import { renderJob, type JobRequest } from "./render-job.ts";

useTemporaryHome();

async function environmentOf(jobVariables: object, apiUrl?: string) {
  const request = {
    client: await openControlPlane(loadSettings()),
    binding: {
      flow: flow({ name: "train" }, () => 1)["~flow"],
      infrastructure: processInfrastructure,
      options: {},
      run: {},
    },
    pool: { name: "laptop", baseJobTemplate: processInfrastructure.baseJobTemplate },
  } as unknown as JobRequest;
  if (apiUrl !== undefined) Object.assign(process.env, { PREFECT_API_URL: apiUrl, PREFECT_API_KEY: "pnu_s3cret" });
  try {
    const { configuration, inheritedEnv } = await renderJob(request, { command: "node run", ...jobVariables }, null);
    return { env: configuration.env, inheritedEnv };
  } finally {
    delete process.env["PREFECT_API_URL"];
    delete process.env["PREFECT_API_KEY"];
  }
}

test("a run is told the API of its submitter, but not its key", async () => {
  const { env, inheritedEnv } = await environmentOf({}, "http://127.0.0.1:4200/api");
  expect(env).toEqual({ PREFECT_API_URL: "http://127.0.0.1:4200/api" });
  expect(inheritedEnv).toEqual(["PREFECT_API_URL"]);
});

test("a run whose API somebody chose is told that one", async () => {
  const chosen = { env: { PREFECT_API_URL: "http://prefect.internal/api" } };
  const { env, inheritedEnv } = await environmentOf(chosen, "http://127.0.0.1:4200/api");
  expect(env).toEqual({ PREFECT_API_URL: "http://prefect.internal/api" });
  expect(inheritedEnv).toEqual([]);
});

test("a run of the embedded control plane is told none", async () => {
  expect((await environmentOf({})).env).toEqual({});
});
