import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "@jest/globals";
import { startEmulatedCluster } from "../harness/kubernetes-cluster.ts";
import { createKubernetesSubject } from "../harness/kubernetes-subject.ts";
import { loadScale } from "../harness/scale.ts";

// Requests are counted where they arrive, so that this is not for a cluster of somebody else.
const cluster = await startEmulatedCluster();
process.env["KUBECONFIG"] = cluster.kubeconfig;
const subject = createKubernetesSubject(cluster);
const count = Math.ceil(100 * loadScale());

afterAll(() => cluster.close());

test(`${count} runs at once need two watches, and fewer than six requests each, secrets included`, async () => {
  const launcher = await subject.createLauncher();
  await launcher.checkReachable?.();
  cluster.emulator.requests.clear();

  async function run(index: number): Promise<readonly string[]> {
    const flowRunId = randomUUID();
    const reference = await launcher.launch(
      subject.toRequest(
        {
          flowRunId,
          attempt: 1,
          name: `run-${index}`,
          command: ["sh", "-c", `echo ${index}; sleep 1`],
          env: {},
          labels: { "prefect.io/flow-run-id": flowRunId, "prefect.io/flow-run-attempt": "1" },
          expiresAt: new Date("2030-01-01T00:00:00Z"),
          ...(index % 4 === 0 ? { secrets: { TOKEN: "sesame" } } : {}),
        },
        {},
      ),
    );
    const lines: string[] = [];
    for await (const event of launcher.watch(reference)) if (event.kind === "output") lines.push(event.line);
    await launcher.cleanup(reference);
    return lines;
  }

  const lines = await Promise.all(Array.from({ length: count }, (_, index) => run(index)));
  expect(lines).toEqual(Array.from({ length: count }, (_, index) => [String(index)]));
  const counts = cluster.emulator.requests.counts();
  console.info(`Requests of ${count} runs: ${JSON.stringify(counts)}`);
  const shared = ["watch jobs", "watch pods", "list jobs", "list pods", "list events"];
  const ofRuns = Object.entries(counts).filter(([operation]) => !shared.includes(operation));
  expect(ofRuns.reduce((sum, [, requests]) => sum + requests, 0) / count).toBeLessThan(6);
  // One of each at a time: another one only where all runs of a batch were over before the last began.
  expect((counts["watch jobs"] ?? 0) + (counts["watch pods"] ?? 0)).toBeLessThanOrEqual(4);
  expect((counts["list jobs"] ?? 0) + (counts["list pods"] ?? 0)).toBeLessThanOrEqual(4);
}, 300_000);
