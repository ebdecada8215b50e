import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { BatchV1Api, CoreV1Api, KubeConfig, type V1Container, type V1Pod } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import { type KubernetesEmulator, startKubernetesEmulator } from "prefect-emulators/kubernetes";
import { createDockerBackend } from "prefect-emulators/workloads";
import { requireSetting } from "../harness/required-setting.ts";

let cluster: KubernetesEmulator;
let batch: BatchV1Api;
let core: CoreV1Api;
const namespace = "default";

beforeAll(async () => {
  const backend = createDockerBackend({ host: requireSetting("PREFECT_TEST_DOCKER_HOST") });
  cluster = await startKubernetesEmulator({ backend, backoffSeconds: 0.1 });
  const config = new KubeConfig();
  config.loadFromString(cluster.kubeconfig());
  batch = config.makeApiClient(BatchV1Api);
  core = config.makeApiClient(CoreV1Api);
});
afterAll(() => cluster.close());

async function runJob(name: string, container: Partial<V1Container>, pod: object = {}): Promise<V1Pod> {
  const main = { name: "main", image: requireSetting("PREFECT_TEST_IMAGE"), ...container };
  const template = { spec: { restartPolicy: "Never", containers: [main], ...pod } };
  await batch.createNamespacedJob({ namespace, body: { metadata: { name }, spec: { backoffLimit: 0, template } } });
  for (;;) {
    const { status } = await batch.readNamespacedJob({ namespace, name });
    if (status?.conditions?.some(({ type }) => type === "Complete" || type === "Failed") === true) break;
    await delay(50);
  }
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `job-name=${name}` });
  return items[0] as V1Pod;
}

const endOf = ({ status }: V1Pod): object => ({ ...status?.containerStatuses?.[0]?.state?.terminated });
const logOf = async ({ metadata }: V1Pod): Promise<string> =>
  core.readNamespacedPodLog({ namespace, name: metadata?.name ?? "" });

test("a pod is a container of the image, with its user, its volumes and its own account's token", async () => {
  await core.createNamespacedSecret({ namespace, body: { metadata: { name: "key" }, stringData: { key: "marvin" } } });
  const script =
    "const fs = require('node:fs'); const token = '/var/run/secrets/kubernetes.io/serviceaccount/';" +
    "console.log(process.getuid(), String(fs.readFileSync('/keys/key')), String(fs.readFileSync(token + 'namespace')));" +
    "const https = require('node:https'); const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;" +
    "const headers = { authorization: 'Bearer ' + fs.readFileSync(token + 'token') };" +
    "https.get({ host, port, path: '/api/v1/namespaces/default/pods', ca: fs.readFileSync(token + 'ca.crt'), headers }," +
    "(response) => { console.log(response.statusCode); response.resume(); });";
  const pod = await runJob(
    "container",
    { command: ["node", "-e", script], volumeMounts: [{ name: "keys", mountPath: "/keys" }] },
    {
      securityContext: { runAsUser: 1234, runAsGroup: 1234 },
      volumes: [{ name: "keys", secret: { secretName: "key" } }],
    },
  );
  expect(await logOf(pod)).toBe("1234 marvin default\n403\n");
  expect(endOf(pod)).toMatchObject({ exitCode: 0, reason: "Completed" });
});

test("a container that needs too much memory is killed by the kernel", async () => {
  const script = "const kept = []; setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 5);";
  const pod = await runJob("memory", { command: ["node", "-e", script], resources: { limits: { memory: "128Mi" } } });
  expect(endOf(pod)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
});

test("a command that the image has not cannot be started", async () => {
  const pod = await runJob("command", { command: ["/nope"] });
  expect(endOf(pod)).toMatchObject({
    exitCode: 128,
    reason: "StartError",
    message: expect.stringMatching(
      /^failed to create containerd task: failed to create shim task: OCI runtime create failed: .*exec: "\/nope": stat \/nope: no such file or directory/,
    ),
  });
});
