import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type KubernetesEmulator, startKubernetesEmulator } from "prefect-emulators/kubernetes";
import { createProcessBackend } from "prefect-emulators/workloads";
import { requireSetting } from "../harness/required-setting.ts";

let cluster: KubernetesEmulator;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "kubectl-"));
  cluster = await startKubernetesEmulator({ backend: createProcessBackend() });
  await writeFile(path.join(directory, "config"), cluster.kubeconfig());
  await writeFile(path.join(directory, "objects.json"), objects.map((object) => JSON.stringify(object)).join("\n"));
});
afterAll(async () => {
  await cluster.close();
  await rm(directory, { recursive: true, force: true });
});

const script = "console.log('hello', process.env.KEY); setTimeout(() => console.log('bye'), 500)";
const container = {
  name: "main",
  image: "test:1",
  command: ["node", "-e", script],
  env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "credentials", key: "key" } } }],
};
const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "ml" } },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "credentials", namespace: "ml" },
    stringData: { key: "marvin" },
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "hello", namespace: "ml", labels: { team: "robots" } },
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never", containers: [container] } } },
  },
];

/** What it prints; anything that it warns of is an error. */
async function kubectl(...args: readonly string[]): Promise<string> {
  const options = ["--kubeconfig", path.join(directory, "config"), "--cache-dir", path.join(directory, "cache")];
  const { stdout, stderr } = await promisify(execFile)(requireSetting("PREFECT_TEST_KUBECTL"), [...options, ...args]);
  expect(stderr).toBe("");
  return stdout;
}

test("kubectl creates, follows, lists, describes and deletes, without a warning", async () => {
  expect(await kubectl("apply", "--filename", path.join(directory, "objects.json"))).toBe(
    "namespace/ml created\nsecret/credentials created\njob.batch/hello created\n",
  );
  const inNamespace = (...args: readonly string[]): Promise<string> => kubectl("--namespace", "ml", ...args);
  await inNamespace("wait", "--for=condition=complete", "job/hello", "--timeout=60s");
  expect(await inNamespace("logs", "--follow", "job/hello")).toBe("hello marvin\nbye\n");
  expect(await inNamespace("get", "jobs", "--selector", "team=robots", "--no-headers")).toMatch(
    /^hello\s+Complete\s+1\/1\s+\d+s\s+\d+s\n$/,
  );
  expect(await inNamespace("get", "pods", "--output", "wide")).toMatch(
    /hello-\w{5}\s+0\/1\s+Completed\s+0\s+\d+s\s+127\.0\.0\.1\s+emulator-node-1/,
  );
  const job = await inNamespace("describe", "job", "hello");
  expect(job).toMatch(/Pods Statuses:\s+0 Active \(0 Ready\) \/ 1 Succeeded \/ 0 Failed/);
  expect(job).toMatch(/Normal\s+SuccessfulCreate\s+\w+\s+job-controller\s+Created pod: hello-\w{5}/);
  const pod = await inNamespace("describe", "pod", "--selector", "job-name=hello");
  expect(pod).toMatch(/Controlled By:\s+Job\/hello/);
  expect(pod).toMatch(/KEY:\s+<set to the key 'key' in secret 'credentials'>/);
  expect(pod).toMatch(/State:\s+Terminated\s+Reason:\s+Completed\s+Exit Code:\s+0/);
  expect(await inNamespace("get", "events")).toContain("Job completed");
  expect(await inNamespace("label", "job", "hello", "seen=yes")).toBe("job.batch/hello labeled\n");
  expect(await inNamespace("delete", "job", "hello")).toMatch(/^job\.batch "hello" deleted/);
  expect(await inNamespace("get", "pods", "--output", "name")).toBe("");
  expect(await kubectl("delete", "namespace", "ml")).toMatch(/^namespace "ml" deleted/);
});
