import { expect, test } from "@jest/globals";
import type { JsonObject } from "prefect-core/provider";
import { cloudRunInfrastructure } from "./cloud-run.ts";
import { parseCloudRunConfiguration } from "./cloud-run-configuration.ts";
import type { CloudRunOptions } from "./cloud-run-options.ts";
import { renderedJob, toConfiguration, toRequest } from "./fixtures/emulated-cloud-run.ts";
import { toJob } from "./to-job.ts";
import { toJobMessage } from "./to-job-message.ts";

const flowRunId = "0195f3a8-1234-7000-8000-00000000abcd";
const expiresAt = new Date("2026-12-01T00:00:00Z");

function jobOf(
  variables: JsonObject = {},
  changes: Partial<Parameters<typeof toRequest>[1]> = {},
  options: CloudRunOptions = {},
) {
  const configuration = toConfiguration(variables, options);
  const request = toRequest("1", { flowRunId, expiresAt, command: ["node", "runner.mjs"], configuration, ...changes });
  return toJob(request, "runner:1");
}

const taskOf = (body: JsonObject): JsonObject => ((body["template"] as JsonObject)["template"] as JsonObject) ?? {};

test("a run is a job of one container that is tried once, named after run and attempt, with labels of the run", () => {
  const { name, body, warnings } = jobOf({}, { env: { LEVEL: "1" }, attempt: 2 });
  const labels = { "prefect-io_flow-run-id": flowRunId, "prefect-io_flow-run-attempt": "2" };
  expect(name).toBe("calm-otter-0195f3a81234-2");
  expect(warnings).toEqual([]);
  expect(body).toEqual({
    client: "prefect",
    launchStage: "BETA",
    labels: { ...labels, "prefect-io_expires-at": String(expiresAt.getTime()) },
    template: {
      labels,
      taskCount: 1,
      parallelism: 1,
      template: {
        maxRetries: 0,
        timeout: "600s",
        containers: [
          {
            image: "runner:1",
            args: ["node", "runner.mjs"],
            env: [{ name: "LEVEL", value: "1" }],
            resources: { limits: { cpu: "1000m", memory: "512Mi" } },
          },
        ],
      },
    },
  });
});

test("every variable of the template reaches the job", () => {
  const variables = cloudRunInfrastructure.toJobVariables({
    resources: { cpu: 2, memory: "1.5Gi" },
    serviceAccountName: "flow@test.iam.gserviceaccount.com",
    vpcConnectorName: "projects/p/locations/r/connectors/c",
    cloudsqlInstances: ["p:r:database"],
    envFromSecrets: { TOKEN: { secret: "token", version: "3" } },
    prefectApiKeySecret: { secret: "api-key", version: "latest" },
    launchStage: "GA",
  });
  const { body } = jobOf(variables, { env: { PREFECT_API_KEY: "pnu_key" } });
  expect(body["launchStage"]).toBe("GA");
  expect(JSON.stringify(body)).not.toContain("pnu_key");
  expect(taskOf(body)).toMatchObject({
    serviceAccount: "flow@test.iam.gserviceaccount.com",
    vpcAccess: { connector: "projects/p/locations/r/connectors/c" },
    volumes: [{ name: "cloudsql", cloudSqlInstance: { instances: ["p:r:database"] } }],
    containers: [
      {
        resources: { limits: { cpu: "2000m", memory: "1536Mi" } },
        volumeMounts: [{ name: "cloudsql", mountPath: "/cloudsql" }],
        env: [
          { name: "PREFECT_API_KEY", valueSource: { secretKeyRef: { secret: "api-key", version: "latest" } } },
          { name: "TOKEN", valueSource: { secretKeyRef: { secret: "token", version: "3" } } },
        ],
      },
    ],
  });
});

test("a key of the API that no secret holds stands in no job, and the caller is told", () => {
  const env = { PREFECT_API_KEY: "pnu_key", PREFECT_API_URL: "https://api.prefect.cloud/api", LEVEL: "1" };
  const { body, warnings } = jobOf({}, { env });
  expect(taskOf(body)["containers"]).toMatchObject([{ env: [{ name: "LEVEL", value: "1" }] }]);
  expect(warnings).toEqual([expect.stringContaining("prefectApiKeySecret")]);
});

test("a secret of a call is named as Cloud Run takes it", () => {
  const resource = "projects/other/secrets/token/versions/7";
  const { body } = jobOf({}, {}, { secrets: { TOKEN: { source: "gcp", resource } } });
  expect(taskOf(body)["containers"]).toMatchObject([
    {
      env: [
        {
          name: "TOKEN",
          valueSource: { secretKeyRef: { secret: "projects/other/secrets/token", version: "7" } },
        },
      ],
    },
  ]);
});

test.each([
  [{}, {}, {}, "600s"],
  [{}, { deadlineSeconds: 7200.5 }, {}, "7201s"],
  [{ timeout: 60 }, { deadlineSeconds: 7200 }, { timeout: 60 }, "60s"],
  [{}, { deadlineSeconds: 10_000_000 }, {}, "604800s"],
])(
  "a chosen limit of time holds, else the flow's own, else the pool's: %j %j",
  (variables, changes, options, timeout) => {
    expect(taskOf(jobOf(variables, changes, options).body)["timeout"]).toBe(timeout);
  },
);

test("a patch has the last word, but not on what a job is found by", () => {
  const { body } = jobOf({}, {}, { patch: (job) => ({ ...job, labels: { team: "ml" }, annotations: { a: "b" } }) });
  expect(body["annotations"]).toEqual({ a: "b" });
  expect(body["labels"]).toMatchObject({ team: "ml", "prefect-io_flow-run-id": flowRunId });
});

test("names and labels are valid in Cloud Run whatever a run is called", () => {
  for (const name of ["Émile's run #1 / 日本", "x".repeat(300), "-_.", "3rd run", ""]) {
    const { name: job, body } = jobOf({}, { name, labels: { "Team/Größe": name, "1st": "A b" } });
    expect(job).toMatch(/^[a-z](?:[a-z0-9-]{0,48}[a-z0-9])$/);
    for (const [key, value] of Object.entries(body["labels"] as JsonObject)) {
      expect(key).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
      expect(value).toMatch(/^[a-z0-9_-]{0,63}$/);
    }
  }
});

test("more labels than Google allows are refused", () => {
  const labels = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`label-${index}`, "x"]));
  expect(() => jobOf({}, { labels })).toThrow("Google Cloud allows 64");
});

test("labels and a patch that cannot be are refused before a run exists", () => {
  const labels = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`label-${index}`, "x"]));
  const parse = (variables: JsonObject, options: CloudRunOptions) =>
    cloudRunInfrastructure.parseConfiguration(renderedJob(variables), options);
  expect(() => parse({ labels }, {})).toThrow("Google Cloud allows 64");
  expect(() => parse({}, { patch: [{ op: "replace", path: "/nothing/here", value: 1 }] })).toThrow("cannot be applied");
});

test.each([
  [{ region: "Frankfurt" }, "region"],
  [{ memory: "2GB" }, "memory"],
  [{ cpu: "two" }, "cpu"],
  [{ timeout: 604_801 }, "timeout"],
  [{ timeout: 1.5 }, "timeout"],
  [{ max_retries: -1 }, "max_retries"],
  [{ service_account_name: "flow" }, "service_account_name"],
  [{ cloudsql_instances: ["database"] }, "cloudsql_instances"],
  [{ env_from_secrets: { TOKEN: { version: "1" } } }, "env_from_secrets.TOKEN"],
  [{ prefect_api_key_secret: "key" }, "prefect_api_key_secret"],
  [{ credentials: "mine" }, "credentials"],
  [{ keep_job: "yes" }, "keep_job"],
])("bad input is refused by its key before anything exists: %j", (variables, key) => {
  expect(() => parseCloudRunConfiguration(renderedJob(variables), {})).toThrow(
    expect.objectContaining({ name: "JobConfigurationError", key }),
  );
});

test("a field that jobs do not have is refused, which gRPC would leave out", async () => {
  const { protos } = await import("@google-cloud/run");
  const { body } = jobOf({}, {}, { patch: [{ op: "add", path: "/template/template/tmeout", value: "5s" }] });
  expect(() => toJobMessage(body, protos.google.cloud.run.v2.Job as never)).toThrow(
    expect.objectContaining({ name: "JobConfigurationError", key: "job_body.template.template.tmeout" }),
  );
  expect(toJobMessage(jobOf().body, protos.google.cloud.run.v2.Job as never)).toMatchObject({
    template: { template: { timeout: { seconds: 600 } } },
  });
});

test("storage is reached by a secret that the job names, or by the API whose key it has", () => {
  const ways = (variables: JsonObject) => cloudRunInfrastructure.storageCredentialsWays?.(toConfiguration(variables));
  const selector = { secret: "s", version: "1" };
  expect(ways({})).toEqual([]);
  expect(ways({ prefect_api_key_secret: selector })).toEqual(["api"]);
  expect(ways({ env_from_secrets: { PREFECT__STORAGE_CREDENTIALS: selector } })).toEqual(["pool-secret"]);
});
