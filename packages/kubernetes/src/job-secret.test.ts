import { describe, expect, test } from "@jest/globals";
import type { LaunchRequest } from "prefect-core/provider";
import { removeJob } from "./end-job.ts";
import { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import type { KubernetesApi } from "./kubernetes-api.ts";
import { parseKubernetesConfiguration } from "./kubernetes-configuration.ts";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { launchJob } from "./launch-job.ts";

const refusal = (statusCode: number, reason: string): KubernetesApiError =>
  new KubernetesApiError({ operation: "do it", statusCode, reason, detail: "no" });

/** An API that does what it is asked for, and keeps what that was. */
function createApi(changes: Partial<KubernetesApi> = {}): { readonly api: KubernetesApi; readonly asked: string[] } {
  const asked: string[] = [];
  const note = (words: string): void => void asked.push(words);
  const api: Partial<KubernetesApi> = {
    createJob: async (_namespace, job) => (note("create job"), job as never),
    createSecret: async () => note("create secret"),
    ownSecret: async (_namespace, _name, { name }) => note(`own secret by ${name}`),
    deleteJob: async () => note("delete job"),
    deleteSecret: async () => note("delete secret"),
    ...changes,
  };
  return { api: api as KubernetesApi, asked };
}

const request: LaunchRequest<KubernetesConfiguration> = {
  flowRunId: "0195f3a8-1234-7000-8000-00000000abcd",
  attempt: 1,
  name: "otter",
  command: ["node", "--version"],
  env: { PREFECT_API_KEY: "key" },
  labels: {},
  expiresAt: new Date("2026-12-01T10:00:00Z"),
  configuration: parseKubernetesConfiguration(
    {
      namespace: "ml",
      job_manifest: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {},
        spec: {
          template: { spec: { restartPolicy: "Never", containers: [{ name: "prefect-job", image: "mine:1" }] } },
        },
      },
    },
    {},
  ),
};

const reference = {
  namespace: "ml",
  job: "otter-1",
  container: "prefect-job",
  secret: "otter-1",
  isSecretOwned: true,
  context: null,
  isKept: false,
};

describe("the Secret of a run", () => {
  test("goes with its Job", async () => {
    const { api, asked } = createApi();
    const { job, isSecretOwned } = await launchJob(api, request);
    expect(isSecretOwned).toBe(true);
    expect(asked).toEqual(["create secret", "create job", `own secret by ${job.metadata.name}`]);
  });

  test("goes with its Job though whoever made it never heard so, or has died", async () => {
    const { api, asked } = createApi({ createSecret: () => Promise.reject(refusal(409, "AlreadyExists")) });
    const { job } = await launchJob(api, request);
    expect(asked).toEqual(["create job", `own secret by ${job.metadata.name}`]);
  });

  test("is removed where there will be no Job", async () => {
    const { api, asked } = createApi({ createJob: () => Promise.reject(refusal(422, "Invalid")) });
    await expect(launchJob(api, request)).rejects.toThrow("no");
    expect(asked).toEqual(["create secret", "delete secret"]);
  });

  test("that cannot be given to the Job is known not to go with it, and is removed by itself", async () => {
    const warnings: string[] = [];
    const { api, asked } = createApi({ ownSecret: () => Promise.reject(refusal(403, "Forbidden")) });
    const { isSecretOwned } = await launchJob(api, { ...request, notify: ({ message }) => warnings.push(message) });
    expect(isSecretOwned).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("will not be removed with its Job")]);
    await removeJob(api, { ...reference, isSecretOwned });
    expect(asked.slice(2)).toEqual(["delete job", "delete secret"]);
  });

  test("that goes with the Job costs no request of its own", async () => {
    const { api, asked } = createApi();
    await removeJob(api, reference);
    expect(asked).toEqual(["delete job"]);
  });

  test("is removed by itself where the Job is gone already, or stays", async () => {
    const gone = createApi({ deleteJob: () => Promise.reject(refusal(404, "NotFound")) });
    await removeJob(gone.api, reference);
    expect(gone.asked).toEqual(["delete secret"]);
    const kept = createApi();
    await removeJob(kept.api, { ...reference, isKept: true, isSecretOwned: false });
    expect(kept.asked).toEqual(["delete secret"]);
  });
});
