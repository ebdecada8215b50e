import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import { renderedJob, testConfiguration, testRequest } from "./fixtures/test-vertex-ai.ts";
import { toCustomJob } from "./to-custom-job.ts";
import { parseVertexAiConfiguration } from "./vertex-ai-configuration.ts";
import { toVertexAiJobVariables, type VertexAiOptions } from "./vertex-ai-options.ts";
import { vertexAiInfrastructure } from "./vertex-ai.ts";
import { withoutOwnSecrets } from "./withheld-secrets.ts";

const flowRunId = "0195f3a8-aaaa-7000-8000-000000000001";
const account = "flows@test.iam.gserviceaccount.com";

function jobOf(pool: JsonObject = {}, jobSpec: JsonObject = {}, options: VertexAiOptions = {}): JsonObject {
  const configuration = testConfiguration(pool, jobSpec, options);
  const request = testRequest("", {
    flowRunId,
    command: ["node", "runner.mjs"],
    env: { GREETING: "hi" },
    configuration,
  });
  return toCustomJob(request, "test:1", null);
}

describe("the custom job of a run", () => {
  test("is started once, as the template says, and known by its labels", () => {
    const job = jobOf();
    expect(job).toMatchObject({
      displayName: "calm-otter-0195f3a8aaaa-1",
      jobSpec: {
        workerPoolSpecs: [
          {
            machineSpec: { machineType: "n1-standard-4" },
            diskSpec: { bootDiskType: "pd-ssd", bootDiskSizeGb: 100 },
            containerSpec: {
              imageUri: "test:1",
              command: ["node", "runner.mjs"],
              args: [],
              env: [{ name: "GREETING", value: "hi" }],
            },
            replicaCount: 1,
          },
        ],
        scheduling: { disableRetries: true, timeout: "3600s" },
      },
      labels: { "prefect-io_flow-run-id": flowRunId, "prefect-io_flow-run-attempt": "1" },
    });
    expect(Object.keys(job["jobSpec"] as JsonObject)).toHaveLength(2);
  });

  test("has accelerators, scheduling, account, network and Tensorboard in the API's own names", () => {
    const jobSpec = {
      scheduling: { strategy: "SPOT", max_wait_duration: "1800s" },
      maximum_run_time_hours: 48,
      service_account_name: account,
      network: "projects/1/global/networks/default",
      reserved_ip_ranges: ["range"],
      enable_web_access: true,
    };
    const tensorboard = "projects/1/locations/us-central1/tensorboards/2";
    const options = { tensorboard, baseOutputDirectory: "gs://bucket/out" };
    expect(
      jobOf({ machine_type: "n1-standard-8", accelerator_type: "NVIDIA_TESLA_T4" }, jobSpec, options),
    ).toMatchObject({
      jobSpec: {
        workerPoolSpecs: [{ machineSpec: { acceleratorType: "NVIDIA_TESLA_T4", acceleratorCount: 1 } }],
        scheduling: { strategy: "SPOT", maxWaitDuration: "1800s", timeout: "172800s", disableRetries: true },
        serviceAccount: account,
        network: "projects/1/global/networks/default",
        reservedIpRanges: ["range"],
        enableWebAccess: true,
        tensorboard,
        baseOutputDirectory: { outputUriPrefix: "gs://bucket/out" },
      },
    });
  });

  test("takes Prefect's own example of scheduling, and fields of the API that the template does not know", () => {
    const scheduling = { scheduling: { strategy: "FLEX_START", max_wait_duration: "1800s" } };
    expect(jobOf({}, { scheduling, persistent_resource_id: "cluster" })).toMatchObject({
      jobSpec: { scheduling: { strategy: "FLEX_START" }, persistentResourceId: "cluster" },
    });
  });

  test("is ended by Vertex AI when the run's own limits have passed, where that is sooner", () => {
    const request = testRequest("", { deadlineSeconds: 90.5 });
    expect(toCustomJob(request, "test:1", null)).toMatchObject({ jobSpec: { scheduling: { timeout: "91s" } } });
  });

  test("runs as the account of the credentials' key where no other is named", () => {
    const job = (jobSpec: JsonObject): JsonObject =>
      toCustomJob(testRequest("", { configuration: testConfiguration({}, jobSpec) }), "test:1", account);
    expect(job({})).toMatchObject({ jobSpec: { serviceAccount: account } });
    expect(job({ service_account_name: "own@test.example" })).toMatchObject({
      jobSpec: { serviceAccount: "own@test.example" },
    });
  });

  test("keeps its identity whatever a patch says", () => {
    const patch = (job: JsonObject): JsonObject => ({
      ...job,
      labels: { team: "ml" },
      encryptionSpec: { kmsKeyName: "k" },
    });
    expect(jobOf({}, {}, { patch })).toMatchObject({
      labels: { team: "ml", "prefect-io_flow-run-id": flowRunId },
      encryptionSpec: { kmsKeyName: "k" },
    });
  });

  test("has at most 64 labels, which is told before there is a run", () => {
    const labels = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`label-${index}`, "x"]));
    expect(() => toCustomJob(testRequest("", { labels }), "test:1", null)).toThrow(/labels.*64/);
    const rendered = { ...renderedJob(), labels };
    expect(() => vertexAiInfrastructure.parseConfiguration(rendered, {})).toThrow(/labels.*64/);
  });

  test("cannot be made with a patch that does not apply, which is told before there is a run", () => {
    const patch = [{ op: "replace", path: "/nothing/here", value: 1 }] as const;
    expect(() => vertexAiInfrastructure.parseConfiguration(renderedJob(), { patch })).toThrow(
      /'patch' cannot be applied/,
    );
  });
});

describe("a configuration that cannot be meant is refused before anything is created", () => {
  test.each<[string, JsonObject, JsonObject, RegExp]>([
    [
      "accelerators on a machine that has none",
      { machine_type: "e2-standard-4", accelerator_type: "NVIDIA_L4" },
      {},
      /accelerator_type.*e2-standard-4.*g2-standard/,
    ],
    [
      "accelerators of another machine",
      { machine_type: "n1-standard-4", accelerator_type: "NVIDIA_L4" },
      {},
      /must be one of NVIDIA_TESLA_T4/,
    ],
    [
      "a number that there is not",
      { accelerator_type: "NVIDIA_TESLA_T4", accelerator_count: 3 },
      {},
      /accelerator_count.*1, 2, 4/,
    ],
    [
      "another number than is built in",
      { machine_type: "g2-standard-48", accelerator_count: 1 },
      {},
      /comes with 4 of NVIDIA_L4/,
    ],
    ["a number of nothing", { accelerator_count: 2 }, {}, /accelerator_count.*accelerator_type/],
    ["a disk too small", { boot_disk_size_gb: 10 }, {}, /boot_disk_size_gb.*100/],
    ["no time to run", {}, { maximum_run_time_hours: 0 }, /maximum_run_time_hours/],
    ["an unknown strategy", {}, { scheduling: { strategy: "CHEAP" } }, /scheduling.strategy.*SPOT/],
    ["a time without a unit", {}, { scheduling: { max_wait_duration: "half an hour" } }, /max_wait_duration.*1800s/],
    ["retries of Vertex AI's own", {}, { scheduling: { disable_retries: false } }, /infrastructureRetries/],
    ["a network's short name", {}, { network: "default" }, /network.*projects\/NUMBER/],
    ["no address", {}, { service_account_name: "flows" }, /service_account_name/],
    ["no worker pool", {}, { worker_pool_specs: [] }, /worker_pool_specs/],
  ])("%s", (_name, pool, jobSpec, message) => {
    expect(() => testConfiguration(pool, jobSpec)).toThrow(message);
  });

  test("a zone, or no region at all", () => {
    for (const region of ["us-central1-a", "Iowa"]) {
      expect(() => parseVertexAiConfiguration(renderedJob({ region }), {})).toThrow(/region.*us-central1/);
    }
  });

  test("a Tensorboard without a directory or an account", () => {
    const tensorboard = "projects/1/locations/us-central1/tensorboards/2";
    expect(() => testConfiguration({}, {}, { tensorboard })).toThrow(/baseOutputDirectory/);
    const options = { tensorboard, baseOutputDirectory: "gs://bucket" };
    expect(() => testConfiguration({}, {}, options)).toThrow(/service_account_name/);
  });

  test("CPU and memory, which are those of the machine, and secrets, which a job cannot keep", () => {
    expect(() => toVertexAiJobVariables({ resources: { cpu: 4 } })).toThrow(/resources.cpu.*machineType/);
    expect(() => toVertexAiJobVariables({ secrets: { TOKEN: { source: "env", name: "TOKEN" } } as never })).toThrow(
      /secrets.TOKEN.*Secret Manager/,
    );
  });
});

test("a machine that comes with GPUs needs no further words", () => {
  expect(testConfiguration({ machine_type: "a3-highgpu-8g" }).jobSpec).toMatchObject({
    workerPoolSpecs: [{ machineSpec: { acceleratorType: "NVIDIA_H100_80GB", acceleratorCount: 8 } }],
  });
});

test("typed options have the names of the template's variables", () => {
  const scheduling = { strategy: "FLEX_START", maxWaitDuration: "0s" } as const;
  expect(toVertexAiJobVariables({ machineType: "g2-standard-8", scheduling, resources: { gpu: 1 } })).toEqual({
    machine_type: "g2-standard-8",
    accelerator_count: 1,
    scheduling: { strategy: "FLEX_START", max_wait_duration: "0s" },
  });
});

test("the submitter's own key for the API stays at home, and one that was chosen for the run goes along", () => {
  const env = { PREFECT_API_URL: "https://prefect.example/api", PREFECT_API_KEY: "key", OTHER: "1" };
  const inherited = testRequest("", { env, inheritedEnv: ["PREFECT_API_URL", "PREFECT_API_KEY"] });
  const withheld = withoutOwnSecrets(inherited);
  expect(withheld.request.env).toEqual({ OTHER: "1" });
  expect(withheld.warning).toContain("PREFECT_API_KEY");
  expect(withoutOwnSecrets(testRequest("", { env })).request.env).toEqual(env);
});
