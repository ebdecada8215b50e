import { missingImage } from "../../harness/emulated-image.ts";
import { kubectl } from "../../harness/kubectl.ts";
import { startEmulatedCluster } from "../../harness/kubernetes-cluster.ts";
import { createKubernetesHome, testWorkPool } from "../../harness/kubernetes-home.ts";
import { createEmulatedApi, toFaultTarget } from "../emulated-api.ts";
import type { Platform } from "../platform.ts";
import { killRunProcesses } from "../run-processes.ts";
import { openS3Bucket } from "../storages/s3-bucket.ts";

const runLabel = "prefect.io/flow-run-id";

/** Jobs of an emulated cluster, whose pods are processes, with a bucket of S3. */
export const kubernetesPlatform: Platform = {
  name: "kubernetes",
  async open({ env }) {
    const cluster = await startEmulatedCluster();
    const { emulator } = cluster;
    const bucket = await openS3Bucket();
    const user = await createKubernetesHome(cluster, env, { suite: "faults", s3: bucket.place });
    return {
      home: user,
      infrastructure: { package: "kubernetes", type: "kubernetes", options: { workPool: testWorkPool } },
      littleMemory: { options: { memoryLimit: "256Mi" }, hoardMegabytes: 400 },
      missingImage: { options: { image: missingImage } },
      storage: bucket.storage,
      api: createEmulatedApi({
        operations: { create: "create jobs" },
        targets: [
          toFaultTarget({
            faults: emulator.faults,
            throttled: { status: 429, headers: { "retry-after": "1" }, body: "too many requests" },
            unavailable: { status: 503, body: "the server is currently unable to handle the request" },
            interrupt: () => emulator.interrupt(),
          }),
        ],
      }),
      resources: async (flowRunId) =>
        ["Job", "Pod", "Secret"].flatMap((kind) =>
          emulator
            .list(kind)
            .filter(({ metadata }) => metadata.labels?.[runLabel] === flowRunId)
            .map(({ metadata }) => `${kind} ${metadata.name}`),
        ),
      killAll: killRunProcesses,
      async removeByHand(flowRunId) {
        const selector = `${runLabel}=${flowRunId}`;
        await kubectl(cluster, "delete", "jobs", "--selector", selector, "--cascade=foreground", "--wait=true");
      },
      async close() {
        await user.remove();
        await cluster.close();
        await bucket.close();
      },
    };
  },
};
