import { JobServiceClient } from "@google-cloud/aiplatform/build/src/v1/job_service_client.js";
import { credentials } from "@grpc/grpc-js";
import { GoogleAuth, PassThroughClient } from "google-auth-library";
import { report } from "./report.ts";

// Google's own client, on what the launcher is tested with.
const url = new URL(process.env["CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"] ?? "");
const parent = "projects/test/locations/us-central1";
const jobs = new JobServiceClient({
  apiEndpoint: url.hostname,
  port: Number(url.port),
  sslCreds: credentials.createInsecure(),
  auth: new GoogleAuth({ authClient: new PassThroughClient() }) as never,
  projectId: "test",
});

async function run(script: string): Promise<string> {
  const containerSpec = { imageUri: "test:1", command: ["node", "--eval", script] };
  const workerPoolSpecs = [{ machineSpec: { machineType: "n1-standard-4" }, containerSpec, replicaCount: 1 }];
  const scheduling = { disableRetries: true, timeout: { seconds: 60 } };
  const customJob = { displayName: "hello", labels: { team: "olympic" }, jobSpec: { workerPoolSpecs, scheduling } };
  const [{ name }] = await jobs.createCustomJob({ parent, customJob });
  return name ?? "";
}

async function ended(name: string): Promise<{ readonly state: unknown; readonly error: string | null }> {
  for (;;) {
    const [{ state, error, endTime }] = await jobs.getCustomJob({ name });
    if (endTime) return { state, error: error?.message ?? null };
  }
}

const good = await run("process.exit(0)");
const bad = await run("process.exit(3)");
const long = await run("setInterval(() => undefined, 1000)");
await jobs.cancelCustomJob({ name: long });
const ends = [await ended(good), await ended(bad), await ended(long)];
const [listed] = await jobs.listCustomJobs({ parent, filter: 'labels.team="olympic"' });
const [deletion] = await jobs.deleteCustomJob({ name: good });
await deletion.promise();
const refusal = await jobs.getCustomJob({ name: good }).catch((error: { readonly code: number }) => error);
report({ ends, listed: listed.length, refused: (refusal as { readonly code: number }).code });
await jobs.close();
