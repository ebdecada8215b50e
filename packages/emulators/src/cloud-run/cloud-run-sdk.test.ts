import { credentials } from "@grpc/grpc-js";
import { v2 } from "@google-cloud/run";
import { GoogleAuth, PassThroughClient } from "google-auth-library";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createProcessBackend } from "../workloads/process-backend.ts";
import { type CloudRunEmulator, startCloudRunEmulator } from "./cloud-run-emulator.ts";

jest.setTimeout(60_000);

let emulator: CloudRunEmulator;
let jobs: InstanceType<typeof v2.JobsClient>;
const parent = "projects/test/locations/us-central1";

beforeAll(async () => {
  emulator = await startCloudRunEmulator({ backend: createProcessBackend() });
  const url = new URL(emulator.environment["CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN"] ?? "");
  jobs = new v2.JobsClient({
    apiEndpoint: url.hostname,
    port: Number(url.port),
    sslCreds: credentials.createInsecure(),
    auth: new GoogleAuth({ authClient: new PassThroughClient() }) as never,
    projectId: "test",
  });
});
afterAll(async () => {
  await jobs.close();
  await emulator.close();
});

test("Google's own client makes a job and runs it, and its operations end with what they made", async () => {
  const container = { image: "test:1", args: ["node", "--eval", "process.exit(0)"] };
  const job = { template: { template: { containers: [container], maxRetries: 0 } } };
  const [creating] = await jobs.createJob({ parent, jobId: "hello", job });
  const [made] = await creating.promise();
  expect(made.name).toBe(`${parent}/jobs/hello`);
  const [running] = await jobs.runJob({ name: `${parent}/jobs/hello` });
  const [execution] = await running.promise();
  expect(execution).toMatchObject({ job: "hello", succeededCount: 1 });
});

test("a refusal has its reason and when to come again, as Google's client decodes them", async () => {
  emulator.faults.inject({
    fault: {
      kind: "answer",
      answer: {
        code: "RESOURCE_EXHAUSTED",
        message: "Quota exceeded.",
        details: { reason: "RATE_LIMIT_EXCEEDED", retryDelaySeconds: 7 },
      },
    },
  });
  await expect(jobs.getJob({ name: `${parent}/jobs/hello` })).rejects.toMatchObject({
    code: 8,
    reason: "RATE_LIMIT_EXCEEDED",
    statusDetails: expect.arrayContaining([
      expect.objectContaining({ retryDelay: expect.objectContaining({ seconds: expect.anything() }) }),
    ]),
  });
});
