import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { V1OwnerReference } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import { startTestCluster, type TestCluster } from "./test-cluster.ts";

let cluster: TestCluster;
const namespace = "default";
const stayUp = "process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300)); setInterval(() => {}, 1000);";

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

async function startJob(name: string, script = stayUp): Promise<{ pod: string; owner: V1OwnerReference }> {
  const job = await cluster.createJob({ name, script: `${script} console.log('up');` });
  const pod = await cluster.podOf(name, ({ status }) => status?.phase === "Running");
  while (!(await cluster.logOf(pod)).includes("up")) await delay(20);
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid: job.metadata?.uid ?? "" };
  return { pod: pod.metadata?.name ?? "", owner };
}

async function createSecret(name: string, owner: V1OwnerReference): Promise<void> {
  const body = { metadata: { name, ownerReferences: [owner] }, stringData: { key: "value" } };
  await cluster.core.createNamespacedSecret({ namespace, body });
}

async function isGone(kind: string, name: string): Promise<void> {
  while (cluster.emulator.find(kind, namespace, name) !== null) await delay(20);
}

test("deleted in the foreground, a job goes last, after its pod has had its grace and its secret is gone", async () => {
  const { pod, owner } = await startJob("foreground");
  await createSecret("foreground", owner);
  await cluster.batch.deleteNamespacedJob({ namespace, name: "foreground", propagationPolicy: "Foreground" });
  expect(cluster.emulator.find("Job", namespace, "foreground")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
  await isGone("Job", "foreground");
  expect(cluster.emulator.find("Pod", namespace, pod)).toBeNull();
  await isGone("Secret", "foreground");
  expect(await cluster.eventsOf(pod)).toContain("Killing: Stopping container main");
});

test("deleted in the background, a job is gone at once and its pod follows", async () => {
  const { pod } = await startJob("background");
  const request = { namespace, name: "background", propagationPolicy: "Background" };
  expect(await cluster.batch.deleteNamespacedJob(request)).toMatchObject({
    status: "Success",
    details: { name: "background", group: "batch", kind: "jobs" },
  });
  expect(cluster.emulator.find("Job", namespace, "background")).toBeNull();
  await isGone("Pod", pod);
});

test("without a policy a job leaves its pod alone, and the server warns of that", async () => {
  const { pod } = await startJob("orphan");
  const response = await cluster.batch.deleteNamespacedJobWithHttpInfo({ namespace, name: "orphan" });
  expect(response.headers["warning"]).toContain("child pods are preserved by default when jobs are deleted");
  await isGone("Job", "orphan");
  expect(cluster.emulator.find("Pod", namespace, pod)?.metadata.ownerReferences).toBeUndefined();
  await cluster.core.deleteNamespacedPod({ namespace, name: pod, gracePeriodSeconds: 1 });
  await isGone("Pod", pod);
});

test("an object whose owner never existed is collected", async () => {
  await createSecret("stray", { apiVersion: "batch/v1", kind: "Job", name: "none", uid: "no-such-uid" });
  await isGone("Secret", "stray");
});

test("a pod that does not end when asked to is killed after its grace, and a watcher sees it go", async () => {
  const { pod } = await startJob("stubborn", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);");
  const seen: string[] = [];
  const ended = Promise.withResolvers<void>();
  const watching = await cluster.watch.watch(
    `/api/v1/namespaces/${namespace}/pods`,
    { fieldSelector: `metadata.name=${pod}` },
    (type: string, { metadata, status }: { metadata: { deletionTimestamp?: string }; status: { phase: string } }) => {
      seen.push(`${type} ${status.phase}${metadata.deletionTimestamp === undefined ? "" : " deleted"}`);
      if (type === "DELETED") ended.resolve();
    },
    () => undefined,
  );
  await cluster.core.deleteNamespacedPod({ namespace, name: pod, gracePeriodSeconds: 1 });
  await ended.promise;
  watching.abort();
  expect(seen).toContain("MODIFIED Running deleted");
  expect(seen.at(-1)).toBe("DELETED Failed deleted");
});

test("a precondition that does not hold keeps the object", async () => {
  const { owner } = await startJob("kept");
  const body = { preconditions: { uid: "another" } };
  const deletion = cluster.batch.deleteNamespacedJob({ namespace, name: "kept", body });
  await expect(deletion).rejects.toMatchObject({ code: 409, body: expect.stringContaining(owner.uid) });
});

test("a namespace takes everything in it along", async () => {
  await cluster.core.createNamespace({ body: { metadata: { name: "short" } } });
  await cluster.core.createNamespacedConfigMap({ namespace: "short", body: { metadata: { name: "inner" } } });
  await cluster.core.deleteNamespace({ name: "short" });
  while (cluster.emulator.find("Namespace", "", "short") !== null) await delay(20);
  expect(cluster.emulator.list("ConfigMap", "short")).toEqual([]);
});
