import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { V1Pod } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import { isFinished, startTestCluster, type TestCluster } from "./test-cluster.ts";

let cluster: TestCluster;
const namespace = "default";

beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const waitingReason = ({ status }: V1Pod): string | undefined => status?.containerStatuses?.[0]?.state?.waiting?.reason;
const waitingMessage = ({ status }: V1Pod): string | undefined =>
  status?.containerStatuses?.[0]?.state?.waiting?.message;

function createSecret(name: string, stringData: Readonly<Record<string, string>>): Promise<unknown> {
  return cluster.core.createNamespacedSecret({ namespace, body: { metadata: { name }, stringData } });
}

async function logOfJob(name: string): Promise<string> {
  await cluster.jobUntil(name, isFinished);
  return await cluster.logOf(await cluster.podOf(name, () => true));
}

test("variables come from values, secrets, the pod and the container's limits, and may refer to each other", async () => {
  await createSecret("credentials", { key: "open sesame" });
  await cluster.createJob({
    name: "variables",
    container: {
      command: ["node", "-e", "console.log(process.argv.slice(1).join('|'), process.env.ALL_key)"],
      args: ["$(GREETING)", "$(SECRET)", "$(POD)", "$(MEMORY)", "$$(GREETING)", "$(ABSENT)"],
      envFrom: [{ prefix: "ALL_", secretRef: { name: "credentials" } }],
      env: [
        { name: "NAME", value: "Marvin" },
        { name: "GREETING", value: "hello $(NAME)" },
        { name: "SECRET", valueFrom: { secretKeyRef: { name: "credentials", key: "key" } } },
        { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } },
        { name: "MEMORY", valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } } },
        { name: "OPTIONAL", valueFrom: { secretKeyRef: { name: "credentials", key: "none", optional: true } } },
      ],
      resources: { limits: { memory: "256Mi" } },
    },
  });
  const expected = "hello Marvin|open sesame|variables|256|$(GREETING)|$(ABSENT) open sesame\n";
  expect(await logOfJob("variables")).toBe(expected);
});

test("a variable of a secret that is missing holds the container back until the secret is there", async () => {
  const env = [{ name: "KEY", valueFrom: { secretKeyRef: { name: "late", key: "key" } } }];
  await cluster.createJob({ name: "late", script: "console.log(process.env.KEY)", container: { env } });
  const pod = await cluster.podOf("late", (each) => waitingReason(each) === "CreateContainerConfigError");
  expect(waitingMessage(pod)).toBe('secret "late" not found');
  expect(await cluster.eventsOf(pod.metadata?.name ?? "")).toContain('Failed: Error: secret "late" not found');
  await createSecret("late", { other: "x" });
  await cluster.podOf("late", (each) => waitingMessage(each) === "couldn't find key key in Secret default/late");
  await cluster.core.patchNamespacedSecret({
    namespace,
    name: "late",
    body: [{ op: "add", path: "/data/key", value: Buffer.from("found").toString("base64") }],
  });
  expect(await logOfJob("late")).toBe("found\n");
});

test("a secret volume holds its keys as files, and is waited for", async () => {
  await cluster.createJob({
    name: "files",
    container: {
      command: ["node", "-e", "console.log(String(require('node:fs').readFileSync(process.argv[1])))"],
      args: ["/secrets/inner/name"],
      volumeMounts: [{ name: "secrets", mountPath: "/secrets", readOnly: true }],
    },
    pod: {
      volumes: [
        { name: "secrets", secret: { secretName: "files", items: [{ key: "name", path: "inner/name", mode: 0o400 }] } },
      ],
    },
  });
  const pod = await cluster.podOf("files", (each) => waitingReason(each) === "ContainerCreating");
  const name = pod.metadata?.name ?? "";
  while (!(await cluster.eventsOf(name)).some((event) => event.startsWith("FailedMount"))) await delay(20);
  await createSecret("files", { name: "marvin" });
  expect(await logOfJob("files")).toBe("marvin\n");
});

test("init containers run one after the other and share volumes with the others", async () => {
  const volumeMounts = [{ name: "shared", mountPath: "/shared" }];
  const append = (text: string): string[] => [
    "node",
    "-e",
    `require('node:fs').appendFileSync(process.argv[1], '${text}')`,
    "/shared/file",
  ];
  const container = (name: string): object => ({ name, image: "test:1", command: append(name), volumeMounts });
  await cluster.createJob({
    name: "initialized",
    container: {
      command: ["node", "-e", "console.log(String(require('node:fs').readFileSync(process.argv[1])))", "/shared/file"],
      volumeMounts,
    },
    pod: {
      initContainers: [container("one") as never, container("two") as never],
      volumes: [{ name: "shared", emptyDir: {} }],
    },
  });
  expect(await logOfJob("initialized")).toBe("onetwo\n");
  const pod = await cluster.podOf("initialized", () => true);
  expect(pod.status?.initContainerStatuses?.map(({ state }) => state?.terminated?.reason)).toEqual([
    "Completed",
    "Completed",
  ]);
});

test("an init container that fails ends the pod before its command starts", async () => {
  const broken = { name: "broken", image: "test:1", command: ["node", "-e", "process.exit(7)"] };
  await cluster.createJob({ name: "uninitialized", pod: { initContainers: [broken] } });
  await cluster.jobUntil("uninitialized", isFinished);
  const { status } = await cluster.podOf("uninitialized", () => true);
  expect(status?.phase).toBe("Failed");
  expect(status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 7, reason: "Error" });
  expect(status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("PodInitializing");
});

test("a sidecar runs beside the command and ends with it", async () => {
  const sidecar = {
    name: "sidecar",
    image: "test:1",
    restartPolicy: "Always",
    command: ["node", "-e", "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"],
  };
  await cluster.createJob({ name: "accompanied", pod: { initContainers: [sidecar] } });
  await cluster.jobUntil("accompanied", isFinished);
  const { status } = await cluster.podOf("accompanied", () => true);
  expect(status?.phase).toBe("Succeeded");
  expect(status?.initContainerStatuses?.[0]?.state?.terminated).toBeDefined();
});

test("a command that fails is started again in its pod where the policy says so", async () => {
  const script =
    "const f = process.argv[1] + '/tried'; const fs = require('node:fs');" +
    "if (fs.existsSync(f)) process.exit(0); fs.writeFileSync(f, ''); process.exit(1)";
  await cluster.createJob({
    name: "restarted",
    container: { command: ["node", "-e", script, "/kept"], volumeMounts: [{ name: "kept", mountPath: "/kept" }] },
    pod: { restartPolicy: "OnFailure", volumes: [{ name: "kept", emptyDir: {} }] },
    job: { backoffLimit: 2 },
  });
  const job = await cluster.jobUntil("restarted", isFinished);
  expect(job.status?.succeeded).toBe(1);
  const pod = await cluster.podOf("restarted", () => true);
  expect(pod.status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 1 } },
  });
});
